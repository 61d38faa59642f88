"""Whole answers kept for visitors: what shows at once, what is never shared."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from madeingard import page_cache

from home.models import SiteSettings
from tests.factories import UserFactory, add_place
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 11, 0, 30, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is moved."""
    hands = [NOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: hands[0])
    return hands


@pytest.fixture
def site(tree, settings, clock):
    settings.PAGE_CACHE = True
    SiteSettings.for_site(tree.home.get_site())  # made when first asked for
    place = add_place(title="Le Mazet", opening_hours="Mo-Su 08:00-12:01")
    commit()
    return place


@pytest.fixture
def client(site):
    return Client()


def queries(client, address, **headers) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, **headers).status_code == 200
    return len(captured)


def text(client, address, **headers) -> str:
    return client.get(address, **headers).content.decode()


@pytest.mark.parametrize(
    "address",
    ["/", "/ou-acheter/?type=ferme", "/ou-acheter/points.geojson", "/saisons/integrer/", "/en/"],
)
def test_second_visitor_costs_one_query_and_reads_the_same(client, address):
    first = client.get(address)
    with CaptureQueriesContext(connection) as captured:
        second = client.get(address)
    assert [query["sql"] for query in captured] == ["SELECT word FROM home_edition WHERE id = 1"]
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())


def test_publication_shows_in_the_next_request(client, site):
    assert "Le Mazet" in text(client, site.url)
    site.title = "Le Grand Mazet"
    site.save_revision().publish()
    commit()
    assert "Le Grand Mazet" in text(client, site.url)
    assert "Le Grand Mazet" in text(client, "/ou-acheter/")
    site.unpublish()
    commit()
    assert client.get(site.url).status_code == 404


def test_what_another_process_publishes_shows_too(client, site):
    elsewhere = Client()  # middleware of its own, as another process has
    assert "Le Mazet" in text(elsewhere, "/ou-acheter/")
    assert "Le Mazet" in text(client, "/ou-acheter/")
    site.unpublish()
    commit()
    assert "Le Mazet" not in text(elsewhere, "/ou-acheter/")
    assert "Le Mazet" not in text(client, "/ou-acheter/")


def test_settings_show_in_the_next_request(client, tree):
    assert "04 66 00 00 00" not in text(client, "/")
    settings = SiteSettings.for_site(tree.home.get_site())
    settings.phone = "04 66 00 00 00"
    settings.save()
    commit()
    assert "04 66 00 00 00" in text(client, "/")


def test_open_changes_with_the_minute(client, site, clock):
    def opened():
        features = client.get("/ou-acheter/points.geojson").json()["features"]
        return [feature["properties"]["ouvert"] for feature in features]

    assert opened() == [True]
    clock[0] += timedelta(minutes=1)
    assert opened() == [False]


def test_languages_and_addresses_are_apart(client):
    pages = ["/", "/en/", "/ou-acheter/", "/ou-acheter/?ou=nimes", "/saisons/integrer/"]
    first = [text(client, page) for page in pages]
    assert len(set(first)) == len(pages)
    assert [text(client, page) for page in pages] == first


def test_embed_keeps_its_own_headers(client):
    for _ in range(2):
        embed, page = client.get("/saisons/integrer/"), client.get("/saisons/")
        assert "frame-ancestors *" in embed.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert [embed.get("X-Frame-Options"), page.get("X-Frame-Options")] == [None, "DENY"]


def test_compressed_and_plain_are_apart(client):
    for _ in range(2):
        assert client.get("/").get("Content-Encoding") is None
        assert client.get("/", HTTP_ACCEPT_ENCODING="gzip").get("Content-Encoding") == "gzip"


def test_unchanged_page_is_not_sent_twice(client):
    tag = client.get("/", HTTP_ACCEPT_ENCODING="gzip")["ETag"]
    assert Client().get("/", HTTP_ACCEPT_ENCODING="gzip")["ETag"] == tag
    again = client.get("/", HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/")["Cache-Control"] == "no-cache"


def test_who_signed_in_neither_reads_nor_leaves_anything(client):
    person = Client()
    person.force_login(UserFactory())
    commit()
    assert queries(client, "/") > 1
    assert queries(client, "/") == 1
    assert queries(person, "/") > 1
    assert queries(person, "/ou-acheter/") > 1
    assert queries(client, "/ou-acheter/") > 1


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "anything=1"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
    ],
)
def test_unusual_visit_is_answered_apart(client, headers):
    assert queries(client, "/") > 1
    assert queries(client, "/", **headers) > 1
    assert queries(client, "/ou-acheter/", **headers) > 1
    assert queries(client, "/ou-acheter/") > 1


def test_form_with_a_token_is_made_for_each(client):
    address = "/recettes/proposer/"
    first, second = Client().get(address), Client().get(address)
    assert first.cookies["csrftoken"].value != second.cookies["csrftoken"].value
    assert client.post("/", {"a": "b"}).status_code != 200 or queries(client, "/") > 1


def test_preview_is_never_kept_nor_served_from_here(client, site):
    text(client, site.url)
    draft = site.specific
    draft.title = "Brouillon"
    assert "Brouillon" in draft.make_preview_request().content.decode()
    assert "Brouillon" not in text(client, site.url)


def test_missing_and_moved_pages_are_not_kept(client):
    assert client.get("/nulle-part/").status_code == 404
    with CaptureQueriesContext(connection) as captured:
        client.get("/nulle-part/")
    assert len(captured) > 1


def test_flood_of_addresses_stays_within_bounds(client, monkeypatch):
    text(client, "/")
    shelf = page_cache.Shelf(("word", 1))
    monkeypatch.setattr(page_cache, "MOST", 10_000)
    for number in range(100):
        shelf.put((number,), {}, b"x" * 1_000)
    assert len(shelf.answers) == 3
    long = "/ou-acheter/?q=" + "a" * page_cache.LONGEST_ADDRESS
    assert queries(client, long) > 1
    assert queries(client, long) > 1


@pytest.mark.parametrize(
    ("headers", "cookie", "status", "kept"),
    [
        ({}, False, 200, True),
        ({"Vary": "Accept-Encoding, Accept-Language"}, False, 200, True),
        ({"Cache-Control": "public, max-age=60"}, False, 200, True),
        ({"Vary": "Cookie"}, False, 200, False),
        ({"Cache-Control": "private"}, False, 200, False),
        ({"Cache-Control": "no-store"}, False, 200, False),
        ({}, True, 200, False),
        ({}, False, 404, False),
        ({}, False, 302, False),
    ],
)
def test_only_what_holds_nothing_of_the_visitor_is_kept(headers, cookie, status, kept):
    response = HttpResponse("x", headers=headers, status=status)
    if cookie:
        response.set_cookie("session", "1")
    assert page_cache.is_for_all(response) is kept


def test_it_can_be_turned_off(db, settings):
    settings.PAGE_CACHE = False
    commit()
    plain = Client()
    assert queries(plain, "/") > 1
    assert queries(plain, "/") > 1
    assert not plain.get("/").has_header("ETag")
