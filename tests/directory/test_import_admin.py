"""Imports and duplicates in the admin: who may see, what is shown, what a decision does."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from directory import import_admin
from directory.models import DuplicatePair, ImportRun, PointOfSalePage
from tests.factories import SourceFactory, UserFactory, add_place, nimes

ROWS = """id,nom,type,commune,latitude,longitude
1,Boulangerie Roux,Boulangerie,Nîmes,43.837,4.36
2,,Boulangerie,Nîmes,43.837,4.36
3,=cmd(),Dragon,Nîmes,43.837,4.36
"""


@pytest.fixture
def people(db):
    """A user of each role, by its name."""
    access = Permission.objects.get(codename="access_admin")
    roles = {"reader": [], "editor": ["add_page", "change_page"]}
    roles["moderator"] = [*roles["editor"], "publish_page"]
    users = {"anonymous": None}
    for role, codenames in roles.items():
        group = Group.objects.create(name=f"test-{role}")
        group.permissions.add(access)
        for codename in codenames:
            GroupPagePermission.objects.create(
                group=group,
                page=Page.get_first_root_node(),
                permission=Permission.objects.get(codename=codename, content_type__model="page"),
            )
        users[role] = UserFactory()
        users[role].groups.add(group)
    return users


@pytest.fixture
def moderator(client, people):
    client.force_login(people["moderator"])
    return client


@pytest.fixture
def pair(db):
    fields = {"kind": "boulangerie", "commune": nimes(), "latitude": 43.837, "longitude": 4.36}
    first = add_place(title="Boulangerie Roux", summary="Pain", **fields)
    second = add_place(title="Roux", phone="0466000000", **fields)
    return DuplicatePair.objects.create(first=first, second=second, distance=0, similarity=0.95)


@pytest.fixture
def record(db):
    return ImportRun.objects.create(
        source=SourceFactory(),
        file_name="lieux.csv",
        skipped=1,
        report={"skipped": [{"line": 3, "id": "2", "name": "=cmd()", "reason": "sans nom"}]},
    )


@pytest.mark.parametrize(
    ("role", "imports", "decides"),
    [
        ("anonymous", False, False),
        ("reader", False, False),
        ("editor", True, False),
        ("moderator", True, True),
    ],
)
def test_who_may_see_imports_and_decide_of_duplicates(
    client, people, pair, record, role, imports, decides
):
    if people[role]:
        client.force_login(people[role])
    expected = {
        reverse("directory_imports"): imports,
        reverse("directory_import", args=[record.pk]): imports,
        reverse("directory_import_skipped", args=[record.pk]): imports,
        reverse("directory_import_file"): decides,
        reverse("directory_duplicates"): decides,
        reverse("directory_duplicate", args=[pair.pk]): decides,
    }

    assert {url: client.get(url).status_code == 200 for url in expected} == expected
    client.post(reverse("directory_duplicate", args=[pair.pk]), {"decision": "apart"})
    pair.refresh_from_db()
    assert (pair.state == "apart") == decides


def test_a_report_is_readable_and_its_skipped_rows_open_in_a_spreadsheet(moderator, record):
    page = moderator.get(reverse("directory_import", args=[record.pk])).content.decode()
    rows = moderator.get(reverse("directory_import_skipped", args=[record.pk])).content

    assert "sans nom" in page
    assert rows.decode("utf-8-sig").splitlines() == [
        "ligne;identifiant;nom;raison",
        "3;2;'=cmd();sans nom",
    ]


def test_the_list_of_duplicates_shows_the_open_ones_first(moderator, pair):
    url = reverse("directory_duplicates")

    assert pair.second.title in moderator.get(url).content.decode()
    assert list(moderator.get(url, {"etat": "apart"}).context["object_list"]) == []
    assert list(moderator.get(url, {"etat": "?"}).context["object_list"]) == [pair]


def test_both_pages_are_shown_side_by_side_with_what_differs(moderator, pair):
    lines = moderator.get(reverse("directory_duplicate", args=[pair.pk])).context["lines"]

    assert [(line.label, line.values) for line in lines if line.differs] == [
        ("Titre", ("Boulangerie Roux", "Roux")),
        ("en une phrase", ("Pain", "")),
        ("téléphone", ("", "0466000000")),
    ]


def test_a_moderator_merges_field_by_field(moderator, pair):
    answer = moderator.post(
        reverse("directory_duplicate", args=[pair.pk]),
        {"decision": "merge", "keep": "1", "field-summary": "0", "field-title": "1"},
    )

    assert answer.url == reverse("directory_duplicates")
    kept = PointOfSalePage.objects.live().get()
    assert (kept.pk, kept.title, kept.summary) == (pair.second_id, "Roux", "Pain")
    assert kept.phone == "0466000000"


@pytest.mark.parametrize("data", [{}, {"keep": "2"}, {"keep": "x", "decision": "merge"}])
def test_a_merge_without_a_choice_is_refused(moderator, pair, data):
    answer = moderator.post(reverse("directory_duplicate", args=[pair.pk]), data)

    pair.refresh_from_db()
    assert (answer.status_code, pair.state) == (200, "open")


def test_a_decision_is_taken_once(moderator, pair):
    url = reverse("directory_duplicate", args=[pair.pk])
    moderator.post(url, {"decision": "apart"})

    moderator.post(url, {"decision": "merge", "keep": "0"})

    pair.refresh_from_db()
    assert (pair.state, PointOfSalePage.objects.live().count()) == ("apart", 2)


def test_a_decision_needs_the_form_of_the_site(people, pair):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(people["moderator"])
    url = reverse("directory_duplicate", args=[pair.pk])

    assert client.post(url, {"decision": "apart"}).status_code == 403


# --- Uploading ------------------------------------------------------------------------------------


def upload(client, content, **data):
    file = SimpleUploadedFile("lieux.csv", content.encode())
    source = SourceFactory(slug="osm")
    data = {"source": source.pk, "file": file} | data
    return client.post(reverse("directory_import_file"), data)


def test_a_small_file_is_previewed_then_imported(moderator):
    nimes()

    shown = upload(moderator, ROWS)
    assert (shown.context["summary"]["created"], shown.context["summary"]["skipped"]) == (1, 2)
    assert not PointOfSalePage.objects.exists()
    assert not ImportRun.objects.exists()

    answer = moderator.post(reverse("directory_import_file"), {"confirm": "1"})
    record = ImportRun.objects.get()
    assert answer.url == reverse("directory_import", args=[record.pk])
    assert (record.created, record.skipped, record.file_name) == (1, 2, "lieux.csv")
    assert moderator.get(answer.url).status_code == 200

    moderator.post(reverse("directory_import_file"), {"confirm": "1"})
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n", "Aucune correspondance connue"),
        ("id,nom,type,commune\n" + "1,R,Boulangerie,Nîmes\n" * 501, "plus de 500 lignes"),
    ],
)
def test_a_file_that_cannot_be_imported_says_why(moderator, content, message):
    errors = upload(moderator, content).context["form"].errors

    assert [message in error for error in errors["file"]] == [True]


def test_a_file_too_large_is_refused(moderator, monkeypatch):
    monkeypatch.setattr(import_admin, "MAX_BYTES", 10)

    assert "file" in upload(moderator, ROWS).context["form"].errors
