"""Places of a panel taken over for a measure by the next ranks, so that it can answer."""

from datetime import timedelta

import pytest

from label import deadlines, drawing, eligibility, panels, reviews, watch
from label.desks.acts import find
from label.machine import Refused
from label.models import Grant, Incident, OutboxMail, Panel, PanelVote, Seat
from label.public import draws
from tests.label import world as play

pytestmark = pytest.mark.django_db


def asked(world):
    """A label in force, and a withdrawal considered for fifteen days."""
    grant = play.active(world)
    watch.open_window(
        grant, by=world.authority, measure="withdrawn", grounds="Rien n’est fait.",
        now=world.later(),
    )  # fmt: skip
    world.later(days=17)
    return grant.pk


@pytest.fixture(scope="module")
def drawn(built, full):
    return built(asked, full)


@pytest.fixture(autouse=True)
def same_day(full, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: full.now)


def open_review(world, grant_pk):
    grant = Grant.objects.get(pk=grant_pk)
    return reviews.open_panel_review(
        grant, by=world.secretary, measure="withdrawn", now=world.later()
    )


def vote(world, one, choice="for"):
    by = one.seat.member.person
    reviews.confirm_no_tie(one, by=by, now=world.later())
    reviews.answer_panel_review(one, by=by, answer=choice, note="Vu.", now=world.later())


def take_seat(world, seat):
    person = seat.member.person
    panels.accept(seat, by=person, now=world.later())
    panels.declare_interests(seat.case, by=person, role="juror", answers={}, now=world.later())
    return PanelVote.objects.get(seat=seat)


def close(world, review):
    return reviews.close_panel_review(review, by=world.secretary, now=world.later())


def test_the_next_ranks_take_the_places_of_who_kept_silent(full, drawn):
    review = open_review(full, drawn)
    ballots = list(review.ballots.order_by("seat__college", "pk"))
    assert len(ballots) == 9
    answered = ballots[:3]
    for one in answered:
        vote(full, one)
    with pytest.raises(Refused, match="ou le peut encore"):
        reviews.call_for_measure(review, by=full.secretary, now=full.later())
    full.later(days=11)
    with pytest.raises(Refused, match="quorum"):
        close(full, review)
    panel = Panel.objects.get(case=review.grant.case)
    first = {
        college: eligibility.next_alternate(panel, college).pseudonym
        for college in panel.quota
        if eligibility.next_alternate(panel, college)
    }
    called = reviews.call_for_measure(review, by=full.secretary, now=full.later())
    silent = {one.seat_id for one in ballots[3:]}
    assert {seat.replaces_id for seat in called} <= silent
    assert {seat.reason_code for seat in called} == {"no_reply"}
    assert {seat.college: seat.pseudonym for seat in reversed(called)} == {
        college: first[college] for college in {seat.college for seat in called}
    }
    for one in answered:
        one.refresh_from_db()
        assert one.withdrew_at is None
    told = drawing.replacements([panel.draws.get()])[panel.draws.get().pk]
    assert [line["in"] for line in told if line["reason"] == "no_reply"] == [
        seat.pseudonym for seat in called
    ]
    assert draws.document_of(panel.draws.get())["replacements"] == told


def test_who_is_called_declares_first_then_answers_and_counts(full, drawn):
    review = open_review(full, drawn)
    case = review.grant.case
    ballots = list(review.ballots.order_by("seat__college", "pk"))
    for one in ballots[:5]:  # citizens alone: no composition without peers
        vote(full, one)
    full.later(days=11)
    called = reviews.call_for_measure(review, by=full.secretary, now=full.later())
    peer = next(seat for seat in called if seat.college == "peer")
    assert not panels.may_read_file(case, peer.member.person)
    ballot = take_seat(full, peer)
    review.refresh_from_db()
    assert review.closes_on == full.today + timedelta(days=10)
    vote(full, ballot, "against")
    others = [seat for seat in called if seat.college != "peer"]
    for seat in others:
        vote(full, take_seat(full, seat))
    full.later(days=11)
    close(full, review)
    assert review.presence["peer"] == 1
    assert review.votes["against"] == 1
    assert review.is_favourable
    peer.refresh_from_db()
    assert peer.state == "discharged"
    assert case.panel.effective_seats().count() == 9  # who judged stays who judged


