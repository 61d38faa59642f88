"""« Je cuisine avec… »: from what one has to what one can cook."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import cook_with, months
from directory.recipe_content.loading import ensure_index
from tests.directory.test_recipe_pages import line, plain, read, sold_food
from tests.factories import FamilyFactory, FoodFactory, ProductFactory, add_recipe
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def address(module_rows) -> str:
    squash, onion, leek = (sold_food(name) for name in ("Courge", "Oignon", "Poireau"))
    add_recipe(
        title="Tarte",
        lines=[line("1", squash), line("1", onion), line("1", leek)],
        tags=["four"],
    )
    add_recipe(title="Soupe", lines=[line("1", squash), line("1", FoodFactory(name="Levure"))])
    add_recipe(title="Oignons", lines=[line("1", onion)])
    return f"{ensure_index().url}je-cuisine-avec/"


def ask(client, address, *slugs):
    return read(client, f"{address}?{urlencode([('produit', slug) for slug in slugs])}")


def dishes(page) -> list[tuple[str, str]]:
    return [(plain(row.h3), plain(row.find_all("p")[0])) for row in page.select(".place")]


def test_nothing_ticked_shows_the_products_that_recipes_use(client, address):
    ProductFactory(name="Inutile")
    page = read(client, address)
    boxes = page.find_all("input", type="checkbox")
    assert {box["value"] for box in boxes} == {"courge", "oignon", "poireau"}
    assert not any(box.has_attr("checked") for box in boxes)
    assert dishes(page) == []


def test_recipes_that_lack_least_come_first_and_say_what(client, address):
    page = ask(client, address, "courge", "oignon")
    assert dishes(page) == [
        ("Oignons", "Vous avez tout."),
        ("Tarte", "Il manque 1 chose : Poireau"),
        ("Soupe", "Il manque 1 chose : Levure"),
    ]
    assert page.select_one(".place a.above")["href"] == "/produits/poireau/"
    assert plain(page.find(id="t-recettes")) == "3 recettes possibles"


def test_what_one_has_stays_ticked_and_can_be_taken_away(client, address):
    page = ask(client, address, "courge", "oignon")
    ticked = [box["value"] for box in page.find_all("input", checked=True)]
    assert sorted(ticked) == ["courge", "oignon"]
    chips = page.select("#recettes .chips a")
    assert [(chip.contents[0], chip["href"]) for chip in chips] == [
        ("Courge", "?produit=oignon"),
        ("Oignon", "?produit=courge"),
    ]


def test_products_stand_by_family_those_of_the_month_first(db):
    month = timezone.localdate().month
    vegetables = FamilyFactory(name="Légumes", order=1)
    fruits = FamilyFactory(name="Fruits", order=2)
    apple = ProductFactory(name="Pomme", family=fruits, season_months=0)
    late = ProductFactory(name="Asperge", family=vegetables, season_months=0)
    now = ProductFactory(name="Panais", family=vegetables, season_months=months.pack([month]))
    found = cook_with.families([apple, late, now], [late], month)
    assert [(f.name, [c.product.name for c in f.choices], f.is_open) for f in found] == [
        ("Légumes", ["Panais", "Asperge"], True),
        ("Fruits", ["Pomme"], False),
    ]


def test_unknown_products_are_said(client, address):
    page = ask(client, address, "courge", "licorne")
    assert plain(page.find(class_="alert")) == "Aucune recette avec « licorne »."
    assert len(dishes(page)) == 2


def test_too_many_products_are_cut(client, address):
    page = ask(client, address, *(f"p{n}" for n in range(60)))
    assert plain(page.find(class_="alert").li) == (
        "Pas plus de 40 produits : les premiers sont gardés."
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(st.text(max_size=80), st.sampled_from(["courge", "\x00"])), max_size=50))
def test_no_parameter_breaks_the_page(client, address, values):
    commit()  # what every page has is kept from one example to the next
    assert client.get(address, {"produit": values}).status_code == 200


def test_queries_do_not_grow_with_the_recipes(client, address):
    def cost() -> int:
        ask(client, address, "courge")
        with CaptureQueriesContext(connection) as queries:
            ask(client, address, "courge")
        return len(queries)

    def add(number: int):
        lines = [line("1", sold_food("Courge")), line("1", sold_food(f"Légume {number}"))]
        add_recipe(title=f"Plat {number}", lines=lines, tags=[f"sorte {number}"])

    add(0)  # from here on nothing is kept from one request to the next
    few = cost()
    for number in range(1, 7):
        add(number)
    assert cost() == few
