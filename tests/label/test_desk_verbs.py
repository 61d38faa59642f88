"""Verbs that the desks brought: convene at once, call off, rewrite a draft, follow up."""

from datetime import timedelta

import pytest

from label import incidents, planning, reference_data, versions, watch
from label.machine import Refused
from label.models import AdversarialWindow, Decision, Grant, Incident, OutboxMail
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def panel(light, built):
    def ready():
        case = play.investigation(light)
        return play.panel_constituted(light, case)

    return built(ready)


def planned(world, days=12):
    return planning.plan_session(
        by=world.secretary,
        starts_at=world.now + timedelta(days=days),
        place="Mairie",
        now=world.later(),
    )


def test_a_session_called_off_gives_its_cases_back_and_tells_everyone(light, panel):
    session = planned(light)
    planning.convene(session, [panel], by=light.secretary, now=light.later())
    assert session.convened_at == light.now
    planning.cancel_session(session, by=light.secretary, reason="Neige.", now=light.later())
    assert session.state == "cancelled"
    told = OutboxMail.objects.filter(case=panel.case, kind__endswith="_cancelled")
    kinds = sorted(told.values_list("kind", flat=True))
    assert kinds == ["hearing_cancelled", *["session_cancelled"] * panel.size]
    other = planned(light, days=20)
    assert len(planning.convene(other, [panel], by=light.secretary, now=light.later())) == 1


def test_convening_is_for_all_the_cases_or_none(light, panel):
    session = planned(light, days=3)
    with pytest.raises(Refused) as refused:
        planning.convene(session, [panel], by=light.secretary, now=light.later())
    assert refused.value.reasons == [
        f"{panel.case} : Les jurés se convoquent au moins 10 jours avant."
    ]
    assert session.hearings.count() == 0


def test_only_the_secretariat_calls_off_and_says_why(light):
    session = planned(light)
    with pytest.raises(Refused, match="secrétariat"):
        planning.cancel_session(session, by=light.authority, reason="Non.", now=light.later())
    with pytest.raises(Refused, match="pourquoi"):
        planning.cancel_session(session, by=light.secretary, reason=" ", now=light.later())


def test_figures_of_a_draft_change_and_must_hold_together(light):
    draft = versions.create_rules(
        code="essai", title="Essai", figures=reference_data.figures_of("light"),
        by=light.secretary, now=light.later(),
    )  # fmt: skip
    versions.rewrite_rules(
        draft, by=light.secretary, figures={"scoring_days": 9}, now=light.later()
    )
    assert draft.procedure.scoring_days == 9
    with pytest.raises(Refused, match="entre 1 et 400"):
        versions.rewrite_rules(
            draft, by=light.secretary, figures={"scoring_days": 0}, now=light.later()
        )
    versions.consult(draft, by=light.secretary, now=light.later())
    with pytest.raises(Refused, match="plus en préparation"):
        versions.rewrite_rules(draft, by=light.secretary, figures={}, now=light.later())


def test_a_criterion_changes_while_its_version_is_a_draft(light, panel):
    in_force = panel.case.referential
    draft = versions.create_referential(
        code="2030-1", title="Essai", by=light.secretary, copy_of=in_force, now=light.later()
    )
    one = draft.criteria.first()
    versions.rewrite_criterion(one, by=light.secretary, title="Autrement dit", now=light.later())
    assert draft.criteria.first().title == "Autrement dit"
    with pytest.raises(Refused, match="plus en préparation"):
        versions.rewrite_criterion(
            in_force.criteria.first(), by=light.secretary, title="Non", now=light.later()
        )


def test_an_incident_has_its_follow_up_once(light):
    incident = Incident.objects.create(
        kind="missed_deadline", key="essai", text="Retard.", raised_at=light.now
    )
    with pytest.raises(Refused, match="garant"):
        incidents.resolve(incident, by=light.auditor, resolution="Fait.", now=light.later())
    incidents.resolve(incident, by=light.guarantor, resolution="Fait.", now=light.later())
    assert (incident.resolution, incident.resolved_by) == ("Fait.", light.guarantor)
    with pytest.raises(Refused, match="déjà sa suite"):
        incidents.resolve(incident, by=light.secretary, resolution="Encore.", now=light.later())


def test_a_hearing_is_noted_between_its_opening_and_today(light, panel):
    window = AdversarialWindow.objects.create(
        case=panel.case, measure="refused", grounds="Motifs.", wants_hearing=True,
        opened_on=light.today, closes_on=light.today + timedelta(days=15),
    )  # fmt: skip
    with pytest.raises(Refused, match="à l’avance"):
        watch.note_hearing(
            window, by=light.secretary, on=light.today + timedelta(days=1), now=light.later()
        )
    watch.note_hearing(window, by=light.secretary, on=light.today, now=light.later())
    assert window.heard_on == light.today


def test_an_alert_is_tied_to_a_grant_in_force_only(light, panel):
    alert = watch.report(matter="other", text="Un doute.", now=light.later())
    case = panel.case
    decision = Decision.objects.create(
        number="DEC-X", case=case, kind="granted", text="x", signatory=light.authority,
        competence_ref="x", referential=case.referential, rules=case.rules, appeal_routes="x",
        algorithm_mention="x", signed_at=light.now,
    )  # fmt: skip
    grant = Grant.objects.create(
        number="MIG-X", case=case, decision=decision, operator=case.operator,
        created_at=light.now, sign_before=light.today,
    )  # fmt: skip
    with pytest.raises(Refused, match="pas en vigueur"):
        watch.link_grant(alert, by=light.secretary, grant=grant, now=light.later())
    with pytest.raises(Refused, match="secrétariat"):
        watch.link_grant(alert, by=light.controller, grant=grant, now=light.later())
