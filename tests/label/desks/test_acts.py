"""Every act of the desks: its form fits its verb, and only its roles reach it."""

import inspect

import pytest
from django.urls import reverse

from label.desks import acts
from label.desks.forms import form_of
from label.desks.subjects import SUBJECTS
from label.models import Event
from tests.home.test_edition import commit
from tests.label.desks import everything

pytestmark = pytest.mark.django_db

ROLES = {
    "secretary": "secretariat",
    "guarantor": "guarantor",
    "authority": "authority",
    "controller": "controller",
    "facilitator": "facilitator",
    "archivist": "archivist",
    "auditor": "auditor",
    "operator": "",
    "juror": "",
    "visitor": "",
    "stranger": "",
    "administrator": "",
}
EVERY_ACT = [(subject, act) for subject, found in acts.ACTS.items() for act in found]
# Acts of a subject by the same roles are refused alike: one of each.
ONE_OF_EACH = {(subject, act.who): (subject, act.name) for subject, act in EVERY_ACT}.values()


@pytest.fixture(scope="module")
def objects(full, built):
    return built(everything.make, full)


@pytest.fixture(scope="module")
def people(full, objects, built):
    from django.contrib.auth.models import Permission

    from tests.factories import UserFactory

    case = objects["dossier"]

    def gather():
        admin = Permission.objects.get(codename="access_admin")
        found = {name: full.people[name] for name in ROLES if name in full.people}
        found |= {
            "operator": full.operator,
            "juror": objects["siege"].member.person,
            "visitor": case.visit.visitors.first().member.person,
            "administrator": UserFactory(is_superuser=True),
        }
        for name in ("operator", "juror", "visitor", "stranger"):
            found[name].user_permissions.add(admin)  # they work in the admin for other reasons
        return found

    return built(gather)


def test_names_are_unique_within_a_subject():
    for subject, found in acts.ACTS.items():
        names = [act.name for act in found]
        assert len(names) == len(set(names)), subject


def test_every_subject_that_has_acts_is_known():
    assert set(acts.ACTS) == {*SUBJECTS, acts.TEAM} - {"lien"}  # which only lists


@pytest.mark.parametrize(("subject", "act"), EVERY_ACT, ids=lambda one: getattr(one, "name", one))
def test_the_form_of_an_act_has_the_fields_that_its_verb_takes(subject, act, objects, full):
    person = full.secretary
    form = form_of(act, objects.get(subject), person)
    names = {name.split(":")[0] for name in form.fields}
    taken = inspect.signature(act.run).parameters
    assert "by" in taken
    takes_any = any(one.kind is one.VAR_KEYWORD for one in taken.values())
    assert takes_any or names <= set(taken) - {"by", "now"}
    needed = {
        name
        for name, one in list(taken.items())[1:]
        if one.default is one.empty and one.kind is one.KEYWORD_ONLY and name != "by"
    }
    assert needed <= names


@pytest.mark.parametrize("name", ROLES)
def test_an_act_is_only_for_its_roles(name, people, objects, client):
    client.force_login(people[name])
    commit()
    before = Event.objects.count()
    answers = {}
    for subject, act in ONE_OF_EACH:
        if ROLES[name] in acts.find(subject, act).who:
            continue
        obj = objects.get(subject)
        url = (
            reverse("label_desk:act", args=[subject, obj.pk, act])
            if obj
            else reverse("label_desk:team_act", args=[act])
        )
        answers[subject, act] = client.post(url).status_code
    assert set(answers.values()) <= {404}, answers
    assert Event.objects.count() == before


READERS = {
    "dossier": "secretary guarantor authority archivist auditor",
    "tirage": "secretary guarantor authority archivist auditor facilitator",
    "seance": "secretary guarantor authority archivist auditor facilitator",
    "label": "secretary guarantor authority archivist auditor controller",
    "controle": "secretary guarantor authority archivist auditor controller",
    "signalement": "secretary guarantor authority archivist auditor controller",
    "charte": "secretary guarantor authority archivist auditor controller",
    "vivier": "secretary guarantor archivist auditor",
    "referentiel": "secretary guarantor authority archivist auditor controller facilitator",
    "reglement": "secretary guarantor authority archivist auditor controller facilitator",
    "incident": "secretary guarantor authority archivist auditor",
}


@pytest.mark.parametrize("name", ROLES)
def test_subjects_are_read_by_their_roles(name, people, objects):
    person = people[name]
    opened = {one for one in READERS if SUBJECTS[one].may_read(person, objects[one])}
    assert opened == {one for one, names in READERS.items() if name in names.split()}


@pytest.mark.parametrize(
    "name",
    ["secretary", "controller", "operator", "administrator"],
)
def test_pages_and_lists_open_for_who_may_read_them_and_write_nothing(
    name, people, objects, client
):
    client.force_login(people[name])
    commit()
    before = Event.objects.count()
    for subject, names in READERS.items():
        expected = 200 if name in names.split() else 404
        page = reverse("label_desk:page", args=[subject, objects[subject].pk])
        rows = reverse("label_desk:list", args=[subject])
        assert (subject, client.get(page).status_code) == (subject, expected)
        assert (subject, client.get(rows).status_code) == (subject, expected)
    home = client.get(reverse("label_desk:home"))
    assert home.status_code == (200 if ROLES[name] else 404)
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["secretary", "authority", "controller"])
def test_every_act_that_is_open_shows_its_form(name, people, objects, client):
    client.force_login(people[name])
    statuses = {}
    for subject, act in EVERY_ACT:
        obj = objects.get(subject)
        if not act.is_for(people[name], obj):
            continue
        url = (
            reverse("label_desk:act", args=[subject, obj.pk, act.name])
            if obj
            else reverse("label_desk:team_act", args=[act.name])
        )
        expected = 200 if act.is_open(obj) else 302
        statuses[subject, act.name] = client.get(url).status_code == expected
    assert all(statuses.values()), statuses


@pytest.mark.parametrize(
    ("name", "status"),
    [("secretary", 404), ("authority", 404), ("stranger", 404), ("administrator", 404)],
)
def test_a_confidential_piece_is_not_served_without_its_file_or_right(
    name, status, people, objects, client
):
    client.force_login(people[name])
    url = reverse("label_desk:evidence", args=[objects["piece"].pk])
    assert client.get(url).status_code == status


@pytest.mark.parametrize(("name", "sees"), [("secretary", True), ("guarantor", True),
                                            ("authority", False), ("auditor", False),
                                            ("controller", False)])  # fmt: skip
def test_who_reports_is_known_to_two_roles_only(name, sees, people, objects, client):
    client.force_login(people[name])
    page = client.get(reverse("label_desk:page", args=["signalement", objects["signalement"].pk]))
    assert ("Rosalie Témoin" in page.content.decode()) is sees


@pytest.mark.parametrize(("name", "sees"), [("secretary", True), ("guarantor", True),
                                            ("authority", False), ("auditor", False)])  # fmt: skip
def test_why_somebody_is_challenged_is_read_by_two_roles_only(name, sees, people, objects, client):
    client.force_login(people[name])
    rows = client.get(reverse("label_desk:list", args=["recusation"])).content.decode()
    assert str(objects["recusation"].seat.member.person) in rows
    assert (objects["recusation"].grounds in rows) is sees
    url = reverse("label_desk:act", args=["recusation", objects["recusation"].pk, "trancher"])
    decides = name == "guarantor"
    assert (objects["recusation"].grounds in client.get(url).content.decode()) is decides
