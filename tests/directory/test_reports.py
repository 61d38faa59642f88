from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from directory import freshness, groups
from directory.admin.filters import months_before, of_freshness
from directory.models import ListedPage
from tests.factories import UserFactory, add_place, add_producer, uzes

pytestmark = pytest.mark.django_db
STALE = reverse("directory_admin:stale")
INCOMPLETE = reverse("directory_admin:incomplete")


@pytest.fixture
def boss(client, db):
    client.force_login(UserFactory(is_superuser=True))


def titles(response):
    return [page.title for page in response.context["object_list"]]


@pytest.fixture
def listings(listed, boss):
    """What `listed` made, and somebody of the team who reads it."""


@pytest.fixture(scope="module")
def listed(module_rows):
    """Confirmed at every age; two that need no news: a draft and a place closed for good."""
    today = timezone.localdate()
    whole = {"latitude": 43.8, "longitude": 4.3, "opening_hours": "Sa 08:00-13:00"}
    add_place(title="Fraîche", slug="a", **whole)
    add_place(title="À revoir", slug="b", confirmed_on=months_before(today, 7), **whole)
    add_place(title="Vieille", slug="c", confirmed_on=months_before(today, 20), **whole)
    add_producer(title="Jamais", slug="d", confirmed_on=None, latitude=43.8, longitude=4.3)
    add_place(title="Brouillon", slug="e", confirmed_on=None, live=False)
    add_place(title="Fermée", slug="f", confirmed_on=None, closed_for_good=True)
    add_place(
        title="Sans horaires", slug="g", latitude=44.0, longitude=4.4, commune=uzes(),
        phone="04 66 00 00 00", email="lea@exemple.fr",
    )  # fmt: skip
    add_producer(title="Sans position", slug="h")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Jamais", "Vieille", "À revoir"]),
        ({"freshness": "old"}, ["À revoir"]),
        ({"freshness": "stale"}, ["Vieille"]),
        ({"freshness": "unknown"}, ["Jamais"]),
        ({"freshness": "autre"}, ["Jamais", "Vieille", "À revoir"]),
    ],
)
def test_stalest_listings_come_first(client, listings, query, found):
    assert titles(client.get(STALE, query)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Sans horaires", "Sans position"]),
        ({"missing": "hours"}, ["Sans horaires"]),
        ({"missing": "position"}, ["Sans position"]),
    ],
)
def test_incomplete_listings_are_reported(client, listings, query, found):
    assert titles(client.get(INCOMPLETE, query)) == found


def test_report_gives_the_way_to_reach_people(client, listings):
    html = client.get(INCOMPLETE).content.decode()
    page = ListedPage.objects.get(title="Sans horaires")
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    assert "04 66 00 00 00" in html
    assert "lea@exemple.fr" in html


def test_report_is_exported(client, listings):
    response = client.get(STALE, {"export": "csv"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0] == "Nom,Commune,Confirmée le,Téléphone,Adresse e-mail"
    assert len(lines) == 4


def test_editor_sees_only_pages_of_his_part_of_the_tree(client, tree, listings):
    groups.ensure_all(home=tree.home)
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Éditeurs"))
    Group.objects.get(name="Éditeurs").page_permissions.update(page=tree.producers)
    client.force_login(editor)
    assert titles(client.get(STALE)) == ["Jamais"]


@pytest.mark.parametrize(
    ("today", "months", "day"),
    [
        (date(2026, 9, 15), 6, date(2026, 3, 15)),
        (date(2026, 3, 31), 6, date(2025, 9, 30)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 1, 10), 9, date(2025, 4, 10)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_months_before(today, months, day):
    assert months_before(today, months) == day


def test_lists_and_stamps_agree_on_freshness(db):
    page = add_place()
    for today in (date(2026, 2, 28), date(2026, 3, 31), date(2026, 8, 31), date(2026, 11, 20)):
        for age in range(0, 320, 7):
            day = today - timedelta(days=age)
            ListedPage.objects.filter(pk=page.pk).update(confirmed_on=day)
            levels = {
                level
                for level in ("fresh", "old", "stale", "unknown")
                if ListedPage.objects.filter(of_freshness(level, today), pk=page.pk).exists()
            }
            assert levels == {freshness.level(day, today)}, (day, today)
