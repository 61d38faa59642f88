import pytest

from label import attendance, deliberation, panels, planning, presence, scoring
from label.machine import Refused
from label.models import Hearing
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scored(light, built):
    """A session is open; everybody scored and nobody is there yet: the case, its hearing."""

    def make():
        case = play.scoring_open(light)
        play.everyone_scores(light, case)
        hearing = case.panel.hearings.get()
        light.now = hearing.session.starts_at
        planning.open_session(hearing.session, by=light.facilitator, now=light.later())
        return case, hearing

    return built(make)


@pytest.fixture
def hearing(scored):
    scored[1].refresh_from_db()
    return scored[1]


@pytest.fixture
def seat(hearing):
    return hearing.panel.effective_seats().order_by("pk").first()


def there(hearing):
    return sum(presence.present(hearing).values())


def everyone_comes(light, hearing, but=()):
    for one in hearing.panel.effective_seats():
        if one not in but:
            row = deliberation.arrive(hearing, one, by=one.member.person, now=light.later())
            deliberation.reaffirm(row, by=one.member.person, now=light.later())


def opened(light, hearing, seat):
    everyone_comes(light, hearing)
    deliberation.open_hearing(hearing, by=light.facilitator, chair=seat, now=light.later())


def test_jurors_say_themselves_that_they_are_there(light, hearing, seat):
    row = deliberation.arrive(hearing, seat, by=seat.member.person, now=light.later())
    assert there(hearing) == 0
    deliberation.reaffirm(row, by=seat.member.person, now=light.later())
    assert there(hearing) == 1


def test_nobody_says_it_for_another(light, hearing, seat):
    other = hearing.panel.effective_seats().exclude(pk=seat.pk).first().member.person
    with pytest.raises(Refused):
        deliberation.arrive(hearing, seat, by=other, now=light.later())


def test_remote_juror_counts_once_seen_by_another_person(light, hearing, seat):
    person = seat.member.person
    row = deliberation.arrive(
        hearing, seat, by=person, mode="remote", identity_checked=True, now=light.later()
    )
    for attempt in (deliberation.reaffirm, attendance.check_identity):
        with pytest.raises(Refused):
            attempt(row, by=person, now=light.later())
    attendance.check_identity(row, by=light.facilitator, now=light.later())
    deliberation.reaffirm(row, by=person, now=light.later())
    assert there(hearing) == 1


def test_repeating_an_arrival_changes_nothing(light, hearing, seat):
    person = seat.member.person
    first = deliberation.arrive(hearing, seat, by=person, now=light.later())
    deliberation.reaffirm(first, by=person, now=light.later())
    again = deliberation.arrive(hearing, seat, by=person, now=light.later())
    deliberation.reaffirm(again, by=person, now=light.later())
    first.refresh_from_db()
    assert (again.pk, again.arrived_at, again.reaffirmed_at) == (
        first.pk,
        first.arrived_at,
        first.reaffirmed_at,
    )


def test_presence_at_an_earlier_hearing_is_not_presence_now(light, scored, hearing, seat):
    case = scored[0]
    opened(light, hearing, seat)
    scoring.reveal_in_session(case, by=light.facilitator, now=light.later())
    deliberation.adjourn(case, by=seat.member.person, cause="time", now=light.later())
    play.session_planned(light, case.panel, days=12)
    second = case.panel.hearings.get(closed_at=None)
    light.now = second.session.starts_at
    planning.open_session(second.session, by=light.facilitator, now=light.later())
    assert there(second) == 0
    everyone_comes(light, second)
    assert presence.present(second) == {"citizen": 3, "peer": 1, "trade": 1}
    row = second.attendances.get(seat=seat)
    deliberation.leave(row, by=light.facilitator, now=light.later())
    assert there(second) == 4


def test_a_recused_chair_runs_nothing_and_another_is_elected(light, hearing, seat):
    opened(light, hearing, seat)
    chair = seat.member.person
    panels.recuse(seat, by=chair, note="Un lien découvert en séance.", now=light.later())
    with pytest.raises(Refused):
        deliberation.note_heard(hearing, by=chair, operator=True, now=light.later())
    other = hearing.panel.effective_seats().order_by("pk").first()
    attendance.elect_chair(hearing, other, by=light.facilitator, now=light.later())
    deliberation.note_heard(hearing, by=other.member.person, operator=True, now=light.later())
    assert hearing.operator_heard_at == light.now


