"""Jurors called after the grant: three for a proof (G05), all for a measure, each alone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directory.models import Membership
from label import cases, grants, reviews, watch
from label.desks.acts.reviews import was_heard
from label.jury import duties
from label.machine import Refused
from label.mails import readers, words
from label.models import (
    Event,
    Grant,
    InterestDeclaration,
    OutboxMail,
    PanelReview,
    PanelVote,
    ReadAccess,
    Reserve,
    ReserveReview,
    Seat,
)
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def proved(built, light):
    """A label in force with a reserve, whose proof has come with a piece."""

    def make():
        case = play.granted_with_reserves(light)
        play.notified(light, case)
        grant = play.signed(light, case)
        reserve = grant.open_reserves.get()
        file = SimpleUploadedFile("haie.pdf", b"%PDF-1.4 haie", "application/pdf")
        piece = cases.add_evidence(
            case, file, by=case.applicant, now=light.later(), kind="document", title="La haie"
        )
        prove(light, reserve, evidence=piece)
        return grant.pk

    return built(make)


@pytest.fixture(autouse=True)
def same_day(monkeypatch, light):
    monkeypatch.setattr("django.utils.timezone.now", lambda: light.now)


@pytest.fixture
def grant(proved):
    return Grant.objects.get(pk=proved)


@pytest.fixture
def reserve(grant):
    return grant.open_reserves.get()


@pytest.fixture
def calls(light, grant):
    return reviews.call_reviewers(grant, by=light.secretary, now=light.later())


def prove(light, reserve, **options):
    by = reserve.grant.case.applicant
    grants.prove_reserve(reserve, by=by, text="La haie est plantée.", now=light.later(), **options)


def answer(light, call, *, is_proved=True, note="On la voit."):
    by = call.seat.member.person
    reviews.confirm_no_tie(call, by=by, now=light.later())
    return reviews.review_reserve(call, by=by, is_proved=is_proved, note=note, now=light.later())


def client_of(call):
    found = Client()
    found.force_login(call.seat.member.person)
    return found


def url(call):
    name = "jury_proof" if isinstance(call, ReserveReview) else "jury_measure"
    return reverse(f"label:{name}", args=[call.seat_id, call.pk])


# Who is called -------------------------------------------------------------------------------


def test_the_first_three_ranks_without_tie_are_called_and_told(light, grant, calls):
    seats = list(grant.case.panel.effective_seats().order_by("pk"))
    assert [one.seat for one in calls] == seats[:3]
    told = OutboxMail.objects.filter(kind="proof_to_review")
    assert {mail.person for mail in told} == {one.member.person for one in seats[:3]}
    with pytest.raises(Refused, match="déjà appelés"):
        reviews.call_reviewers(grant, by=light.secretary, now=light.later())


def test_who_left_or_tends_the_listing_now_or_declared_a_tie_is_not_called(light, grant):
    recused, tending, tied, *others = grant.case.panel.effective_seats().order_by("pk")
    Seat.objects.filter(pk=recused.pk).update(state="recused")
    Membership.objects.create(page=grant.operator.listedpage_ptr, user=tending.member.person)
    InterestDeclaration.objects.filter(person=tied.member.person).update(is_nil=False)
    made = reviews.call_reviewers(grant, by=light.secretary, now=light.later())
    assert [one.seat for one in made] == others


@pytest.mark.parametrize("name", ["authority", "guarantor", "auditor", "stranger", "operator"])
def test_only_the_secretariat_calls(light, grant, name):
    with pytest.raises(Refused, match="secrétariat"):
        reviews.call_reviewers(grant, by=getattr(light, name, light.operator), now=light.later())


def test_nobody_is_called_before_a_proof_has_come(light, grant):
    Reserve.objects.update(proved_at=None)
    with pytest.raises(Refused, match="Aucune preuve"):
        reviews.call_reviewers(grant, by=light.secretary, now=light.later())


def test_who_is_silent_is_replaced_by_the_next_rank_and_who_answered_never(light, grant, calls):
    answer(light, calls[0], is_proved=False)
    with pytest.raises(Refused, match="a répondu"):
        reviews.replace_reviewer(calls[0], by=light.secretary, now=light.later())
    [newer] = reviews.replace_reviewer(calls[1], by=light.secretary, now=light.later())
    assert newer.seat not in [one.seat for one in calls]
    with pytest.raises(Refused, match="pas ou plus attendu"):
        answer(light, calls[1])


# What they say -------------------------------------------------------------------------------


def test_three_proofs_found_sufficient_lift_the_reserve(light, grant, calls):
    for call in calls[:2]:
        answer(light, call)
    with pytest.raises(Refused, match="3 jurés"):
        grants.lift_reserves(grant, by=light.secretary, now=light.later())
    answer(light, calls[2])
    grants.lift_reserves(grant, by=light.secretary, now=light.later())
    assert Grant.objects.get(pk=grant.pk).state == "active"


def test_a_word_of_who_was_recused_since_counts_nowhere(light, grant, calls):
    for call in calls:
        answer(light, call)
    Seat.objects.filter(pk=calls[0].seat_id).update(state="recused")
    with pytest.raises(Refused, match="3 jurés"):
        grants.lift_reserves(grant, by=light.secretary, now=light.later())
    [fourth] = reviews.call_reviewers(grant, by=light.secretary, now=light.later())
    answer(light, fourth)
    grants.lift_reserves(grant, by=light.secretary, now=light.later())
    grant.refresh_from_db()
    assert grant.state == "active"


def test_one_no_tells_the_operator_why_once_all_have_answered(light, grant, reserve, calls):
    answer(light, calls[0], is_proved=False, note="La photo est ancienne.")
    answer(light, calls[1])
    assert reviews.doubts(reserve) == []
    assert not OutboxMail.objects.filter(kind="proof_insufficient").exists()
    answer(light, calls[2])
    assert reviews.doubts(Reserve.objects.get(pk=reserve.pk)) == ["La photo est ancienne."]
    [mail] = OutboxMail.objects.filter(kind="proof_insufficient")
    assert mail.person == grant.case.applicant
    assert mail.context["reasons"] == ["La photo est ancienne."]
    assert "3 membres du jury ont regardé votre preuve." in words.write(mail).body
    client = Client()
    client.force_login(grant.case.applicant)
    page = client.get(reverse("label:case_reserve", args=[grant.number, reserve.pk]))
    assert "La photo est ancienne." in page.content.decode()


def test_a_new_proof_is_looked_at_afresh_by_the_same(light, reserve, calls):
    answer(light, calls[0], is_proved=False)
    prove(light, reserve)
    kept = list(reserve.reviews.values_list("seat", "is_proved", "given_at", "reaffirmed_at"))
    assert kept == [(one.seat_id, None, None, None) for one in calls]
    told = OutboxMail.objects.filter(kind="proof_to_review", person=calls[0].seat.member.person)
    assert told.count() == 2


def test_an_answer_wants_reasons_interests_and_its_own_juror_and_is_given_once(light, calls):
    call, other = calls[:2]
    by = call.seat.member.person
    give = {"is_proved": True, "now": light.later()}
    with pytest.raises(Refused, match="un lien"):
        reviews.review_reserve(call, by=by, note="Oui.", **give)
    with pytest.raises(Refused, match="pour soi"):
        reviews.confirm_no_tie(call, by=other.seat.member.person, now=light.later())
    reviews.confirm_no_tie(call, by=by, now=light.later())
    with pytest.raises(Refused, match="pourquoi"):
        reviews.review_reserve(call, by=by, note="  ", **give)
    reviews.review_reserve(call, by=by, note="Oui.", **give)
    reviews.review_reserve(call, by=by, note="Oui.", **give)  # two taps
    assert Event.objects.filter(type="review_reserve").count() == 1
    with pytest.raises(Refused, match="déjà donné"):
        reviews.review_reserve(call, by=by, note="Non.", is_proved=False, now=light.later())


def test_a_juror_with_a_tie_reads_nothing_and_the_secretariat_is_told(light, calls):
    call = calls[0]
    client = client_of(call)
    assert client.post(url(call), {"tie": "oui"}).status_code == 302
    assert client.get(url(call)).status_code == 302
    assert client.get(url(call) + "piece/").status_code == 404
    assert OutboxMail.objects.filter(kind="review_short", person=light.secretary).exists()
    assert not ReadAccess.objects.filter(person=call.seat.member.person, what="proof").exists()


# The screen ----------------------------------------------------------------------------------


def test_the_proof_shows_once_the_juror_has_no_tie_and_each_reading_is_noted(light, calls):
    call = calls[0]
    client = client_of(call)
    assert "haie est plantée" not in client.get(url(call)).content.decode()
    assert client.get(url(call) + "piece/").status_code == 404
    client.post(url(call), {"tie": "non"})
    page = client.get(url(call)).content.decode()
    assert "La haie est plantée." in page
    piece = client.get(url(call) + "piece/")
    assert b"".join(piece.streaming_content) == b"%PDF-1.4 haie"
    piece.close()
    read = ReadAccess.objects.filter(person=call.seat.member.person)
    assert set(read.values_list("what", flat=True)) == {"proof", "evidence"}


def test_nothing_typed_is_lost_and_each_fault_is_said(light, calls):
    call = calls[0]
    client = client_of(call)
    answer_page = client.post(url(call), {"x": "1"})
    assert answer_page.status_code == 422
    client.post(url(call), {"tie": "non"})
    assert client.post(url(call), {"tie": "non"}).status_code == 302  # a second tap
    answer_page = client.post(url(call), {"note": "La photo est floue"})
    assert answer_page.status_code == 422
    assert "La photo est floue" in answer_page.content.decode()
    assert client.post(url(call), {"note": "\x00", "is_proved": "oui"}).status_code == 422
    assert client.post(url(call), {"note": "n" * 1001, "is_proved": "oui"}).status_code == 422
    assert client.post(url(call), {"note": "Bien.", "is_proved": "oui"}).status_code == 302
    call.refresh_from_db()
    assert (call.is_proved, call.note) == (True, "Bien.")
    assert "Vous avez répondu" in client.get(url(call)).content.decode()


def test_nobody_else_finds_the_screen(light, calls):
    call, other = calls[:2]
    others = [other.seat.member.person, light.secretary, light.operator, light.stranger]
    for person in others:
        client = Client()
        client.force_login(person)
        assert client.get(url(call)).status_code == 404
        assert client.get(url(call) + "piece/").status_code == 404
    Seat.objects.filter(pk=call.seat_id).update(state="recused")
    assert client_of(call).get(url(call)).status_code == 404


def test_the_room_of_jurors_leads_to_the_screen_in_a_fixed_number_of_queries(
    light, grant, calls, django_assert_num_queries
):
    person = calls[0].seat.member.person
    [line] = duties.lines(person, now=light.now)
    assert line.duty.url == url(calls[0])
    with django_assert_num_queries(6):
        duties.known_of(person)
    Grant.objects.filter(pk=grant.pk).update(state="renounced")  # nothing is asked any more
    assert duties.known_of(person)[0].calls == ()


def test_the_desk_says_who_answered_and_what_only_at_the_end(light, grant, reserve, calls):
    client = Client()
    client.force_login(light.secretary)
    address = reverse("label_desk:page", args=["label", grant.pk])
    answer(light, calls[0], note="Une remarque bien à moi.")
    page = client.get(address).content.decode()
    assert "donnée le" in page
    assert "Une remarque bien à moi." not in page
    for call in calls[1:]:
        answer(light, call)
    page = client.get(address).content.decode()
    assert "Une remarque bien à moi." in page


def test_the_desk_calls_replaces_and_lifts(light, grant):
    client = Client()
    client.force_login(light.secretary)
    home = reverse("label_desk:home")

    def act(name, **data):
        address = reverse("label_desk:act", args=["label", grant.pk, name])
        return client.post(address, {"x": "1", **data})

    assert "Appeler des jurés" in client.get(home).content.decode()
    assert act("appeler-des-jures").status_code == 302
    assert "Appeler des jurés" not in client.get(home).content.decode()
    silent = ReserveReview.objects.first()
    assert act("remplacer-un-jure", review=silent.pk).status_code == 302
    for call in ReserveReview.objects.awaited():
        answer(light, call)
    assert "Lever les réserves prouvées" in client.get(home).content.decode()
    assert act("lever-les-reserves").status_code == 302
    grant.refresh_from_db()
    assert grant.state == "active"


# A measure -----------------------------------------------------------------------------------


@pytest.fixture
def window(light, grant):
    """The operator had fifteen days to answer about a withdrawal."""
    made = watch.open_window(
        grant, by=light.authority, measure="withdrawn", grounds="Rien n’est fait.",
        now=light.later(),
    )  # fmt: skip
    light.later(days=17)
    return made


@pytest.fixture
def review(light, grant, window):
    return reviews.open_panel_review(
        grant, by=light.secretary, measure="withdrawn", now=light.later()
    )


def vote(light, one, choice="for", note="Les faits sont là."):
    by = one.seat.member.person
    reviews.confirm_no_tie(one, by=by, now=light.later())
    reviews.answer_panel_review(one, by=by, answer=choice, note=note, now=light.later())


def test_the_panel_is_asked_once_the_operator_could_answer(light, grant):
    ask = {"by": light.secretary, "measure": "withdrawn"}
    with pytest.raises(Refused, match="Aucune procédure"):
        reviews.open_panel_review(grant, now=light.later(), **ask)
    watch.open_window(
        grant, by=light.authority, measure="withdrawn", grounds="…", now=light.later()
    )
    with pytest.raises(Refused, match="encore le temps"):
        reviews.open_panel_review(grant, now=light.later(), **ask)
    light.later(days=17)
    made = reviews.open_panel_review(grant, now=light.later(), **ask)
    assert made.ballots.count() == grant.case.panel.effective_seats().count()
    with pytest.raises(Refused, match="déjà interrogé"):
        reviews.open_panel_review(grant, now=light.later(), **ask)


def test_the_panel_is_not_asked_while_a_letter_of_the_operator_may_arrive(light, grant, window):
    owner = grant.case.applicant
    owner.is_active = False  # their account has gone
    owner.save(update_fields=["is_active"])
    ask = {"by": light.secretary, "measure": "withdrawn"}
    with pytest.raises(Refused, match="encore le temps"):
        reviews.open_panel_review(grant, now=light.later(), **ask)
    assert not was_heard(grant)
    light.later(days=10)
    assert was_heard(grant)
    assert reviews.open_panel_review(grant, now=light.later(), **ask).ballots.exists()


@pytest.mark.parametrize(
    ("choices", "is_favourable"),
    [
        (("for",) * 5, True),
        (("for", "for", "for", "against", "abstain"), True),
        (("for", "for", "against", "abstain", "abstain"), False),
    ],
)
def test_the_answers_make_the_opinion_by_absolute_majority(light, review, choices, is_favourable):
    ballots = list(review.ballots.all())
    for one, choice in zip(ballots, choices, strict=True):
        vote(light, one, choice)
    reviews.close_panel_review(review, by=light.secretary, now=light.later())
    assert review.is_favourable is is_favourable
    assert sum(review.votes.values()) == sum(review.presence.values()) == 5
    assert "Les faits sont là." in review.text


def test_the_opinion_waits_for_everybody_or_for_its_day_and_wants_a_quorum(light, review):
    ballots = list(review.ballots.all())
    vote(light, ballots[0])
    with pytest.raises(Refused, match="encore le temps"):
        reviews.close_panel_review(review, by=light.secretary, now=light.later())
    light.later(days=11)
    with pytest.raises(Refused):
        reviews.close_panel_review(review, by=light.secretary, now=light.later())
    for one in ballots[1:]:
        vote(light, one)
    reviews.close_panel_review(review, by=light.secretary, now=light.later())
    assert PanelReview.objects.get().given_at is not None
    with pytest.raises(Refused, match="est rendu"):
        reviews.close_panel_review(review, by=light.secretary, now=light.later())


def test_a_question_put_to_the_panel_is_not_its_opinion(light, grant, review):
    Grant.objects.filter(pk=grant.pk).update(state="formal_notice")
    grant.refresh_from_db()
    withdraw = {**play.DECISION, "public_reason": "Rien."}
    with pytest.raises(Refused, match="pas donné son avis"):
        grants.withdraw(grant, by=light.authority, now=light.later(), **withdraw)
    for one in review.ballots.all():
        vote(light, one)
    reviews.close_panel_review(review, by=light.secretary, now=light.later())
    client = Client()
    client.force_login(light.operator)
    address = reverse("label:case_grant", args=[grant.number])
    assert "Les faits sont là." not in client.get(address).content.decode()
    grants.withdraw(grant, by=light.authority, now=light.later(), **withdraw)
    page = client.get(address).content.decode()
    assert "Les faits sont là." in page  # the operator reads why, never who
    assert "citizen" not in page
    assert Grant.objects.get(pk=grant.pk).state == "withdrawn"


def test_a_juror_reads_the_grounds_and_answers_on_their_screen(light, review):
    one = review.ballots.first()
    client = client_of(one)
    [line] = duties.lines(one.seat.member.person, now=light.now)
    assert line.duty.url == url(one)
    assert "Rien n’est fait." not in client.get(url(one)).content.decode()
    client.post(url(one), {"tie": "non"})
    assert "Rien n’est fait." in client.get(url(one)).content.decode()
    assert client.post(url(one), {"note": "Trop dur."}).status_code == 422
    client.post(url(one), {"note": "Trop dur.", "answer": "against"})
    one.refresh_from_db()
    assert (one.answer, one.note) == ("against", "Trop dur.")
    assert duties.known_of(one.seat.member.person)[0].calls == ()


def test_the_desk_asks_the_panel_counts_answers_and_closes(light, grant, window):
    client = Client()
    client.force_login(light.secretary)
    page = reverse("label_desk:page", args=["label", grant.pk])

    def act(name, **data):
        address = reverse("label_desk:act", args=["label", grant.pk, name])
        return client.post(address, {"x": "1", **data})

    Grant.objects.filter(pk=grant.pk).update(state="formal_notice")
    waiting, home = "Interroger le jury sur une mesure", reverse("label_desk:home")
    assert waiting in client.get(home).content.decode()
    assert act("interroger-le-jury", measure="withdrawn").status_code == 302
    client.get(page)  # which says that it is done
    assert waiting not in client.get(home).content.decode()
    ballots = list(PanelVote.objects.all())
    vote(light, ballots[0], note="Un mot à moi.")
    content = client.get(page).content.decode()
    assert "1 / 5" in content
    assert "Un mot à moi." not in content
    for one in ballots[1:]:
        vote(light, one)
    home = client.get(reverse("label_desk:home")).content.decode()
    assert "Clore l’avis du jury sur une mesure" in home
    review = PanelReview.objects.get()
    assert act("clore-l-avis-du-jury", review=review.pk).status_code == 302
    assert "5 pour, 0 contre, 0 abstentions" in client.get(page).content.decode()


def test_reviewers_are_reminded_of_nothing_once_they_answered(light, calls):
    mail = OutboxMail.objects.get(kind="proof_to_review", person=calls[0].seat.member.person)
    assert readers.may_read(mail)
    answer(light, calls[0])
    assert not readers.may_read(mail)
    assert timedelta(days=30) == (
        calls[0].reserve.review_due_on - calls[0].reserve.proved_at.date()
    )
