"""The page of a recipe: what one cooks, what it is worth, where to buy it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import menu_of_week, months
from directory.models import RecipeIngredient, RecipeStep, RecipeTip
from tests.factories import (
    CommuneFactory,
    FoodFactory,
    ProductFactory,
    add_place,
    add_producer,
    add_recipe,
    nimes,
    uzes,
)
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db
KNOWN = {
    "energy_kj": 400, "energy_kcal": 100, "protein_g": 2, "carbohydrate_g": 10, "sugars_g": 3,
    "fat_g": 1, "saturates_g": 0.5, "fibre_g": 4, "salt_g": 0.1, "co2": 0.5, "dqr": 2,
}  # fmt: skip


def plain(node) -> str:
    return " ".join(node.text.split())


def read(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def sold_food(name: str, **fields):
    product = ProductFactory(name=name, season_months=fields.pop("season", months.ALL_YEAR))
    return FoodFactory(name=name, product=product, **(KNOWN | fields))


def line(text, food=None, grams=100.0, quantity=100.0, **fields):
    return {"text": text, "food": food, "grams": grams, "quantity": quantity, **fields}


def ingredients(page) -> list[str]:
    return [plain(row) for row in page.find("table", class_="ing").select("tbody tr")]


def nutrition(page) -> dict[str, str]:
    rows = page.find("table", class_="nut").select("tbody tr")
    return {plain(row.th): plain(row.td) for row in rows}


@pytest.fixture
def soup(db):
    """200 g of courge and an onion for two, with an option, an « ou » and parts."""
    squash = sold_food("Courge", season=months.pack([10, 11, 12]))
    return add_recipe(
        title="Soupe de courge",
        servings=2,
        lines=[
            line("200 g de courge", squash, 200.0, 200.0),
            line("1 oignon", sold_food("Oignon"), 100.0, 1.0, unit="piece", group="pour le fond"),
            line("ou 1 poireau", sold_food("Poireau"), 120.0, 1.0, unit="piece",
                 group="pour le fond", is_alternative=True),
            line("un filet de vinaigre", FoodFactory(name="Vinaigre"), 5.0, None,
                 group="pour le fond", is_optional=True),
        ],
        steps=[RecipeStep(text="Coupez."), RecipeStep(text="Cuisez.")],
        tips=[RecipeTip(text="Se garde trois jours.")],
        story="On la fait en novembre.",
    )  # fmt: skip


def test_page_gives_the_list_the_steps_and_the_story(client, soup):
    page = read(client, soup.url)
    assert plain(page.h1) == "Soupe de courge"
    assert plain(page.find(id="pour")) == "Pour 2 personnes"
    rows = page.find("table", class_="ing").select("tbody tr")
    lines = [[plain(cell) for cell in row.find_all(["td", "th"])[:2]] for row in rows]
    assert lines == [
        ["200 g", "courge"],
        ["Pour le fond"],
        ["1", "oignon"],
        ["1", "ou poireau"],
        ["", "un filet de vinaigre facultatif"],
    ]
    assert [plain(step) for step in page.select(".steps li")] == ["Coupez.", "Cuisez."]
    assert plain(page.find(id="astuces").find_next("li")) == "Se garde trois jours."
    assert "On la fait en novembre." in plain(page.find(id="histoire").parent)


def test_products_of_the_catalogue_lead_to_their_page(client, soup):
    page = read(client, soup.url)
    links = page.find("table", class_="ing").find_all("a")
    assert [link["href"] for link in links] == [
        "/produits/courge/",
        "/produits/oignon/",
        "/produits/poireau/",
    ]


@pytest.mark.parametrize(
    ("parts", "title", "first"),
    [("6", "Pour 6 personnes", "600 g"), ("1", "Pour 1 personne", "100 g")],
)
def test_a_link_changes_the_servings_without_a_script(client, soup, parts, title, first):
    page = read(client, f"{soup.url}?parts={parts}")
    assert plain(page.find(id="pour")) == title
    assert plain(page.select_one(".ing tbody td")) == first
    assert page.find(id="parts-erreur") is None


def test_quantities_are_written_as_a_cook_would(client, soup):
    page = read(client, f"{soup.url}?parts=3")
    cells = page.select(".ing tbody td.num")
    assert [plain(cell) for cell in cells][:2] == ["300 g", "1 ½"]


@pytest.mark.parametrize("typed", ["0", "101", "-2", "2,5", "beaucoup", "٤", "9" * 400])
def test_servings_that_make_no_sense_are_said_beside_the_field(client, soup, typed):
    page = read(client, f"{soup.url}?parts={typed}")
    assert plain(page.find(id="pour")) == "Pour 2 personnes"
    assert plain(page.find(id="parts-erreur")) == "Demandez un nombre entier de 1 à 100."
    assert page.find(id="parts")["aria-describedby"] == "parts-erreur"


def test_links_to_other_servings_keep_the_place(client, soup):
    nimes()
    page = read(client, f"{soup.url}?ou=nimes&parts=4")
    less, more = page.select("a.step")
    assert (less["href"], more["href"]) == (
        "?ou=nimes&parts=3#ingredients",
        "?ou=nimes&parts=5#ingredients",
    )


def test_nutrition_is_given_per_serving_and_does_not_change_with_servings(client, soup):
    two, six = (nutrition(read(client, f"{soup.url}?parts={n}")) for n in (2, 6))
    assert two == six
    assert two == {
        "Énergie": "150 kcal",
        "Matières grasses": "1,5 g",
        "dont acides gras saturés": "0,8 g",
        "Glucides": "15,0 g",
        "dont sucres": "4,5 g",
        "Fibres": "6,0 g",
        "Protéines": "3,0 g",
        "Sel": "0,15 g",
    }


def test_unknown_is_said_and_never_zero(client):
    mystery = FoodFactory(name="Herbe")
    recipe = add_recipe(lines=[line("100 g d’herbe", mystery)], servings=2)
    page = read(client, recipe.url)
    assert set(nutrition(page).values()) == {"inconnu"}
    assert plain(page.find(id="climat")) == "Climat : inconnu"
    assert plain(page.find(id="prix")) == "Prix : inconnu"
    assert page.find(string=lambda text: "0 kcal" in text) is None


def test_what_is_known_of_a_part_is_a_lower_bound_with_its_share(client):
    known, unknown = FoodFactory(name="Pain", **KNOWN), FoodFactory(name="Herbe")
    lines = [line("82 g de pain", known, 82.0, 82.0), line("18 g d’herbe", unknown, 18.0, 18.0)]
    page = read(client, add_recipe(lines=lines, servings=1).url)
    assert nutrition(page)["Énergie"] == "au moins 82 kcal"
    card = page.find(id="nutrition").parent
    assert plain(card.find(class_="ocre")) == "Incomplet : 82 % de la masse connue"
    assert "Il manque : Herbe." in plain(card)


@pytest.mark.parametrize(
    ("priced", "heading", "sentence"),
    [
        (90.0, "Au moins 0,27 €", "D’après 1 prix publié ici le"),
        (10.0, "Prix : surtout inconnu", "Trop peu de ces produits ont un prix récent publié ici."),
    ],
)
def test_price_of_a_part_is_a_lower_bound_unless_it_says_nothing(client, priced, heading, sentence):
    food, other = sold_food("Courge"), sold_food("Navet")
    price = {"product": food.product, "price": 3, "price_unit": "kg"}
    add_producer(offers=[price | {"price_on": timezone.localdate()}])
    lines = [line("courge", food, priced), line("navet", other, 100 - priced)]
    page = read(client, add_recipe(lines=lines, servings=1).url)
    assert plain(page.find(id="prix")) == heading
    card = plain(page.find(id="prix").parent)
    assert sentence in card
    assert f"Incomplet : {priced:g} % de la masse connue Il manque : Navet." in card


def test_carbon_of_a_part_is_a_lower_bound(client):
    known, unknown = FoodFactory(name="Pain", **KNOWN), FoodFactory(name="Herbe")
    lines = [line("pain", known, 82.0), line("herbe", unknown, 18.0)]
    page = read(client, add_recipe(lines=lines, servings=1).url)
    assert plain(page.find(id="climat")) == "Au moins 41 g CO₂e"
    assert "Il manque : Herbe." in plain(page.find(id="climat").parent)


def test_calculation_is_told_line_by_line_with_dashes_for_the_unknown(client):
    food = FoodFactory(name="Pain", **KNOWN)
    herb = FoodFactory(name="Herbe")
    page = read(client, add_recipe(lines=[line("50 g", food, 50.0), line("5 g", herb, 5.0)]).url)
    rows = page.find(id="calcul").select("tbody tr")
    assert [[plain(cell) for cell in row.find_all(["th", "td"])] for row in rows] == [
        ["Pain", "50 g", "50 kcal", "0,5 g", "5,0 g", "2,0 g", "1,0 g", "0,05 g", "25 g", "–"],
        ["Herbe", "5 g", "–", "–", "–", "–", "–", "–", "–", "–"],
    ]


def test_cost_says_its_dates(client):
    food = sold_food("Courge")
    day = timezone.localdate() - timedelta(days=30)
    price = {"product": food.product, "price": 3, "price_unit": "kg", "price_on": day}
    add_producer(offers=[price])
    page = read(client, add_recipe(lines=[line("100 g", food)], servings=1).url)
    assert plain(page.find(id="prix")) == "Environ 0,30 €"
    assert "D’après 1 prix publié ici le" in plain(page.find(id="prix").parent)


def test_allergens_of_options_are_apart_and_unknown_lines_are_to_check(client):
    lines = [
        line("farine", FoodFactory(name="Farine", allergens=["gluten"])),
        line("crème", FoodFactory(name="Crème", allergens=["milk"]), is_optional=True),
        line("un peu de tout"),
    ]
    tags = read(client, add_recipe(lines=lines).url).select(".recipe-head .tag")
    assert [plain(tag) for tag in tags][-3:] == [
        "Contient : gluten",
        "Selon l’option : lait",
        "Allergènes à vérifier : un peu de tout",
    ]


@pytest.fixture
def november(monkeypatch):
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def test_places_that_have_most_of_the_products_come_first(client, soup, november):
    squash, onion = (row.food.product for row in soup.ingredients.all()[:2])
    add_place(title="Le Petit Marché", products=[squash], latitude=43.837, longitude=4.36)
    add_place(title="La Halle", kind="halle", products=[squash, onion],
              latitude=43.85, longitude=4.37)  # fmt: skip
    add_place(title="Loin", commune=uzes(), products=[squash, onion])
    page = read(client, f"{soup.url}?ou=nimes")
    rows = page.select(".where .line")
    assert [(row.a.text, row.b.text) for row in rows] == [
        ("La Halle", "2 produits sur 2"),
        ("Le Petit Marché", "1 produit sur 2"),
    ]
    assert "1 produit sur 2 : Courge" in plain(rows[1])
    links = [a["href"] for a in page.select(".where > p a")]
    assert links == ["/ou-acheter/?ou=nimes&produit=courge&produit=oignon"]


def test_places_only_count_the_products_they_have_now(client, soup, november):
    squash, onion = (row.food.product for row in soup.ingredients.all()[:2])
    onion.season_months = months.pack([6, 7])
    onion.save()
    place = {"latitude": 43.837, "longitude": 4.36}
    add_place(title="La Halle", products=[squash, onion], **place)
    add_place(title="Oignonière", products=[onion], **place)
    (row,) = read(client, f"{soup.url}?ou=nimes").select(".where .line")
    assert "1 produit sur 2 : Courge" in plain(row)


def test_unknown_commune_is_said_and_the_territory_stands_in(client, soup):
    nimes()
    page = read(client, f"{soup.url}?ou=Atlantide")
    assert plain(page.select_one(".where .alert")) == (
        "Nous ne connaissons pas de commune « Atlantide »."
    )
    assert page.find(id="ou")["value"] == "Atlantide"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(["parts", "ou", "page", "produit"]), st.text(max_size=60), max_size=4
    )
)
def test_no_parameter_breaks_the_page(client, soup, parameters):
    commit()  # what every page has is kept from one example to the next
    assert client.get(soup.url, parameters).status_code == 200


def test_queries_do_not_grow_with_the_recipe_nor_with_the_directory(client):
    def cost(recipe) -> int:
        client.get(recipe.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(recipe.url)
        return len(queries)

    first = sold_food("Courge")
    add_place(title="Une", products=[first.product])
    few = cost(add_recipe(title="Petite", lines=[line("100 g", first)], tags=["soupe"]))
    foods = [sold_food(f"Légume {n}") for n in range(8)]
    for n, food in enumerate(foods):
        add_place(title=f"Lieu {n}", products=[food.product, first.product])
    many = add_recipe(
        title="Grande",
        lines=[line("100 g", food) for food in foods],
        tags=["soupe", "plat", "four"],
    )
    assert cost(many) == few


def test_draft_is_previewed_with_its_totals(rf, soup):
    butter = {"text": "50 g de beurre", "grams": 50, "quantity": 50, "unit": "g"}
    soup.ingredients.add(RecipeIngredient(**butter, sort_order=9))
    response = soup.make_preview_request()
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert plain(page.select(".ing tbody tr th")[-1]) == "beurre"


# The menu of the week, on the home page


def test_menu_of_the_week_is_a_recipe_in_season_that_can_be_bought(client):
    now, later = months.pack([11]), months.pack([6])
    squash, melon = sold_food("Courge", season=now), sold_food("Melon", season=later)
    add_place(title="Halle", products=[squash.product, melon.product])
    add_recipe(title="Melon frais", lines=[line("100 g", melon)])
    add_recipe(title="Courge rôtie", lines=[line("100 g", squash)])
    add_recipe(title="Panais rôti", lines=[line("100 g", sold_food("Panais", season=now))])
    menu = menu_of_week.choose(nimes(), date(2026, 11, 20))
    assert (menu.row.page.title, menu.names, menu.found, menu.total) == (
        "Courge rôtie", "Courge", 1, 1,
    )  # fmt: skip


def test_best_recipes_take_turns_a_week_each(db):
    foods = [sold_food(f"Légume {n}") for n in range(3)]
    add_place(title="Halle", products=[food.product for food in foods])
    for food in foods:
        add_recipe(title=f"Plat de {food.name}", lines=[line("100 g", food)])
    monday = date(2026, 11, 16)
    titles = [
        menu_of_week.choose(nimes(), monday + timedelta(days=days)).row.page.title
        for days in (0, 6, 7, 14)
    ]
    assert titles[0] == titles[1]
    assert len({*titles}) == 3


@pytest.mark.parametrize("place", [None, "bare"])
def test_no_menu_without_a_town_or_anything_sold(db, place):
    center = CommuneFactory(latitude=None, longitude=None) if place else None
    assert menu_of_week.choose(center, date(2026, 11, 20)) is None
    assert menu_of_week.choose(nimes(), date(2026, 11, 20)) is None


def test_home_page_shows_the_menu_of_the_week(client):
    food = sold_food("Courge")
    add_place(title="Halle", products=[food.product])
    recipe = add_recipe(title="Courge rôtie", lines=[line("100 g", food)])
    card = read(client, "/").find(id="menu").find_parent("article")
    assert card.a["href"] == recipe.url
    assert "Courge : 1 produit sur 1 se trouve à moins de 20 km de Nîmes." in plain(card)
