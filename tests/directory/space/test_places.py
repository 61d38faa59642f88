"""Where a producer sells, and who sells at a place."""

import pytest
from bs4 import BeautifulSoup

from directory.models import Edit, PointOfSalePage, Presence, ProducerPage
from tests.directory.space.town import enter, sign_in
from tests.factories import UserFactory, add_member, add_place, add_producer
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def village(module_rows):
    """A farm, a market where its neighbour sells, and who tends the farm, signed in."""
    farm = add_producer(title="Les Jardins")
    neighbour = add_producer(title="La Chèvrerie", slug="chevrerie")
    hours = "Sa 08:00-12:00"
    market = add_place(title="Marché du Cours", producers=[neighbour], opening_hours=hours)
    user = sign_in(add_member(farm))
    commit()  # parts of pages are kept from one request to the next
    return farm, market, user


@pytest.fixture
def farm(village, db):
    return ProducerPage.objects.get(pk=village[0].pk)


@pytest.fixture
def market(village, db):
    return PointOfSalePage.objects.get(pk=village[1].pk)


@pytest.fixture
def mireille(client, village, db):
    enter(client, village[2])
    return village[2]


def url(page):
    return f"/espace/fiches/{page.pk}/ou-je-vends/"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def sellers(place) -> list[tuple[str, str]]:
    rows = Presence.objects.filter(page_id=place.pk).order_by("sort_order", "pk")
    return [(row.producer.title, row.note) for row in rows]


def test_a_place_is_found_by_its_name_joined_and_left(client, farm, market, mireille):
    page = soup(client.get(url(farm), {"q": "marche cours"}))
    button = page.select_one("button[name=ajouter]")
    client.post(url(farm), {"ajouter": button["value"], "note": "le samedi"})
    assert sellers(market) == [("La Chèvrerie", ""), ("Les Jardins", "le samedi")]
    edit = Edit.objects.get(page_id=market.pk)
    assert (edit.by, edit.state, list(edit.changes)) == (mireille, "online", ["presences"])
    assert PointOfSalePage.objects.get(pk=market.pk).opening_hours == "Sa 08:00-12:00"
    left = soup(client.get(url(farm))).select_one("button[name=enlever]")
    client.post(url(farm), {"enlever": left["value"]})
    assert sellers(market) == [("La Chèvrerie", "")]


def test_joining_twice_is_joining_once(client, farm, market, mireille):
    for _time in range(2):
        client.post(url(farm), {"ajouter": market.pk})
    assert sellers(market) == [("La Chèvrerie", ""), ("Les Jardins", "")]


def test_a_producer_removes_nobody_else(client, farm, market, mireille):
    client.post(url(farm), {"enlever": market.pk})
    assert sellers(market) == [("La Chèvrerie", "")]


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 40, "4000000"])
def test_nonsense_joins_nothing(client, farm, market, mireille, number):
    answer = client.post(url(farm), {"ajouter": number}, follow=True)
    assert "Ce nom n’est pas dans la liste." in soup(answer).text
    assert Presence.objects.filter(producer_id=farm.pk).count() == 0


def test_a_draft_of_somebody_else_cannot_be_joined(client, farm, mireille):
    draft = add_place(title="Brouillon", live=False, slug="brouillon")
    client.post(url(farm), {"ajouter": draft.pk})
    assert sellers(draft) == []


def test_a_producer_is_no_place(client, farm, market, mireille):
    client.post(url(farm), {"ajouter": add_producer(title="Autre", slug="autre").pk})
    assert Presence.objects.filter(producer_id=farm.pk).count() == 0


def test_what_is_not_in_the_list_may_be_proposed(client, farm, mireille):
    page = soup(client.get(url(farm), {"q": "inconnu"}))
    assert "Rien au nom de" in page.main.text
    assert page.select_one(f"main a[href='/espace/nouvelle/?pour={farm.pk}']")


def test_those_who_tend_a_place_say_who_sells_there(client, farm, market):
    client.force_login(add_member(market))
    client.post(url(market), {"ajouter": farm.pk})
    assert sellers(market) == [("La Chèvrerie", ""), ("Les Jardins", "")]
    client.post(url(market), {"enlever": farm.pk})
    assert sellers(market) == [("La Chèvrerie", "")]
    client.force_login(UserFactory())
    assert client.post(url(market), {"ajouter": farm.pk}).status_code == 404
