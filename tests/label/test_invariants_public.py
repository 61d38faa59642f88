"""The invariants on what anybody may read, on deadlines and on money (label.md 6.7)."""

from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from label import (
    appeals,
    deadlines,
    grants,
    judgement,
    moves,
    scoring,
    watch,
)
from label.enums import CaseState, GrantState
from label.machine import Refused
from label.models import Case, CriterionResult, Grant, Incident
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def labelled(built, light):
    """A label in force, after an alert whose author gave a name."""

    def make():
        for number, member in enumerate(light.pool["citizen"]):
            member.person.first_name, member.person.last_name = "Zébuline", f"Juréconnu{number}"
            member.person.save()
        grant = play.active(light)
        watch.report(
            matter="origin", text="Vu au marché.", grant=grant, name="Théodule Signaleur",
            email="theodule@exemple.fr", now=light.later(),
        )  # fmt: skip
        return grant.pk

    return built(make)


@pytest.fixture
def grant(labelled):
    return Grant.objects.get(pk=labelled)


def refusal(call, *args, **options):
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    return refused.value.reasons


# Judgement ----------------------------------------------------------------------------------------


def test_i12_every_criterion_that_applies_has_a_status_and_no_other(grant):
    panel = grant.case.panel
    judged = CriterionResult.objects.filter(panel=panel, round=1).values_list(
        "criterion__code", flat=True
    )
    wanted = [one.code for one in judgement.criteria(grant.case)]
    assert sorted(judged) == sorted(wanted)
    left_out = set(grant.case.referential.criteria.values_list("code", flat=True)) - set(wanted)
    exceptions = set(
        grant.case.referential.criteria.filter(exceptions__isnull=False).values_list(
            "code", flat=True
        )
    )
    assert left_out <= exceptions


def test_i12_a_panel_sets_a_criterion_aside_only_by_a_reasoned_majority(light):
    play.another_operator(light)
    case, hearing = play.deliberating(light)
    chair, seats = hearing.chair.member.person, list(case.panel.effective_seats().order_by("pk"))
    aside = {"code": "ENV-4", "by": chair, "now": light.later()}
    for reason, in_favour in (("", seats), ("Hors sujet.", seats[:2])):
        words = {"reason": reason, "in_favour": in_favour}
        assert refusal(scoring.set_not_applicable, case, **aside, **words)
    scoring.set_not_applicable(case, **aside, reason="Hors sujet.", in_favour=seats)
    assert "ENV-4" not in [one.code for one in judgement.criteria(case)]


# Appeal -------------------------------------------------------------------------------------------


def test_i20_no_move_of_an_appeal_leads_to_a_refusal():
    table = [line for line in moves.CASE.values() if CaseState.UNDER_APPEAL in line.sources]
    assert {target for line in table for target in line.targets} == {
        CaseState.CLOSED,
        CaseState.GRANTED,
        CaseState.GRANTED_WITH_RESERVES,
        CaseState.INVESTIGATION,
    }


def test_i20_the_appeal_of_a_grant_adds_no_reserve(light):
    play.another_operator(light)
    case = play.granted(light)
    play.notified(light, case)
    appeals.lodge(case, by=light.operator, grounds="Un mot est faux.", now=light.later())
    reasons = refusal(
        appeals.reform_with_reserves, case, by=light.authority, now=light.later(),
        reserves=play.plan(light, "ENV-1"), **play.DECISION,
    )  # fmt: skip
    assert "Un recours ne peut pas aggraver la situation de l’opérateur." in reasons
    assert case.decision.kind == "granted"


# Register -----------------------------------------------------------------------------------------


def test_i23_the_short_address_says_the_lines_and_the_status_of_today(grant, light):
    address = reverse("label:register_short", args=[grant.code])
    entry = Client().get(address, follow=True).content.decode()
    assert "Légumes d’été" in entry
    assert "Suspendu" not in entry
    machine_options = {"by": light.authority, "danger": "health", **play.DECISION}
    grants.suspend_at_once(grant, now=light.later(), **machine_options)
    entry = Client().get(address, follow=True).content.decode()
    assert "uspendu" in entry


# Time ---------------------------------------------------------------------------------------------

OURS = ("submitted", "investigation", "opinion_issued", "granted")


@pytest.mark.parametrize("state", OURS)
def test_i26_each_of_our_deadlines_that_passes_raises_one_incident_and_harms_nobody(light, state):
    play.another_operator(light)
    case = getattr(play, state)(light)
    Case.objects.filter(pk=case.pk).update(legal_regime="private_licence")
    Incident.objects.all().delete()
    light.later(days=150)
    deadlines.run(now=light.now)
    found = Incident.objects.filter(case=case)
    deadlines.run(now=light.later())
    case.refresh_from_db()
    if state == "investigation":  # without a visit the panel alone is ours to form
        assert case.state == state
    else:
        assert found.count() == 1
        assert (case.state, found.get().kind) == (state, "missed_deadline")


def test_i26_every_deadline_of_the_table_has_its_handler():
    """Moves that the calendar alone makes, each by a handler that names its event."""
    by_calendar = {
        line.event
        for line in moves.ALL.values()
        if line.who == (moves.SYSTEM,) and moves.NEW not in line.sources
    }
    source = "".join(
        (deadlines_file.read_text(encoding="utf-8")) for deadlines_file in _deadline_files()
    )
    consequences = {"renewed", "draw", "invite"}  # made by the move that causes them
    assert {event for event in by_calendar - consequences if f'"{event}"' not in source} == set()


def _deadline_files():
    return sorted(Path(deadlines.__file__).parent.glob("*.py"))


# Privacy and money --------------------------------------------------------------------------------

PUBLIC = (
    "register", "register_csv", "register_json", "journal_json", "draws", "draws_json",
    "criteria", "criteria_json", "algorithms",
)  # fmt: skip


def test_i27_nothing_public_names_who_judged_or_reported(grant, light):
    addresses = [reverse(f"label:{name}") for name in PUBLIC]
    addresses += [
        reverse("label:register_entry", args=[grant.number]),
        reverse("label:register_short", args=[grant.code]),
    ]
    for address in addresses:
        answer = Client().get(address, follow=True)
        assert answer.status_code == 200, address
        text = b"".join(answer).decode()
        for secret in ("Juréconnu", "Zébuline", "Signaleur", "@exemple.fr"):
            assert secret not in text, (address, secret)


def test_i30_no_table_of_the_label_knows_of_money_due():
    """A fee, if one ever exists, is kept outside: neither visitors nor jurors can meet it."""
    words = ("fee", "paid", "payment", "invoice", "amount", "due_amount", "billing")
    names = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("label").get_models()
        for field in model._meta.get_fields()
        if model.__name__ != "LabelPage"
    }
    assert {name for name in names if any(word in name.lower() for word in words)} == set()


def test_i21_no_public_state_is_missing():
    assert set(moves.states("grant")) == set(GrantState.values)
