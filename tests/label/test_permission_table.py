"""Thirteen roles × states × verbs; what no role reaches: admin, API, search, revisions, files."""

import pytest
import rules
from django.apps import apps
from django.test import Client
from madeingard.users.models import User
from wagtail.models import RevisionMixin
from wagtail.search import index
from wagtail.snippets.models import get_snippet_models

from label import machine, moves, watch
from label.desks.acts import ACTS as desk_acts
from label.desks.acts import find
from label.effects.cases import plan_visit
from label.models import (
    Appeal,
    Case,
    Check,
    Decision,
    Evidence,
    Grant,
    InterestDeclaration,
    Panel,
    Seat,
    Visitor,
)
from tests.factories import UserFactory
from tests.label import world as play
from tests.label.permission_table import ACTS, DRAWS, GROUPS, READS

pytestmark = pytest.mark.django_db
STATES = ("draft", "investigation", "deliberation", "granted")
BEFORE_THE_FILE = ("draft", "investigation")


@pytest.fixture(scope="module")
def scene(built, light):
    """One case in session, with somebody in each of the thirteen roles; objects by machine.

    It was sent by somebody who tends the listing no more, and is nobody to it now.
    """
    return built(_set, light)


def _set(light):
    case, hearing = play.deliberating(light)
    owner, former = case.applicant, UserFactory()
    case.applicant = former
    case.save(update_fields=["applicant"])
    chair = hearing.chair
    juror = case.panel.effective_seats().exclude(pk=chair.pk).order_by("pk").first()
    visitor, appeal_juror = light.pool["citizen"][-1], light.pool["citizen"][-2]
    visit = plan_visit(case, light.later(), due_on=light.today)
    Visitor.objects.create(visit=visit, member=visitor, kind="resident", assigned_at=light.later())
    panel = Panel.objects.create(case=case, kind="appeal", formation="named", quota={"citizen": 1})
    Seat.objects.create(
        panel=panel, member=appeal_juror, college="citizen", state="seated",
        named_by=light.secretary,
    )  # fmt: skip
    for person, role in ((appeal_juror.person, "appeal_juror"), (visitor.person, "visitor")):
        InterestDeclaration.objects.create(
            case=case, person=person, role=role, answers={}, is_nil=True, declared_at=light.now
        )
    decided = Decision.objects.create(
        number="D-1", case=case, kind="refused", text="…", competence_ref="…",
        signatory=light.authority, referential=case.referential, rules=case.rules,
        appeal_routes="…", algorithm_mention="…", signed_at=light.now,
    )  # fmt: skip
    grant = Grant.objects.create(
        number="G-1", case=case, decision=decided, operator=case.operator, created_at=light.now,
        sign_before=light.today,
    )  # fmt: skip
    reporter = UserFactory()
    alert = watch.report(
        matter="origin", text="Vu.", grant=grant, person=reporter, now=light.later()
    )
    objects = {
        "case": case,
        "grant": grant,
        "panel": case.panel,
        "seat": juror,
        "visit": visit,
        "check": Check(grant=grant, origin="targeted", opened_at=light.now),
        "alert": alert,
        "appeal": Appeal(case=case, decision=decided, grounds="…", lodged_at=light.now),
    }
    people = {
        "operator": owner,
        "former": former,
        "secretariat": light.secretary,
        "visitor": visitor.person,
        "juror": juror.member.person,
        "chair": chair.member.person,
        "facilitator": light.facilitator,
        "guarantor": light.guarantor,
        "authority": light.authority,
        "controller": light.controller,
        "appeal_juror": appeal_juror.person,
        "reporter": reporter,
        "archivist": light.archivist,
        "auditor": light.auditor,
        "stranger": light.stranger,
        "superuser": User.objects.create_superuser("root@exemple.fr", "secret-secret"),
    }
    return objects, people


