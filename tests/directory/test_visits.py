from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import retention, visits
from directory.models import Membership, VisitCount
from tests.factories import UserFactory, add_place, add_producer


@pytest.fixture
def farm(db):
    return add_producer(title="Le Micocoulier")


@pytest.fixture(autouse=True)
def counting(settings):
    settings.COUNT_VISITS = True
    visits._waiting.clear()
    yield
    visits._waiting.clear()


@pytest.fixture
def reader(farm):
    """Somebody with a browser and no cookie."""
    return Client(headers={"User-Agent": "Mozilla/5.0 (Android 14) Firefox/140.0"})


def numbers() -> dict:
    visits.write()
    return {(count.page_id, count.way): count.number for count in VisitCount.objects.all()}


def test_page_read_is_counted_and_nothing_is_told_to_the_reader(farm, reader):
    answers = [reader.get(farm.url) for _ in range(3)]
    assert [visits.HEADER in answer for answer in answers] == [False] * 3
    assert [answer.cookies for answer in answers] == [{}] * 3
    assert numbers() == {(farm.pk, "view"): 3}


def test_answer_from_the_page_cache_counts_too(farm, settings):
    settings.PAGE_CACHE = True
    reader = Client(headers={"User-Agent": "Mozilla/5.0"})
    for _ in range(3):
        assert reader.get(farm.url).status_code == 200
    assert numbers() == {(farm.pk, "view"): 3}


def test_what_a_search_shows_is_counted(farm, reader, tree):
    stall = add_place(title="La Cabane")
    reader.get(tree.search.url)
    reader.get(tree.producers.url)
    assert numbers() == {(farm.pk, "shown"): 2, (stall.pk, "shown"): 1}


def test_qr_code_leads_to_the_page_and_is_counted(farm, reader):
    answer = reader.get(reverse("directory:scanned", args=[farm.pk]))
    assert (answer.status_code, answer["Location"]) == (302, farm.url)
    farm.unpublish()
    assert reader.get(reverse("directory:scanned", args=[farm.pk])).status_code == 404
    assert numbers() == {(farm.pk, "scan"): 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Googlebot/2.1"},
        {"User-Agent": "Mozilla/5.0 HeadlessChrome"},
        {"User-Agent": "Mozilla/5.0", "Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": "Mozilla/5.0", "Cookie": "sessionid=x"},
    ],
)
def test_robots_prefetches_and_signed_in_people_do_not_count(farm, headers):
    Client(headers=headers).get(farm.url)
    assert numbers() == {}


def test_numbers_add_up_by_week(farm, reader):
    this = visits.monday(timezone.localdate())
    VisitCount.objects.create(page=farm, week=this - timedelta(weeks=1), way="view", number=7)
    for _ in range(2):
        reader.get(farm.url)
        visits.write()
    weeks = visits.weeks_of(farm, today=timezone.localdate(), number=3)
    assert [(week["week"], week["view"]) for week in weeks] == [
        (this, 2),
        (this - timedelta(weeks=1), 7),
        (this - timedelta(weeks=2), 0),
    ]


def test_listing_deleted_meanwhile_is_left_out(farm):
    visits.count(f"view {farm.pk} 999999")
    assert numbers() == {(farm.pk, "view"): 1}


def test_weeks_are_forgotten_after_25_months(farm):
    now = timezone.now()
    for months, kept in ((24, True), (26, False)):
        VisitCount.objects.all().delete()
        week = visits.monday(timezone.localdate() - timedelta(days=round(30.5 * months)))
        VisitCount.objects.create(page=farm, week=week, way="view", number=1)
        retention.run(now=now)
        assert VisitCount.objects.exists() is kept


def test_monday_begins_the_week():
    assert visits.monday(date(2026, 11, 22)) == date(2026, 11, 16)


def test_numbers_are_shown_to_the_people_of_the_listing(farm, client):
    week = visits.monday(timezone.localdate())
    VisitCount.objects.create(page=farm, week=week, way="scan", number=41)
    person = UserFactory()
    Membership.objects.create(page=farm, user=person)
    client.force_login(person)
    page = client.get(reverse("directory:espace_visits", args=[farm.pk])).content.decode()
    assert '<b class="big">41</b> QR codes lus' in page
