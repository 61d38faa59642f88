"""Whoever applies, sits or visits is nobody of the team in that case (I-02, I-03, I-28)."""

import pytest
import rules
from django.urls import reverse
from madeingard.users.models import User

from label import cases, groups, machine, outbox, panels, roles, watch
from label.desks import waiting
from label.desks.subjects import page_url
from label.enums import Role
from label.machine import Refused
from label.mails import readers
from label.models import OutboxMail, ReadAccess
from label.rules import visible_cases
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(built, light):
    return built(_set, light)


def _set(light):
    """Two cases: in the first, clerks who apply, sit, were recused or are only clerks."""
    case = play.investigation(light)
    play.panel_constituted(light, case)
    first, second = case.panel.effective_seats().order_by("pk")[:2]
    panels.recuse(second, by=second.person, note="Voisine.", now=light.later())
    people = {
        "operator": case.applicant,
        "juror": first.person,
        "recused": second.person,
        "clerk": light.second_secretary,
    }
    for person in people.values():
        groups.join(person, Role.SECRETARIAT)
    play.another_operator(light)
    return case, play.submitted(light), {name: one.pk for name, one in people.items()}


@pytest.fixture(params=["operator", "juror", "recused", "clerk"])
def somebody(request, scene):
    return request.param, User.objects.get(pk=scene[2][request.param])


def test_the_desk_shows_a_clerk_every_case_but_their_own(client, hour, scene, somebody):
    case, other, _people = scene
    name, person = somebody
    client.force_login(person)
    assert client.get(page_url(other)).status_code == 200
    assert client.get(page_url(case)).status_code == (200 if name == "clerk" else 404)
    listed = client.get(reverse("label_desk:list", args=["dossier"])).content.decode()
    assert other.reference in listed
    assert (case.reference in listed) == (name == "clerk")


def test_what_waits_names_nobody_their_own_case(light, scene, somebody):
    case, other, _people = scene
    name, person = somebody
    about = " ".join(one.about for one in waiting.list_for(person, now=light.now))
    assert other.reference in about
    assert (case.reference in about) == (name == "clerk")
    clock = {one.reference for one, _due in waiting.legal_clock(person, light.today)}
    assert clock == ({case.reference, other.reference} if name == "clerk" else {other.reference})


def test_confidential_parts_and_declarations_stay_closed_to_who_judges(scene, somebody):
    case, other, _people = scene
    name, person = somebody
    asked = ("label.read_confidential", "label.read_declarations", "label.read_journal")
    assert all(rules.has_perm(one, person, other) for one in asked)
    expected = {"clerk": set(asked), "operator": {"label.read_confidential"}}.get(name, set())
    assert {one for one in asked if rules.has_perm(one, person, case)} == expected
    assert visible_cases(person).filter(pk=case.pk).exists() == (name != "recused")


def test_they_act_there_for_nobody_but_themselves(light, scene, somebody):
    case, other, _people = scene
    name, person = somebody
    assert roles.holds(person, Role.SECRETARIAT, other)
    assert roles.holds(person, Role.SECRETARIAT, case) == (name == "clerk")
    if name != "clerk":
        with pytest.raises(Refused):
            cases.assign(case, by=light.secretary, to=person, now=light.later())


def test_an_operator_of_the_team_does_not_declare_their_own_application_complete(light, scene):
    _case, other, _people = scene
    groups.join(other.applicant, Role.SECRETARIAT)
    owner = User.objects.get(pk=other.applicant_id)
    with pytest.raises(Refused) as refused:
        cases.declare_complete(other, by=owner, now=light.later())
    assert refused.value.reasons == ["C’est à un autre rôle de le faire : le secrétariat."]
    assert machine.reasons_against(other, "declare_complete", by=light.secretary) == []


def test_who_reported_is_not_told_to_an_operator_of_the_team(light, scene):
    """Nor what is reported of a farm that has no label: no case leads there."""
    case, _other, people = scene
    alert = watch.report(matter="origin", text="Vu.", operator=case.operator, now=light.later())
    owner, clerk = (User.objects.get(pk=people[name]) for name in ("operator", "clerk"))
    assert not rules.has_perm("label.read_reporter", owner, alert)
    assert not rules.has_perm("label.read_alerts", owner, alert)
    assert rules.has_perm("label.read_reporter", clerk, alert)


def test_a_message_to_the_team_of_their_own_case_does_not_leave(light, scene, somebody):
    case, _other, _people = scene
    name, person = somebody
    kind = "deferral_answered"
    outbox.tell_role(Role.SECRETARIAT, kind, key="k", now=light.later(), case=case)
    mail = OutboxMail.objects.get(person=person, case=case, kind=kind)
    assert readers.may_read(mail) == (name == "clerk")


def test_what_the_desk_shows_of_a_case_or_of_who_reported_is_noted(client, hour, light, scene):
    case = scene[1]
    grant = play.signed(light, play.granted(light, operator=case.applicant, page=case.operator))
    named = watch.report(
        matter="origin", text="Vu.", grant=grant, email="voisin@exemple.fr", now=light.later()
    )
    client.force_login(light.second_secretary)
    for obj in (case, named, grant):
        assert client.get(page_url(obj)).status_code == 200
    client.force_login(light.controller)
    assert client.get(page_url(named)).status_code == 200  # who reported is not shown to them
    found = ReadAccess.objects.order_by("pk").values_list("person", "role", "what", "object_id")
    assert list(found) == [
        (light.second_secretary.pk, "secretariat", "file", case.pk),
        (light.second_secretary.pk, "secretariat", "reporter", named.pk),
    ]