def expected_acts() -> dict[str, dict[str, set[str]]]:
    """Machine → event → roles."""
    found: dict = {}
    for line in ACTS.strip().splitlines():
        if line.endswith(":"):
            events = found.setdefault(line[:-1], {})
        else:
            event, *who = line.split()
            events[event] = set(who)
    return found


def expected_reads() -> dict[tuple[str, str], set[str]]:
    """(permission, state) → roles."""
    found = {}
    for line in READS.strip().splitlines():
        left, _bar, who = line.partition("|")
        permission, states = left.split()
        for state in STATES if states == "always" else states.split(","):
            found[permission, state] = {
                role for word in who.split() for role in GROUPS.get(word, [word])
            }
    return found


@pytest.mark.parametrize("name", sorted(expected_acts()))
def test_each_role_may_attempt_what_the_table_says_from_every_state(scene, name):
    objects, people = scene
    obj, table = objects[name], expected_acts()[name]
    lines = moves.TABLES[name].values()
    for state in sorted(moves.states(name)):
        obj.state = state
        here = {line.event for line in lines if state in line.sources}
        for role, person in people.items():
            wanted = {event for event in here if role in table.get(event, ())}
            assert set(machine.possible(obj, by=person)) == wanted, (state, role)


def test_the_table_has_every_verb_that_a_person_has():
    for name, table in expected_acts().items():
        lines = moves.TABLES[name].values()
        by_hand = {
            line.event
            for line in lines
            if moves.NEW not in line.sources and line.who != (moves.SYSTEM,)
        }
        assert set(table) == by_hand, name


def test_each_role_is_offered_the_acts_of_draws_that_the_table_says(scene):
    _objects, people = scene
    table = {}
    for line in DRAWS.strip().splitlines():
        address, _bar, who = line.partition("|")
        table[address.strip()] = set(who.split())
    known = {f"{subject}/{act.name}" for subject, found in desk_acts.items() for act in found}
    assert set(table) <= known
    assert {address for address in known if "tirage" in address} <= set(table)
    for address, wanted in table.items():
        act = find(*address.split("/"))
        assert {role for role, who in people.items() if act.is_for(who, None)} == wanted, address


@pytest.mark.parametrize("state", STATES)
def test_each_role_reads_what_the_table_says(scene, state):
    objects, people = scene
    case = Case.objects.get(pk=objects["case"].pk)
    if state in BEFORE_THE_FILE:
        Case.objects.filter(pk=case.pk).update(file_opened_on=None, revealed_at=None)
        case.refresh_from_db()
    case.state = state
    for (permission, where), wanted in expected_reads().items():
        if where == state:
            found = {
                role
                for role, person in people.items()
                if rules.has_perm(f"label.{permission}", person, case)
            }
            assert found == wanted, permission


# What is no screen of ours ------------------------------------------------------------------------

TABLES = [
    model for model in apps.get_app_config("label").get_models() if model.__name__ != "LabelPage"
]


def test_no_table_of_the_label_is_in_a_generic_admin_a_search_or_revisions():
    """Wagtail's snippets, Django's admin, the search index and revisions would all stand above
    the rules: nothing of the label is in them."""
    assert [model for model in TABLES if model in get_snippet_models()] == []
    assert not apps.is_installed("django.contrib.admin")
    assert [model for model in TABLES if issubclass(model, index.Indexed | RevisionMixin)] == []


def test_files_of_the_label_have_no_address():
    storage = Evidence._meta.get_field("file").storage
    with pytest.raises(ValueError, match="not accessible via a URL"):
        storage.url("piece.pdf")


@pytest.mark.parametrize("address", ["/api/", "/api/v2/pages/", "/admin/api/main/pages/"])
def test_no_api_answers_a_stranger(scene, address):
    _objects, people = scene
    client = Client()
    client.force_login(people["stranger"])
    answer = client.get(address)
    assert answer.status_code in {302, 403, 404}
    assert b"DOS-" not in answer.content
