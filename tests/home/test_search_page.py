"""The search page as a reader meets it; what it finds is tested with the search itself."""

import datetime as dt
import itertools
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import ProductFactory, SourceFactory, add_place, add_producer, nimes, uzes

PARIS = ZoneInfo("Europe/Paris")
pytestmark = pytest.mark.django_db


def read(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def plain(element) -> str:
    return " ".join(element.get_text().split())


def names(page) -> list[str]:
    return [row.h2.text for row in page.find_all("li", class_="place")]


def test_a_row_says_what_where_when_and_how_fresh(client):
    honey = ProductFactory(name="Miel", slug="miel")
    add_place(
        title="Le Casier",
        kind="distributeur",
        commune=nimes(),
        latitude=43.8367,
        longitude=4.3601,
        opening_hours="24/7",
        products=[honey],
        label_number="2026-0001",
    )
    (row,) = read(client, "/ou-acheter/?ou=nimes").find_all("li", class_="place")
    assert row.a["href"] == "/ou-acheter/le-casier/"
    kind, state, tags = row.find_all("p")
    assert plain(kind) == "Distributeur automatique · Nîmes · 100 m"
    assert [tag["class"] for tag in state.find_all("span")] == [
        ["state", "live", "open"],
        ["stamp"],
    ]
    assert [plain(tag) for tag in tags.find_all(class_="tag")] == ["Miel", "Produits labellisés"]


def test_a_listing_placed_at_its_commune_has_no_false_precision(client):
    add_producer(title="Ferme", commune=nimes())
    (row,) = read(client, "/ou-acheter/?ou=nimes").find_all("li", class_="place")
    assert plain(row.p) == "Producteur · Nîmes · environ 1 km"


def test_the_tab_says_what_is_asked(client):
    uzes()
    ProductFactory(name="Miel", slug="miel", plural="Miels")
    page = read(client, "/ou-acheter/?ou=uzes&produit=miel")
    assert plain(page.title) == "Miels près d’Uzès – Made in Gard"
    assert plain(read(client, "/ou-acheter/").title) == "Où acheter ? – Made in Gard"


def test_a_place_that_is_missing_may_be_said(client):
    links = [a["href"] for a in read(client, "/ou-acheter/?q=xyzzy").main.find_all("a")]
    assert reverse("directory:espace_begin") in links
    assert reverse("directory:propose_place") in links


def test_what_was_asked_stays_in_the_form(client):
    nimes()
    form = read(
        client, "/ou-acheter/?q=miel&ou=nimes&bio=1&ouvert=maintenant&type=ferme&rayon=30&tri=nom"
    ).find("form", role="search")
    hidden = [(i["name"], i["value"]) for i in form.find_all("input", type="hidden")]
    assert form.find(id="q")["value"] == "miel"
    assert form.find(id="ou")["value"] == "Nîmes"
    assert sorted(hidden) == [("bio", "1"), ("ouvert", "maintenant")]
    checked = {(i["name"], i["value"]) for i in form.find_all("input", checked=True)}
    assert checked == {("type", "ferme"), ("rayon", "30"), ("tri", "nom")}


def test_ignored_values_are_said(client):
    page = read(client, "/ou-acheter/?tri=nimporte")
    assert len(page.find(class_="alert").find_all("li")) == 1


def test_nothing_found_proposes_a_way_out(client):
    add_place(title="Ferme", commune=nimes())
    page = read(client, "/ou-acheter/?q=introuvable")
    assert names(page) == []
    assert page.find(class_="empty").h2.text == "Rien pour cette recherche"
    assert "/ou-acheter/" in [link["href"] for link in page.find(class_="empty").find_all("a")]


def test_results_come_in_pages(client):
    for number in range(21):
        add_place(title=f"Ferme {number:02}")
    page = read(client, "/ou-acheter/?tri=nom")
    assert len(names(page)) == 20
    pager = page.find("nav", class_="pager")
    assert (plain(pager.span), pager.a.text) == ("Page 1 sur 2", "Suivant")
    assert names(read(client, "/ou-acheter/" + pager.a["href"])) == ["Ferme 20"]


@pytest.mark.parametrize("view", ["", "?vue=carte"])
def test_the_list_is_there_whatever_the_view(client, view):
    add_place(title="Ferme")
    page = read(client, f"/ou-acheter/{view}")
    assert names(page) == ["Ferme"]
    assert page.find(attrs={"data-map": True})["data-points"] == "/ou-acheter/points.geojson"


def test_sources_of_imported_places_are_named(client):
    add_place(source=SourceFactory(name="Marchés", attribution="© tous", licence="ODbL"))
    page = read(client, "/ou-acheter/")
    assert plain(page.find(class_="sources")) == "Lieux repris de : Marchés, © tous (ODbL)."


def test_producers_have_their_own_list(client):
    add_place(title="Marché")
    add_producer(title="Zoé", commune=uzes())
    add_producer(title="Abel", commune=nimes())
    page = read(client, "/producteurs/?tri=nom")
    assert names(page) == ["Abel", "Zoé"]
    assert plain(page.find(role="status")) == "2 producteurs, par nom."
    assert names(read(client, "/producteurs/?ou=uzes")) == ["Zoé"]


def test_english_rows_lead_to_english_pages(client):
    add_place(title="Ferme")
    row = read(client, "/en/ou-acheter/").find("li", class_="place")
    assert row.a["href"] == "/en/ou-acheter/ferme/"


@pytest.mark.parametrize("address", ["/ou-acheter/?ou=nimes", "/producteurs/"])
def test_a_list_costs_the_same_for_a_larger_directory(client, address):
    def visit() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    add = add_producer if "producteurs" in address else add_place
    add(title="Premier", commune=nimes())
    few = visit()
    for number in range(8):
        add(title=f"Suivant {number}", commune=nimes())
    assert visit() == few


@pytest.mark.parametrize(
    "address", ["/", "/ou-acheter/", "/ou-acheter/?q=rien", "/producteurs/", "/ou-acheter/ferme/"]
)
def test_headings_descend_one_step_at_a_time_from_one_title(client, address):
    add_place(title="Ferme", slug="ferme", commune=nimes(), products=[ProductFactory()])
    headings = read(client, address).main.find_all(["h1", "h2", "h3", "h4"])
    levels = [int(heading.name[1]) for heading in headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("address", ["/ou-acheter/?q=fraise", "/ou-acheter/?produit=fraise"])
def test_a_search_of_one_product_leads_to_its_page(client, address):
    ProductFactory(name="Fraise", slug="fraise")
    (link,) = [a for a in read(client, address).main.find_all("a") if "/produits/" in a["href"]]
    assert (link["href"], plain(link)) == (
        "/produits/fraise/",
        "Fraise : ses mois, comment bien choisir, des recettes",
    )


def test_a_search_of_two_products_leads_to_neither(client):
    ProductFactory(name="Fraise", slug="fraise")
    ProductFactory(name="Figue", slug="figue")
    page = read(client, "/ou-acheter/?produit=fraise&produit=figue")
    assert [a for a in page.main.find_all("a") if "/produits/" in a["href"]] == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (
            "2026-11-20T09:00",  # a Friday: tomorrow is Saturday
            {
                "ce soir à 18 h": "2026-11-20T18:00",
                "demain à 10 h": "2026-11-21T10:00",
                "dimanche à 10 h": "2026-11-22T10:00",
            },
        ),
        (
            "2026-10-24T19:00",  # the evening before the clocks change
            {
                "demain à 10 h": "2026-10-25T10:00",
                "samedi à 10 h": "2026-10-31T10:00",
            },
        ),
    ],
)
def test_another_moment_is_one_click(client, monkeypatch, now, expected):
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=PARIS)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    links = read(client, "/ou-acheter/?ou=&bio=1").select(".when a")
    assert {plain(a): parse_qs(a["href"][1:]) for a in links} == {
        label: {"bio": ["1"], "ouvert": [value]} for label, value in expected.items()
    }


