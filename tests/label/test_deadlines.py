"""Deadlines by their day: reminded, then done, once."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from label import cases, clock, deadlines, deliberation, grants, machine, moves
from label.deadlines import HANDLERS
from label.mails import words
from label.models import Case, OutboxMail
from tests.label import world as play

pytestmark = pytest.mark.django_db


def run(world, *only):
    return deadlines.run(now=world.now, only=only).done


def test_every_handler_runs_on_an_empty_day(light):
    assert set(run(light, *HANDLERS)) <= set(HANDLERS)


def test_every_move_of_the_calendar_has_a_handler():
    """Each event that the tables give to the calendar alone is attempted by some handler."""
    calendar = {
        line.event
        for line in moves.ALL.values()
        if line.who == ("system",) and line.sources != (moves.NEW,)
    }
    folder = Path(deadlines.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    attempted = set(re.findall(r'attempt\([a-z_]+, "([a-z_]+)"', text))
    assert calendar - attempted == {"renewed"}  # made by the signature of the next grant


def test_a_forgotten_draft_is_reminded_then_goes_with_what_was_typed(light):
    case = play.draft(light)
    light.now = clock.start_of(clock.add_months(light.today, 11))
    light.later(days=2)
    assert run(light, "draft_reminder", "draft_expiry") == {"draft_reminder": 1}
    assert run(light, "draft_reminder", "draft_expiry") == {}
    light.later(days=31)
    assert run(light, "draft_reminder", "draft_expiry") == {"draft_expiry": 1}
    case.refresh_from_db()
    assert (case.state, case.answers.count(), case.assessments.count()) == ("lapsed", 0, 0)


def test_missing_pieces_are_reminded_before_the_case_lapses(light):
    case = play.submitted(light)
    cases.request_documents(case, by=light.secretary, items=["Kbis"], now=light.later())
    light.later(days=16)
    assert run(light, "documents_reminder", "documents") == {"documents_reminder": 1}
    light.later(days=16)
    assert run(light, "documents_reminder", "documents") == {"documents": 1}
    case.refresh_from_db()
    assert case.state == "lapsed"
    light.later(days=32)
    assert run(light, "ended") == {"ended": 1}


def test_legal_alarms_at_thirty_fifteen_and_five_days(light):
    case = play.investigation(light)
    on = case.implicit_decision_on
    said = []
    for days in (31, 30, 16, 15, 5, 1):
        light.now = clock.start_of(on) - timedelta(days=days) + timedelta(hours=8)
        run(light, "legal_alarms")
        said.append(OutboxMail.objects.filter(kind="legal_alarm", person=light.authority).count())
    assert said == [0, 1, 1, 2, 3, 3]


def test_a_decided_case_closes_two_months_after_its_notice(light):
    case = play.refused(light)
    play.notified(light, case)
    light.now = clock.start_of(clock.add_months(case.notified_on, 2))
    light.later(hours=5)
    assert run(light, "appeal_time") == {}
    light.later(days=1)
    assert run(light, "appeal_time") == {"appeal_time": 1}
    case.refresh_from_db()
    assert (case.state, case.panel.state) == ("closed", "discharged")


def test_a_grant_ends_the_day_after_its_validity(light):
    grant = play.active(light)
    light.now = clock.start_of(grant.valid_to) + timedelta(hours=20)
    assert run(light, "extension", "expiry") == {}
    light.later(days=1)
    assert run(light, "extension", "expiry") == {"expiry": 1}
    grant.refresh_from_db()
    assert (grant.state, grant.lines.filter(is_in_force=True).exists()) == ("expired", False)


def test_an_unsigned_grant_is_reminded_then_given_up(light):
    case = play.granted(light)
    light.later(days=31)
    assert run(light, "signature_reminder", "signature") == {"signature_reminder": 1}
    light.later(days=31)
    assert run(light, "signature_reminder", "signature") == {"signature": 1}
    assert case.grants.get().state == "renounced"


def test_who_answered_the_panel_is_not_refused_for_silence(light):
    case, hearing = play.deliberating(light)
    play.consent(light, hearing, "defer")
    deliberation.defer(
        case, by=hearing.chair.member.person, questions=[{"text": "D’où vient le lait ?"}],
        now=light.later(),
    )  # fmt: skip
    light.now = clock.start_of(case.answer_due_on)
    question = case.deferral_rows.get().questions.get()
    cases.answer_deferral(
        case, {question.pk: "De chez nous."}, by=light.operator, now=light.later()
    )
    light.later(days=2)
    assert run(light, "deferral") == {}
    assert not OutboxMail.objects.filter(kind="deferral_over").exists()
    case.refresh_from_db()
    assert "L’opérateur a répondu : le jury doit reprendre le dossier." in machine.reasons_against(
        case, "refuse", by=light.authority, now=light.now
    )


def test_a_label_that_its_operator_signed_never_falls_by_our_silence(light):
    case = play.granted(light)
    play.notified(light, case)
    grant = case.grants.get()
    grants.sign_as_operator(grant, by=light.operator, now=light.later())
    light.later(days=50)
    assert run(light, "signature_reminder", "signature") == {}
    light.later(days=30)
    assert run(light, "signature_reminder", "signature") == {"signature": 1}
    assert run(light, "signature_reminder", "signature") == {}
    grant.refresh_from_db()
    assert grant.state == "pending_signature"
    assert [one.due_on for one in case.incidents.filter(kind="missed_deadline")] == [
        grant.sign_before
    ]
    grants.sign_as_authority(grant, by=light.authority, now=light.later())
    grant.refresh_from_db()
    assert grant.state == "active"


def test_an_overdue_plan_is_reminded_fifteen_days_before_a_notice(light):
    case = play.granted_with_reserves(light)
    grant = play.signed(light, case)
    light.later(days=100)
    assert run(light, "plan_overdue") == {"plan_overdue": 1}
    give = {"by": light.authority, "for_overdue_plan": True, **play.DECISION}
    with pytest.raises(machine.Refused):
        grants.give_notice(grant, now=light.later(), **give)
    light.later(days=15)
    grants.give_notice(grant, now=light.now, **give)
    assert (grant.state, grant.measures.get().kind) == ("formal_notice", "formal_notice")


def test_a_renewal_complete_in_time_prolongs_once(light):
    grant = play.active(light)
    light.now = clock.start_of(grant.valid_to) - timedelta(days=80)
    case = play.draft(light)
    Case.objects.filter(pk=case.pk).update(renewed_grant=grant)
    case.refresh_from_db()
    cases.submit(case, by=light.operator, now=light.later())
    cases.declare_complete(case, by=light.secretary, now=light.later())
    end = grant.valid_to
    light.now = clock.start_of(end) + timedelta(hours=9)
    assert run(light, "extension", "expiry") == {"extension": 1}
    grant.refresh_from_db()
    assert (grant.state, grant.valid_to) == ("active", clock.add_months(end, 6))
    light.now = clock.start_of(grant.valid_to) + timedelta(days=1, hours=9)
    assert run(light, "extension", "expiry") == {"expiry": 1}


def test_a_label_never_checked_is_a_year_before_its_end(light):
    grant = play.active(light)
    light.now = clock.start_of(clock.add_months(grant.valid_to, -12)) - timedelta(days=1)
    assert run(light, "cycle_checks") == {}
    light.later(days=2)
    assert run(light, "cycle_checks") == {"cycle_checks": 1}
    assert run(light, "cycle_checks") == {}
    check = grant.checks.get()
    assert (check.origin, check.state, check.due_on) == ("cycle", "targeted", grant.valid_to)


def test_where_one_buys_is_asked_again_every_six_months(light):
    grant = play.active(light)
    since = max(grant.valid_from, grant.operator.confirmed_on or grant.valid_from)
    light.now = clock.start_of(clock.add_months(since, 6)) - timedelta(hours=1)
    assert run(light, "places") == {}
    light.later(days=1)
    assert run(light, "places") == {"places": 1}
    assert run(light, "places") == {}
    mail = OutboxMail.objects.get(kind="places_to_confirm")
    assert mail.person == grant.case.applicant
    assert words.write(mail).address.endswith(f"/espace/fiches/{grant.operator_id}/")
    type(grant.operator).objects.filter(pk=grant.operator_id).update(confirmed_on=light.today)
    assert run(light, "places") == {}
    light.now = clock.start_of(clock.add_months(light.today, 6))
    assert run(light, "places") == {"places": 1}


def test_nobody_is_found_inadmissible_while_their_letter_may_arrive(light):
    case = play.submitted(light)
    cases.open_inadmissibility_hearing(
        case, by=light.secretary, rule="perimeter", grounds="Hors du périmètre.", now=light.later()
    )
    cases.propose_inadmissible(case, by=light.secretary, now=light.later())
    owner = case.applicant
    owner.is_active = False  # their account has gone: they write
    owner.save(update_fields=["is_active"])
    light.later(days=12)
    ask = {"by": light.authority, **play.DECISION}
    words_of = machine.reasons_against(case, "declare_inadmissible", now=light.now, **ask)
    assert words_of == ["L’opérateur a encore le temps de donner ses observations."]
    light.later(days=10)
    assert machine.reasons_against(case, "declare_inadmissible", now=light.now, **ask) == []