def test_nothing_is_revealed_before_guests_leave(light, scored, hearing, seat):
    opened(light, hearing, seat)
    attendance.note_coming(hearing, by=light.facilitator, operator=True, now=light.later())
    with pytest.raises(Refused, match="sortent"):
        scoring.reveal_in_session(scored[0], by=light.facilitator, now=light.later())
    deliberation.note_heard(hearing, by=light.facilitator, operator=True, now=light.later())
    assert not hearing.has_guests
    scoring.reveal_in_session(scored[0], by=light.facilitator, now=light.later())


def test_the_same_vote_twice_is_one_vote(light, scored, hearing, seat):
    case = scored[0]
    opened(light, hearing, seat)
    scoring.reveal_in_session(case, by=light.facilitator, now=light.later())
    play.consent(light, hearing, "grant", objector=seat)
    deliberation.open_ballot(hearing, by=light.facilitator, now=light.later())
    votes = {
        deliberation.cast_ballot(
            hearing, seat, by=seat.member.person, choice="for", now=light.later()
        ).pk
        for _time in range(2)
    }
    assert len(votes) == 1
    with pytest.raises(Refused):
        deliberation.cast_ballot(
            hearing, seat, by=seat.member.person, choice="against", now=light.later()
        )


def test_minutes_are_read_by_the_jury_before_the_chair_signs(light, scored, hearing, seat):
    case = scored[0]
    opened(light, hearing, seat)
    scoring.reveal_in_session(case, by=light.facilitator, now=light.later())
    play.consent(light, hearing, "grant")
    chair = seat.member.person
    others = list(hearing.panel.effective_seats().exclude(pk=seat.pk).order_by("pk"))

    def draft(**texts):
        return deliberation.draft_opinion(
            hearing, by=chair, text="Avis.", now=light.later(), **texts
        )

    def reply(opinion, one, answer, **more):
        by = one.member.person
        return attendance.reply_to_minutes(
            opinion, one, by=by, answer=answer, now=light.later(), **more
        )

    opinion = draft()
    with pytest.raises(Refused, match="Écrivez"):
        reply(opinion, others[0], "correct")
    reply(opinion, others[0], "correct", text="Le nom du site.", wants_minority=True)
    with pytest.raises(Refused, match="Le nom du site"):
        deliberation.sign_minutes(opinion, by=chair, now=light.later())
    with pytest.raises(Refused, match="2 jurés"):
        draft(minority_text="Deux voix s’inquiètent.")
    reply(opinion, others[1], "approve", wants_minority=True)
    opinion = draft(minority_text="Deux voix s’inquiètent.")
    assert set(opinion.replies.values_list("answer", "wants_minority")) == {("", True)}
    signed = deliberation.sign_minutes(opinion, by=chair, now=light.later())
    first = signed.chair_signed_at
    assert deliberation.sign_minutes(signed, by=chair, now=light.later()).chair_signed_at == first
    with pytest.raises(Refused, match="signé"):
        reply(signed, others[0], "approve")


def test_who_notes_a_departure_from_an_old_page_undoes_nothing(light, hearing, seat):
    everyone_comes(light, hearing)
    stale = Hearing.objects.select_related("panel").get(pk=hearing.pk)
    deliberation.open_hearing(hearing, by=light.facilitator, chair=seat, now=light.later())
    other = hearing.panel.effective_seats().exclude(pk=seat.pk).first()
    with pytest.raises(Refused, match="déjà ouvert"):
        deliberation.open_hearing(stale, by=light.facilitator, chair=other, now=light.later())
    stale = Hearing.objects.select_related("panel").get(pk=hearing.pk)
    attendance.elect_chair(hearing, other, by=light.facilitator, now=light.later())
    deliberation.note_heard(stale, by=light.facilitator, visitors=True, now=light.later())
    hearing.refresh_from_db()
    assert (hearing.chair_id, hearing.visitors_heard_at is None) == (other.pk, False)
