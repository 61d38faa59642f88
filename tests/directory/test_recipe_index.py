"""The index of recipes: those in season first, filters that can be removed."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import months, recipe_index, site_tree
from directory.models import RecipeFacts
from directory.recipe_content.loading import ensure_index
from tests.directory.test_recipe_pages import line, plain, read, sold_food
from tests.factories import FoodFactory, add_recipe
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def cookbook(module_rows):
    """Three recipes: of November, of June, of all year."""
    site_tree.ensure()
    add_recipe(
        title="Aubergines rôties",
        lines=[line("100 g", sold_food("Aubergine", season=months.pack([6])))],
        cook_minutes=50,
        tags=["four"],
        is_vegetarian=True,
    )
    add_recipe(
        title="Courge au lait",
        lines=[
            line("100 g", sold_food("Courge", season=months.pack([11]))),
            line("10 g", FoodFactory(name="Lait", allergens=["milk"])),
        ],
        prep_minutes=20,
        tags=["soupe"],
    )
    add_recipe(title="Pain grillé", lines=[line("100 g", sold_food("Pain"))], prep_minutes=5)
    return ensure_index()


def titles(page: BeautifulSoup) -> list[str]:
    return [plain(title) for title in page.select(".dishes h2")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("mois=11", ["Courge au lait", "Pain grillé", "Aubergines rôties"]),
        ("mois=6", ["Aubergines rôties", "Pain grillé", "Courge au lait"]),
        ("mois=11&saison=1", ["Courge au lait", "Pain grillé"]),
        ("mois=11&produit=courge", ["Courge au lait"]),
        ("mois=11&etiquette=four", ["Aubergines rôties"]),
        ("mois=11&minutes=30", ["Courge au lait", "Pain grillé"]),
        ("mois=11&sans=milk", ["Pain grillé", "Aubergines rôties"]),
        ("mois=11&sans=milk&sans=gluten", ["Pain grillé", "Aubergines rôties"]),
        ("mois=11&regime=vegetarien", ["Aubergines rôties"]),
        ("mois=11&prix=5", []),
        ("mois=11&q=courges", ["Courge au lait"]),
    ],
)
def test_filters_keep_what_they_say_in_season_first(client, cookbook, query, expected):
    assert titles(read(client, f"{cookbook.url}?{query}")) == expected


def test_counts_are_said(client, cookbook):
    page = read(client, f"{cookbook.url}?mois=11")
    assert plain(page.find(role="status")) == "3 recettes, dont 2 de saison en novembre."


def test_a_filter_in_force_can_be_removed(client, cookbook):
    page = read(client, f"{cookbook.url}?q=courge&sans=milk&sans=eggs&minutes=60")
    assert [(plain(chip), chip["href"]) for chip in page.select(".active a")] == [
        ("« courge » (retirer ce filtre)", "?minutes=60&sans=milk&sans=eggs"),
        ("En 1 h (retirer ce filtre)", "?q=courge&sans=milk&sans=eggs"),
        ("Sans lait (retirer ce filtre)", "?q=courge&minutes=60&sans=eggs"),
        ("Sans œufs (retirer ce filtre)", "?q=courge&minutes=60&sans=milk"),
    ]


@pytest.mark.parametrize(
    ("query", "warning"),
    [
        ("produit=licorne", "Aucune recette avec « licorne »."),
        ("etiquette=rien", "Étiquette inconnue : « rien »."),
        ("minutes=vite", "Durée ignorée : « vite » n’est pas un nombre de minutes."),
        ("prix=peu", "Prix ignoré : « peu » n’est pas un nombre d’euros."),
        ("sans=amour", "Allergène inconnu : « amour »."),
        ("regime=sec", "Régime inconnu : « sec »."),
        ("saison=non", "Saison ignorée : « non »."),
        ("mois=13", "Mois ignoré : « 13 » n’est pas entre 1 et 12."),
        ("q=%21%21", "Rien à chercher dans « !! »."),
        ("page=99", "Cette page n’existe pas : en voici une autre."),
    ],
)
def test_what_makes_no_sense_is_said_and_left_out(client, cookbook, query, warning):
    page = read(client, f"{cookbook.url}?{query}")
    assert plain(page.find(class_="alert")).replace("\u00a0", " ") == warning
    assert len(titles(page)) == 3


def test_nothing_found_says_what_there_is_instead(client, cookbook):
    page = read(client, f"{cookbook.url}?q=licorne")
    empty = page.find(class_="empty")
    assert plain(empty.h2) == "Aucune recette pour ces choix"
    assert [a["href"] for a in empty.find_all("a")] == [
        cookbook.url,
        f"{cookbook.url}je-cuisine-avec/",
    ]


def test_pages_follow_each_other(client, cookbook, monkeypatch):
    monkeypatch.setattr(recipe_index, "PAGE_SIZE", 2)
    first = read(client, f"{cookbook.url}?mois=11")
    assert titles(first) == ["Courge au lait", "Pain grillé"]
    assert first.find("a", rel="next")["href"] == "?mois=11&page=2"
    second = read(client, f"{cookbook.url}?mois=11&page=2")
    assert titles(second) == ["Aubergines rôties"]
    assert second.find("a", rel="prev")["href"] == "?mois=11&page=1"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from([*recipe_index.PARAMETERS, "page"]),
        st.one_of(
            st.text(max_size=50),
            st.integers().map(str),
            st.lists(st.text(max_size=9), max_size=4),
            st.sampled_from(["milk", "courge", "1", "\x00", "²", "1e9", "NaN", "99999", "0,001"]),
        ),
        max_size=6,
    )
)
def test_no_parameter_breaks_the_index(client, cookbook, parameters):
    commit()  # what every page has is kept from one example to the next
    assert client.get(cookbook.url, parameters).status_code == 200


def test_queries_do_not_grow_with_the_recipes(client, cookbook):
    def cost() -> int:
        client.get(cookbook.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(cookbook.url)
        return len(queries)

    def add(number: int):
        food = sold_food(f"Légume {number}")
        add_recipe(title=f"Plat {number}", lines=[line("100 g", food)], tags=[f"sorte {number}"])

    add(0)  # from here on nothing is kept from one request to the next
    few = cost()
    for number in range(1, 9):
        add(number)
    assert RecipeFacts.objects.count() == 12
    assert cost() == few


def test_cards_say_only_what_is_known_well_enough(client):
    add_recipe(title="Mystère", lines=[line("100 g", FoodFactory(name="Herbe"))], prep_minutes=10)
    page = read(client, f"{ensure_index().url}?q=mystère")
    assert [plain(tag) for tag in page.select(".dishes .tag")] == ["10 min"]


def test_current_month_is_that_of_today(client, cookbook):
    page = read(client, cookbook.url)
    month = months.NAMES[timezone.localdate().month - 1]
    assert plain(page.find(role="status")).endswith(f"de saison en {month}.")


def test_index_leads_to_the_proposal_of_a_recipe(client, db):
    index = ensure_index()

    assert 'href="/recettes/proposer/"' in client.get(index.url).content.decode()
