"""The poster: the question, what is in season, what is open."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import front_page, months
from directory.enums import Nature
from tests.factories import (
    CommuneFactory,
    FamilyFactory,
    ProductFactory,
    add_place,
    add_producer,
    nimes,
)

PARIS = ZoneInfo("Europe/Paris")
pytestmark = pytest.mark.django_db


def read(client, address="/") -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def plain(text: str) -> str:
    return " ".join(text.split())


def contribution(now) -> dict:
    return front_page.contribute(RequestFactory().get("/"), now=now)


def at_noon() -> datetime:
    return timezone.localtime().replace(hour=12, minute=0)


def test_home_asks_one_question_and_searches(client):
    nimes()
    page = read(client)
    assert [plain(h1.text) for h1 in page.find_all("h1")] == [
        "Qu’est-ce qu’on mange de bon, par ici ?"
    ]
    form = page.find("form", role="search")
    assert form["action"] == "/ou-acheter/"
    assert [field["name"] for field in form.find_all("input")] == ["q", "ou"]
    assert [link["href"] for link in page.find(class_="chips").find_all("a")] == [
        "/ou-acheter/?ouvert=maintenant",
        "/ou-acheter/?type=marche&type=marche-producteurs&type=marche-soir&type=halle",
        "/ou-acheter/?type=ferme",
        "/ou-acheter/?type=distributeur",
    ]


def test_an_empty_site_says_so_and_hides_what_it_does_not_know(client):
    nimes()
    page = read(client)
    sections = page.main.find_all("section")
    assert [(section.h2.text, plain(section.p.text)) for section in sections] == [
        (
            "C’est la pleine saison",
            "Aucun produit de pleine saison n’est encore dans l’annuaire ce mois-ci."
            " Voir tous les lieux",
        ),
        (
            "Ouvert près de Nîmes",
            "Rien d’ouvert à cette heure-ci. Voir tous les lieux et leurs horaires",
        ),
        (
            "Un label donné par vos voisins",
            "Un jury d’habitants et de gens du métier, en grande partie tirés au sort, lit le"
            " dossier, s’appuie sur une visite à la ferme, note chacun de son côté, puis discute."
            " Nîmes Métropole signe, et publie ses raisons. Pas d’étoiles, pas de moyenne.",
        ),
    ]
    assert not page.find(class_="figs")


def test_tickets_are_products_at_their_peak_that_can_be_bought():
    month = 9
    cheese = FamilyFactory(name="Fromages", slug="fromages", icon="cheese", ink="soleil")
    peak = {"peak_months": months.bit(month)}
    fig = ProductFactory(name="Figue", slug="figue", **peak)
    goat = ProductFactory(name="Pélardon", slug="pelardon", family=cheese, **peak)
    ProductFactory(name="Introuvable", slug="introuvable", **peak)
    stored = ProductFactory(name="Pomme", slug="pomme")
    nursery = FamilyFactory(name="Plants", slug="plants-fleurs")
    flower = ProductFactory(name="Fleur coupée", slug="fleur-coupee", family=nursery, **peak)
    soap = ProductFactory(name="Savon", slug="savon", nature=Nature.CRAFT, **peak)
    add_place(title="A", products=[fig, stored])
    add_place(title="Pépinière", products=[flower, soap])
    add_place(title="B", products=[fig, goat])
    add_place(title="C", products=[goat], live=False)
    assert [(s.product.name, s.total, s.icon, s.ink) for s in front_page.in_season(month)] == [
        ("Figue", 2, "vegetable", "garrigue"),
        ("Pélardon", 1, "cheese", "soleil"),
    ]


def test_the_season_leads_to_the_whole_year(client):
    heading = read(client).find(id="saison").parent
    assert [(a.text, a["href"]) for a in heading.find_all("a")] == [("Les douze mois", "/saisons/")]


def test_markets_of_the_day_are_those_of_the_territory():
    every_day = {"opening_hours": "Mo-Su 08:00-13:00"}
    add_place(title="Marché", kind="marche", commune=nimes(), **every_day)
    add_place(title="Halle", kind="halle", commune=nimes(), **every_day)
    add_place(title="Ferme", kind="ferme", commune=nimes(), **every_day)
    add_place(title="Loin", kind="marche", commune=CommuneFactory(epci_siren="1"), **every_day)
    add_place(title="Muet", kind="marche", commune=nimes())
    assert contribution(at_noon())["markets_today"] == 2


def test_open_places_are_those_near_the_largest_commune():
    CommuneFactory(name="Petite", population=10, latitude=43.0, longitude=3.0)
    near = nimes()
    near.population = 150_000
    near.save()
    add_place(title="Toujours", opening_hours="24/7", commune=near)
    add_place(title="Jamais", commune=near)
    shown = contribution(at_noon())
    assert (shown["center"].name, [row.name for row in shown["open_now"].rows]) == (
        "Nîmes",
        ["Toujours"],
    )


def test_countries_count_what_they_hold(client):
    add_place(title="A", commune=CommuneFactory(country="camargue"))
    add_producer(title="B", commune=CommuneFactory(country="camargue"))
    add_place(title="C", commune=CommuneFactory(country="cevennes"))
    add_place(title="D", commune=CommuneFactory())
    cards = read(client).find(id="pays").find_parent("section").find_all("li")
    assert [(card.a.text, card.a["href"], card.find(class_="kick").text) for card in cards] == [
        ("Cévennes", "/ou-acheter/?pays=cevennes", "1 producteur ou lieu"),
        ("Camargue", "/ou-acheter/?pays=camargue", "2 producteurs et lieux"),
    ]


def test_editorial_text_follows(client, tree):
    tree.home.body = [("text", "<h2>Qui nous sommes</h2><p>Des voisins.</p>")]
    tree.home.save_revision().publish()
    assert read(client).find(class_="prose").h2.text == "Qui nous sommes"


def test_home_costs_the_same_for_a_larger_directory(client):
    def visit() -> int:
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    def fill(name, number):
        for n in range(number):
            add_place(
                title=f"{name} {n}",
                kind="marche",
                opening_hours="24/7",
                commune=nimes(),
                products=[ProductFactory(peak_months=months.ALL_YEAR)],
            )

    fill("Premier", 1)
    few = visit()
    fill("Suivant", 6)
    assert visit() == few
