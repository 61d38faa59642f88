"""Recipes that answer filters, and filters read from an address."""

import datetime as dt

import pytest
from django.test import RequestFactory

from directory import recipe_search
from directory.recipe_content.loading import ensure_index
from directory.recipe_search import Filters
from tests.directory.test_recipe_totals import flour, offer, titles, tomato
from tests.factories import add_producer, add_recipe

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)


@pytest.fixture(scope="module")
def recipes(module_rows):
    food = tomato()
    add_producer(offers=[offer(food, 4)])
    add_recipe(title="Ratatouille", lines=[food], tags=["plat"], is_vegan=True, cook_minutes=60)
    add_recipe(
        title="Pain", lines=[flour()], tags=["Four"], is_vegetarian=True, prep_minutes=20,
        summary="Cuit au four.",
    )  # fmt: skip
    add_recipe(title="Abats", lines=[{"food": None, "text": "des abats"}, food], servings=1)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Abats", "Pain", "Ratatouille"]),
        ({"month": 1}, ["Pain", "Abats", "Ratatouille"]),
        ({"month": 1, "in_season_only": True}, ["Pain"]),
        ({"product": "tomate"}, ["Abats", "Ratatouille"]),
        ({"product": "inconnu"}, []),
        ({"tag": "four"}, ["Pain"]),
        ({"max_minutes": 30}, ["Abats", "Pain"]),
        ({"max_cost": 1}, ["Ratatouille"]),
        ({"max_cost": 0.1}, []),
        ({"without": ("gluten",)}, ["Ratatouille"]),
        ({"without": ("milk",)}, ["Pain", "Ratatouille"]),
        ({"is_vegetarian": True}, ["Pain", "Ratatouille"]),
        ({"is_vegan": True}, ["Ratatouille"]),
        ({"q": "tomates"}, ["Abats", "Ratatouille"]),
        ({"q": "rata"}, ["Ratatouille"]),
        ({"q": "cuit four"}, ["Pain"]),
        ({"q": "chocolat"}, []),
        ({"q": "tomate", "is_vegan": True, "max_minutes": 60, "without": ("gluten", "nuts")},
         ["Ratatouille"]),
    ],
)  # fmt: skip
def test_index_filters_and_puts_the_season_first(recipes, asked, expected):
    assert titles(recipe_search.find(Filters(**{"month": 8} | asked))) == expected


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        ("", Filters(month=9)),
        ("mois=2&q= chou &produit=tomate&etiquette=four", Filters(2, "chou", "tomate", "four")),
        ("minutes=30&prix=2,50", Filters(month=9, max_minutes=30, max_cost=2.5)),
        ("minutes=-3&prix=abc&mois=13&sans=sable", Filters(month=9)),
        ("minutes=1e9&prix=nan&mois=0", Filters(month=9)),
        ("sans=milk&sans=gluten,sesame", Filters(9, without=("gluten", "milk", "sesame"))),
        ("regime=vegetarien&saison=1", Filters(9, is_vegetarian=True, in_season_only=True)),
        ("regime=vegan", Filters(9, is_vegan=True)),
    ],
)
def test_address_becomes_filters_and_nonsense_is_left_out(address, filters):
    parameters = RequestFactory().get(f"/?{address}").GET
    assert recipe_search.parse(parameters, today=TODAY) == filters


def test_index_page_answers_anything(recipes, client):
    index = ensure_index()
    for address in ("", "?q=tomate", "?minutes=abc&prix=%00&mois=99&q=%00", "?sans=gluten"):
        assert client.get(index.url + address).status_code == 200
