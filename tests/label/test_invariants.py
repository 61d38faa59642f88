"""The invariants of label.md 6.7, by their number, as far as the domain alone can hold them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from label import (
    appeals,
    cases,
    clock,
    deadlines,
    decisions,
    deliberation,
    grants,
    judgement,
    machine,
    panels,
    presence,
    replay,
    roles,
    scoring,
    sealing,
    sheets,
    versions,
    watch,
)
from label import scoring_facts as facts
from label.enums import Role
from label.machine import Refused
from label.models import (
    Case,
    Check,
    CriterionResult,
    Decision,
    GivenGrade,
    GrantLine,
    Incident,
    Involvement,
    PoolMember,
    ScoreSheet,
    Unchangeable,
)
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(light):
    """A case in scoring, every sheet handed in."""
    return play.scored(light)


@pytest.fixture
def grant(light):
    """A grant in force."""
    return play.active(light)


def a_seat(case, college="citizen"):
    return case.panel.effective_seats().filter(college=college).first()


def refusal(call, *args, **options):
    """The reasons of a refusal; fails if it was not refused."""
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    return refused.value.reasons


# Impartiality -------------------------------------------------------------------------------------


def test_i01_a_recused_juror_counts_nowhere_and_loses_access_at_once(case, light):
    seat = a_seat(case)
    assert panels.may_read_file(case, seat.member.person)
    panels.recuse(seat, by=seat.member.person, note="Un lien oublié.", now=light.later())
    assert not panels.may_read_file(case, seat.member.person)
    assert not Case.objects.seating(seat.member.person).exists()
    assert presence.by_college(case.panel.seats.effective()) == {
        "citizen": 2,
        "peer": 1,
        "trade": 1,
    }
    assert facts.progress(case.panel, case.phase) == (4, 4)


def test_i02_nobody_has_two_roles_on_one_case(case, light):
    seat = a_seat(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Involvement.objects.create(
            case=case, person=seat.member.person, role="visitor", since=light.now
        )
    reasons = refusal(machine.involve, case, seat.member.person, Role.AUTHORITY, now=light.later())
    assert reasons == [
        "Cette personne intervient déjà sur ce dossier à un autre titre : juré ou jurée."
    ]


def test_i03_no_file_without_a_declaration_and_none_counts_without_reaffirming(light):
    case = play.investigation(light)
    play.panel_named(light, case.panel)
    seat = case.panel.seats.filter(state="invited").first()
    panels.accept(seat, by=seat.member.person, now=light.later())
    type(case).objects.filter(pk=case.pk).update(file_opened_on=light.today)
    case.refresh_from_db()
    assert not panels.may_read_file(case, seat.member.person)
    panels.declare_interests(
        case, by=seat.member.person, role="juror", answers={}, now=light.later()
    )
    assert panels.may_read_file(case, seat.member.person)


def test_i03_a_declared_tie_recuses(light):
    case = play.investigation(light)
    play.panel_named(light, case.panel)
    seat = case.panel.seats.filter(state="invited").first()
    panels.accept(seat, by=seat.member.person, now=light.later())
    panels.declare_interests(
        case,
        by=seat.member.person,
        role="juror",
        answers={"family": True},
        text="Mon cousin.",
        now=light.later(),
    )
    seat.refresh_from_db()
    assert seat.state == "recused"


def test_i07_a_recusal_is_for_good(case, light):
    seat = a_seat(case)
    panels.recuse(seat, by=seat.member.person, note="Un lien.", now=light.later())
    for event in ("invite", "accept", "declare_no_interest", "excuse", "discharge"):
        assert refusal(machine.move, seat, event, now=light.later()) == [
            "Ce n’est pas possible maintenant : « récusé »."
        ]


# Sealing ------------------------------------------------------------------------------------------


def test_i08_nothing_of_a_sheet_can_be_read_before_the_reveal(case, light):
    assert GivenGrade.objects.count() == CriterionResult.objects.count() == 0
    for sheet in play.sheets_of(case):
        assert sheet.draft == ""
        assert "grade" not in sheet.sealed
        with pytest.raises(sealing.CannotOpen):
            sealing.open_draft(
                sheet.sealed, sheets._server_keys(), **sheets._where(sheet.seat, 1, 1)
            )
        assert scoring.read_own_sheet(sheet.seat, by=sheet.seat.member.person) == {}
        assert refusal(scoring.read_own_sheet, sheet.seat, by=light.secretary) == [
            "Cette feuille n’est pas la vôtre."
        ]


def test_i09_the_reveal_happens_once(case, light):
    scoring.reveal(case, now=light.later())
    assert case.state == "deliberation"
    assert GivenGrade.objects.count() == 5 * len(case.criteria())
    assert refusal(scoring.reveal, case, now=light.later()) == [
        "Ce n’est pas possible maintenant : « en délibération »."
    ]


def test_i09_no_reveal_while_a_sheet_is_missing_and_the_window_open(light):
    case = play.scoring_open(light)
    seat = a_seat(case)
    scoring.submit_sheet(seat, play.good(case), by=seat.member.person, now=light.later())
    assert refusal(scoring.reveal, case, now=light.later())[0] == (
        "Toutes les feuilles ne sont pas rendues, et le délai court encore."
    )
    light.later(days=8)
    assert refusal(scoring.reveal, case, now=light.now)[0].startswith("Le quorum n’est pas atteint")


def test_i10_a_submitted_sheet_never_changes(case, light):
    seat = a_seat(case)
    person = seat.member.person
    before = ScoreSheet.objects.get(seat=seat).digest
    for verb in (scoring.save_sheet, scoring.submit_sheet):
        assert refusal(verb, seat, play.good(case), by=person, now=light.later()) == [
            "Votre feuille est rendue : elle ne change plus."
        ]
    assert ScoreSheet.objects.get(seat=seat).digest == before


def test_i11_the_sheet_of_a_recused_juror_is_as_if_never_given(light):
    case = play.scoring_open(light)
    jurors = list(case.panel.effective_seats().order_by("pk"))
    for number, seat in enumerate(jurors):
        worse = {"ENV-1": "unmet"} if number == 0 else {"ENV-1": "partial"} if number < 3 else {}
        scoring.submit_sheet(
            seat, play.good(case, worse=worse), by=seat.member.person, now=light.later()
        )
    scoring.reveal(case, now=light.later())
    assert judgement.final_medians(case.panel)["ENV-1"].grade == "partial"
    panels.recuse(jurors[0], by=jurors[0].member.person, note="Un lien.", now=light.later())
    panels.recuse(jurors[1], by=jurors[1].member.person, note="Un lien.", now=light.later())
    assert judgement.final_medians(case.panel)["ENV-1"].grade == "met"
    row = CriterionResult.objects.get(panel=case.panel, criterion__code="ENV-1", round=1)
    assert (row.median, row.judged) == ("met", 3)
    assert ScoreSheet.objects.get(seat=jurors[0]).voided_at is not None


# Judgement ----------------------------------------------------------------------------------------


def test_i12_a_case_keeps_the_version_of_its_submission(light):
    case = play.submitted(light)
    before = case.referential
    newer = versions.create_referential(
        code="2027", title="Suivant", by=light.secretary, copy_of=before, now=light.later()
    )
    machine.move(newer, "consult", by=light.authority, now=light.later())
    light.later(days=1)
    versions.adopt(newer, by=light.authority, deliberation_ref="2027-1", now=light.now)
    versions.put_in_force(newer, by=light.authority, now=light.later())
    case.refresh_from_db()
    assert case.referential == before
    before.refresh_from_db()
    assert before.state == "retired"
    assert play.submitted(light).referential == newer


def test_i13_no_grant_while_an_expected_criterion_is_unmet(light):
    case = play.opinion_issued(
        light,
        outcome="grant_with_reserves",
        worse={"ENV-1": "partial"},
        texts={"reasons": {"ENV-1": "En cours."}},
    )
    reasons = refusal(
        decisions.grant,
        case,
        by=light.authority,
        now=light.later(),
        departure_reasons="Nous le voulons.",
        **play.DECISION,
    )
    assert reasons == ["Ne sont pas remplis : ENV-1."]
    decisions.accept_plan(case, by=light.operator, now=light.later())
    late = play.plan(light, "ENV-1", days=300)
    assert refusal(
        decisions.grant_with_reserves,
        case,
        by=light.authority,
        now=light.later(),
        reserves=late,
        **play.DECISION,
    ) == ["ENV-1 : une date dans les 6 mois."]


@pytest.mark.parametrize("taste", ["absent", "exemplary"])
def test_i14_taste_alone_never_changes_the_outcome(light, taste):
    case = play.scoring_open(light)
    play.everyone_scores(light, case, worse={"CUL-3": taste, "CUL-4": "absent"})
    scoring.reveal(case, now=light.later())
    assert judgement.proposal(case.panel).outcome == "grant"


def test_i15_no_opinion_without_a_vote_and_no_decision_without_a_person(light):
    case, hearing = play.deliberating(light)
    chair = hearing.chair.member.person
    assert refusal(
        deliberation.draft_opinion, hearing, by=chair, text="Avis.", now=light.later()
    ) == ["Le jury n’a encore rien adopté."]
    assert refusal(deliberation.adopt_opinion, case, by=chair, now=light.later())[0] == (
        "L’avis n’est pas rédigé."
    )
    field = Decision._meta.get_field("signatory")
    assert not field.null


# Decision -----------------------------------------------------------------------------------------


def test_i16_a_decision_never_changes_and_the_chain_is_linear(light):
    case = play.granted(light)
    decision = case.decision
    decision.text = "autre"
    with pytest.raises(Unchangeable):
        decision.save()
    with pytest.raises(Unchangeable):
        Decision.objects.filter(pk=decision.pk).update(text="autre")
    fields = {
        one.attname: getattr(decision, one.attname)
        for one in Decision._meta.concrete_fields
        if not one.primary_key
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**fields | {"number": "autre"})  # a second first decision
    second = Decision.objects.create(**fields | {"number": "n2", "supersedes_id": decision.pk})
    assert case.decision == second
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**fields | {"number": "n3", "supersedes_id": decision.pk})


def test_i17_a_decision_says_everything_it_must(light):
    decision = play.granted(light).decision
    assert decision.signatory == light.authority
    assert decision.opinion.is_adopted
    assert (decision.referential.state, decision.rules.state) == ("in_force", "in_force")
    for text in (
        decision.text,
        decision.competence_ref,
        decision.appeal_routes,
        decision.algorithm_mention,
    ):
        assert text.strip()


def test_i18_departing_from_the_opinion_needs_reasons_and_one_second_reading(light):
    case = play.opinion_issued(light)
    refuse = {"by": light.authority, **play.DECISION}
    assert refusal(decisions.refuse, case, now=light.later(), **refuse) == [
        "La décision s’écarte de l’avis : dites pourquoi, ce sera publié."
    ]
    decisions.request_second_reading(
        case, by=light.authority, reasons="Un point oublié.", now=light.later()
    )
    assert (case.state, case.had_second_reading) == ("deliberation", True)
    type(case).objects.filter(pk=case.pk).update(state="opinion_issued")
    assert refusal(
        decisions.request_second_reading,
        case,
        by=light.authority,
        reasons="Encore.",
        now=light.later(),
    ) == ["Une seconde lecture a déjà été demandée."]


def test_i19_no_burdensome_measure_without_fifteen_days_to_answer(grant, light):
    withdraw = {"by": light.authority, **play.DECISION}
    machine.move(grant, "emergency_suspend", now=light.later(), danger="health", **withdraw)
    assert refusal(grants.withdraw, grant, now=light.later(), **withdraw) == [
        "Ouvrez d’abord une procédure contradictoire.",
        "Le jury n’a pas donné son avis sur cette mesure.",
    ]
    watch.open_window(
        grant, by=light.authority, measure="withdrawn", grounds="Danger.", now=light.later()
    )
    light.later(days=10)
    assert "La procédure contradictoire n’est pas close." in refusal(
        grants.withdraw, grant, now=light.now, **withdraw
    )


def test_i19_an_emergency_suspension_ends_by_itself(grant, light):
    grants.suspend_at_once(
        grant, by=light.authority, danger="fraud", now=light.later(), **play.DECISION
    )
    light.later(days=30)
    deadlines.run(now=light.now, only=("emergency",))
    grant.refresh_from_db()
    assert grant.state == "suspended"
    light.later(days=1)
    deadlines.run(now=light.now, only=("emergency",))
    grant.refresh_from_db()
    assert grant.state == "active"
    assert Incident.objects.filter(kind="reinstated_by_deadline", grant=grant).count() == 1


def test_i17_a_measure_on_a_grant_promises_no_other_jury(grant, light):
    grants.suspend_at_once(
        grant, by=light.authority, danger="fraud", now=light.later(), **play.DECISION
    )
    told = Decision.objects.get(grant=grant).appeal_routes
    assert "revoir sa décision" in told
    assert "jury" not in told


def test_i20_an_appeal_has_new_people(light):
    case = play.refused(light)
    play.notified(light, case)
    appeals.lodge(case, by=light.operator, grounds="Erreur de fait.", now=light.later())
    appeals.admit(case.appeal, by=light.secretary, now=light.later())
    first = {seat.member for seat in case.panel.seats.select_related("member")}
    panel = case.appeal_panel
    reasons = refusal(panels.name_jury, panel, list(first), by=light.secretary, now=light.later())
    assert len(reasons) >= len(first)
    assert all("intervient déjà sur ce dossier" in reason for reason in reasons)


# Register and scope -------------------------------------------------------------------------------


def test_i21_the_register_is_the_replay_of_the_log(grant, light):
    before = light.now
    assert replay.register_at(before) == {grant.number: "active"}
    grants.renounce(grant, by=light.operator, text="Je cesse.", now=light.later(days=1))
    assert replay.register_at(light.now) == {}
    assert replay.register_at(before) == {grant.number: "active"}


def test_i22_one_grant_in_force_per_line(grant, light):
    line = grant.lines.get()
    other = play.granted(light).grants.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantLine.objects.create(grant=other, line=line.line, is_in_force=True)


def test_i24_an_ended_grant_never_comes_back(grant, light):
    grants.renounce(grant, by=light.operator, text="Je cesse.", now=light.later())
    assert not grant.lines.filter(is_in_force=True).exists()
    for event in ("sign", "reinstate", "lift_reserves", "remedied"):
        assert refusal(machine.move, grant, event, by=light.authority, now=light.later()) == [
            "Ce n’est pas possible maintenant : « abandonné par le titulaire »."
        ]


# Time ---------------------------------------------------------------------------------------------


def test_i25_the_legal_date_moves_only_between_a_request_and_its_answer(light):
    case = play.submitted(light)
    t0 = light.today
    assert case.implicit_decision_on == clock.add_months(t0, 4)
    cases.request_documents(case, by=light.secretary, items=["Kbis"], now=light.later(days=3))
    assert case.implicit_decision_on == clock.add_months(t0, 4)
    light.later(days=10)
    item = case.document_requests.get().items.get()
    cases.answer_item(item, by=light.operator, explanation="Joint à la mairie.")
    cases.provide_documents(case, by=light.operator, now=light.now)
    assert (case.complete_on, case.implicit_decision_on) == (
        light.today,
        clock.add_months(light.today, 4),
    )
    cases.declare_complete(case, by=light.secretary, now=light.later(days=1))
    assert case.complete_on == clock.civil_day(light.now - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(implicit_decision_on=None)


def test_i25_silence_decides_on_its_day_and_issues_no_label(light):
    case = play.investigation(light)
    light.now = clock.start_of(case.implicit_decision_on) - timedelta(minutes=1)
    deadlines.run(now=light.now, only=("silence",))
    case.refresh_from_db()
    assert case.state == "investigation"
    light.later(minutes=2)
    deadlines.run(now=light.now, only=("silence",))
    case.refresh_from_db()
    assert (case.state, case.grants.count(), case.decisions.count()) == ("implicit_decision", 0, 0)
    decisions.acknowledge(
        case,
        by=light.authority,
        now=light.later(),
        departure_reasons="Le silence a décidé.",
        **play.DECISION,
    )
    grant = case.grants.get()
    assert (grant.is_implicit, case.decision.is_implicit) == (True, True)
    assert Check.objects.filter(grant=grant, origin="priority").count() == 1


def test_i26_missed_internal_deadlines_raise_incidents_and_harm_nobody(light):
    case = play.investigation(light)
    light.later(days=70)
    deadlines.run(now=light.now)
    case.refresh_from_db()
    assert case.state == "investigation"


# Privacy ------------------------------------------------------------------------------------------


def test_i28_the_reporter_is_unreachable_from_the_alert_of_the_operator(grant, light):
    alert = watch.report(
        matter="origin",
        text="Des caisses venues d’ailleurs.",
        grant=grant,
        person=light.stranger,
        name="Camille",
        now=light.later(),
    )
    event = alert.case.events.order_by("-seq").first()
    assert (event.actor, event.role, event.payload.data) == (None, "reporter", {})
    watch.qualify(alert, by=light.secretary, now=light.later())
    watch.hear_operator(alert, by=light.secretary, now=light.later())
    window = alert.windows.get()
    mails = grant.case.mails.filter(kind="alert_opened")
    assert "Camille" not in window.grounds
    assert all("Camille" not in str(mail.context) for mail in mails)


def test_roles_of_a_pool_member_come_from_the_seat_alone(light):
    member = PoolMember.objects.first()
    case = play.submitted(light)
    assert not any(roles.holds(member.person, role, case) for role in Role.values)
