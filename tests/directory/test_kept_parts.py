"""Parts of pages kept until something is written: what they save, and what they must not hide."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from directory import months, site_tree
from directory.models import RecipeIndexPage
from home import edition, parts
from home.models import SiteSettings
from tests.factories import FoodFactory, ProductFactory, add_place, add_producer, add_recipe, nimes
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
# What remains when all that may be kept is: the way to the page, the edition, who is open now.
MOST_QUERIES = {"home": 9, "search": 10, "place": 10, "producer": 9, "recipe": 9, "recipes": 8}
MOST_QUERIES |= {"seasons": 8, "month": 3, "product": 9}


@pytest.fixture
def clock(monkeypatch):
    hands = [NOON]
    # Known by the moment of the last change, which is the same in each test of this module.
    monkeypatch.setattr("directory.vocabulary._kept", None)
    monkeypatch.setattr("django.utils.timezone.now", lambda: hands[0])
    return hands


@pytest.fixture(scope="module")
def written(module_rows) -> dict[str, str]:
    """Addresses of all that the tests visit, written at noon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: NOON)
        return _write(site_tree.ensure())


@pytest.fixture
def addresses(written, db, clock):
    return written


def _write(tree) -> dict[str, str]:
    SiteSettings.for_site(tree.site)  # made when first asked for
    product = ProductFactory(name="Poireau", slug="poireau", season_months=months.ALL_YEAR)
    producer = add_producer(title="Le Mas", commune=nimes(), offers=[product])
    place = add_place(
        title="Le Mazet",
        commune=nimes(),
        opening_hours="Mo-Su 08:00-12:30",
        products=[product],
        producers=[producer],
    )
    recipe = add_recipe(title="Soupe", lines=[FoodFactory(product=product)], servings=4)
    commit()
    return {
        "home": "/",
        "search": "/ou-acheter/?ou=nimes",
        "place": place.url,
        "producer": producer.url,
        "recipe": recipe.url,
        "recipes": RecipeIndexPage.objects.get().url,
        "seasons": "/saisons/",
        "month": "/saisons/novembre/",
        "product": "/produits/poireau/",
    }


def body(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", MOST_QUERIES)
def test_a_second_visit_reads_the_same_and_asks_less(client, addresses, name):
    first = body(client, addresses[name])
    with CaptureQueriesContext(connection) as queries:
        assert body(client, addresses[name]) == first
    assert len(queries) <= MOST_QUERIES[name]


def test_states_follow_the_clock(client, addresses, clock):
    def states(name):
        page = BeautifulSoup(body(client, addresses[name]), "html.parser")
        return [tag.text.replace("\xa0", " ") for tag in page.find_all(class_="state")]

    names = ("home", "search", "place", "producer", "product")
    assert [states(name)[0] for name in names] == ["Ouvert jusqu’à 12 h 30"] * 5
    clock[0] += timedelta(hours=1)
    assert states("home") == []
    assert [states(name)[0] for name in names[1:]] == ["Fermé · rouvre jeudi 8 h"] * 4


def test_what_is_written_shows_everywhere(client, addresses):
    for address in addresses.values():
        body(client, address)
    site = SiteSettings.objects.get()
    site.name = "Mangeons d’ici"
    site.save()
    commit()
    for address in addresses.values():
        assert "Mangeons d’ici" in body(client, address)


def test_an_address_with_a_query_is_made_as_it_is_asked(client, addresses):
    assert "Pour 4 parts" in body(client, addresses["recipe"])
    assert "Pour 8 parts" in body(client, addresses["recipe"] + "?parts=8")
    assert "Pour 4 parts" in body(client, addresses["recipe"])


def test_a_preview_neither_shows_what_is_kept_nor_stays(client, addresses, db):
    page = Page.objects.get(title="Soupe").specific
    assert "Soupe" in body(client, addresses["recipe"])
    page.title = "Potage"
    assert "Potage" in page.make_preview_request().content.decode()
    assert "Potage" not in body(client, addresses["recipe"])


@pytest.mark.parametrize(
    ("request_", "is_kept"),
    [
        (RequestFactory().get("/a/"), True),
        (RequestFactory().get("/a/", {"q": "b"}), False),
        (RequestFactory().post("/a/"), False),
        (RequestFactory().head("/a/"), False),
    ],
)
def test_only_plain_visits_leave_something(db, request_, is_kept):
    edition.turn()
    made = []
    with edition.reading():
        for _ in range(2):
            parts.keep(request_, "part", lambda: made.append(1) or "x")
    assert len(made) == (1 if is_kept else 2)


def test_what_weighs_too_much_is_let_go(db, monkeypatch):
    edition.turn()
    monkeypatch.setattr(edition, "MOST_KEPT", 10)
    made = []
    with edition.reading():
        for name in ("a", "b", "a", "a"):
            edition.keep((name,), lambda name=name: made.append(name) or name * 6)
    assert made == ["a", "b", "a"]