def test_the_operator_may_challenge_who_is_called_and_nobody_else(full, drawn):
    review = open_review(full, drawn)
    first = review.ballots.first()
    reviews.step_aside(first, by=first.seat.member.person, now=full.later())
    new = Seat.objects.get(called_for=review)  # at once: nobody had to ask
    assert new.replaces == first.seat
    take_seat(full, new)
    assert OutboxMail.objects.filter(
        kind="panel_names", key__contains=f"{new.panel_id}:{new.pk}"
    ).exists()
    owner = review.grant.case.applicant
    with pytest.raises(Refused, match="passé"):
        panels.challenge(
            review.ballots.exclude(seat=new).last().seat,
            by=owner,
            grounds="Un voisin.",
            now=full.later(),
        )
    new.refresh_from_db()
    made = panels.challenge(new, by=owner, grounds="Un concurrent.", now=full.later())
    for one in review.ballots.awaited():
        vote(full, one)
    with pytest.raises(Refused, match="n’est pas tranchée"):
        close(full, review)
    panels.decide_challenge(made, by=full.guarantor, upheld=True, reasons="Vrai.", now=full.later())
    close(full, review)
    assert sum(review.presence.values()) == 8  # recused: counts nowhere
    assert Seat.objects.filter(called_for=review, state="invited").count() == 0


def test_whoever_declines_or_says_nothing_leaves_the_place_to_the_next(full, drawn):
    review = open_review(full, drawn)
    first = review.ballots.filter(seat__college="citizen").first()
    reviews.step_aside(first, by=first.seat.member.person, now=full.later())
    new = Seat.objects.get(called_for=review)
    panels.decline(new, by=new.member.person, now=full.later())
    second = Seat.objects.get(replaces=new)
    full.later(days=8)
    deadlines.run(now=full.later(), only=("seat_reply",))
    third = Seat.objects.get(replaces=second)
    assert third.state == "invited"
    assert [one.reason_code for one in (new, second, third)] == ["excused", "declined", "no_reply"]


def test_where_too_few_are_left_the_ranks_are_called_when_the_panel_is_asked(full, drawn):
    grant = Grant.objects.get(pk=drawn)
    left = grant.case.panel.effective_seats().filter(college="peer")
    for seat in left:
        type(seat.member.person).objects.filter(pk=seat.member.person_id).update(is_active=False)
    review = open_review(full, drawn)
    assert review.ballots.count() == 7
    called = Seat.objects.filter(called_for=review)
    assert {seat.college for seat in called} == {"peer"}
    assert {seat.reason_code for seat in called} == {"excused"}


def test_a_college_without_any_rank_left_is_drawn_again(full, drawn):
    review = open_review(full, drawn)
    panel = review.grant.case.panel
    full.later(days=11)
    with pytest.raises(Refused, match="ne se tire pas"):
        play.panel_drawn(full, panel)
    for _turn in range(6):
        for seat in Seat.objects.filter(called_for=review, state="invited"):
            panels.decline(seat, by=seat.member.person, now=full.later())
        try:
            reviews.call_for_measure(review, by=full.secretary, now=full.later())
        except Refused:
            break
    assert find("jury", "annoncer-un-tirage").is_open(panel)
    play.panel_drawn(full, panel)
    invited = Seat.objects.filter(called_for=review, state="invited")
    again = panel.draws.get(turn=2)
    assert set(invited.values_list("candidate__draw", flat=True)) == {again.pk}
    assert all(seat.replaces_id for seat in invited)
    panel.refresh_from_db()
    assert panel.state != "forming"


def test_the_calendar_reminds_then_says_what_lacks(full, drawn):
    review = open_review(full, drawn)
    told = OutboxMail.objects.filter(kind="measure_to_review")
    before = told.count()
    vote(full, review.ballots.first())
    full.now += timedelta(days=8)
    assert deadlines.run(now=full.now, only=("review_reminder",)).total == 8
    assert deadlines.run(now=full.now, only=("review_reminder",)).total == 0
    assert told.count() == before + 8
    full.now += timedelta(days=4)
    assert deadlines.run(now=full.now, only=("panel_review",)).total == 1
    assert deadlines.run(now=full.now, only=("panel_review",)).total == 0
    assert Incident.objects.get().text.startswith("Avis du jury sur une mesure")