def test_the_moment_asked_for_is_marked_and_goes_away(client, monkeypatch):
    moment = dt.datetime(2026, 11, 18, 9, tzinfo=PARIS)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    page = read(client, "/ou-acheter/?bio=1&ouvert=2026-11-21T10:00")
    (current,) = page.select(".when a[aria-current]")
    assert plain(current) == "samedi à 10 h (retirer ce filtre)"
    assert current["href"] == "?bio=1"


def test_a_list_that_ends_leads_to_the_same_search_further_away(client):
    add_place(title="Ici", commune=nimes())

    def further(address):
        found = read(client, address).find(class_="further")
        return [(a.text, a["href"]) for a in found.find_all("a")] if found else []

    assert further("/ou-acheter/?ou=nimes") == [
        ("à 30 km", "?ou=nimes&rayon=30"),
        ("à 60 km", "?ou=nimes&rayon=60"),
    ]
    assert further("/ou-acheter/?ou=nimes&rayon=60") == []
    assert further("/ou-acheter/") == []


def test_the_filters_of_a_phone_are_behind_one_button_that_counts_them(client):
    nimes()
    button = read(client, "/ou-acheter/?ou=nimes&bio=1").find("details", class_="fold").summary
    assert plain(button) == "Filtrer 2 filtres actifs"
    assert plain(read(client, "/ou-acheter/").find("details", class_="fold").summary) == "Filtrer"


def test_what_is_open_now_is_one_tap_away_on_a_phone_too(client):
    add_place(title="Toujours", commune=nimes(), opening_hours="24/7")
    add_place(title="Muet", commune=nimes())
    (link,) = read(client, "/ou-acheter/?ou=nimes").find(class_="found").find_all("a")
    assert (plain(link), link["href"]) == ("1 ouvert maintenant", "?ou=nimes&ouvert=maintenant")
    assert names(read(client, f"/ou-acheter/{link['href']}")) == ["Toujours"]
    asked = read(client, "/ou-acheter/?ou=nimes&ouvert=maintenant")
    assert asked.find(class_="found").find_all("a") == []
