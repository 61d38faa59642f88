"""The shopping list of one or several recipes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.recipe_content.loading import ensure_index
from tests.directory.test_recipe_pages import line, plain, read, sold_food
from tests.factories import FoodFactory, add_recipe
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def address(module_rows) -> str:
    onion = sold_food("Oignon")
    onion.product.family.name = "Légumes"
    onion.product.family.save()
    add_recipe(
        title="Soupe",
        servings=4,
        lines=[
            line("200 g d’oignons", onion, 200.0, 200.0),
            line("1 pincée de sel", FoodFactory(name="Sel", slug="sel")),
            line("100 g de pommes séchées", FoodFactory(name="Pomme séchée")),
            line("ou 100 g de poires séchées", FoodFactory(name="Poire séchée"),
                 is_alternative=True),
            line("du persil", FoodFactory(name="Persil"), None, None, is_optional=True),
        ],
    )  # fmt: skip
    add_recipe(title="Tarte", servings=2, lines=[line("300 g d’oignons", onion, 300.0, 300.0)])
    return f"{ensure_index().url}liste-de-courses/"


def shelves(page) -> dict[str, list[str]]:
    return {
        plain(section.h2): [plain(item) for item in section.find_all("li")]
        for section in page.select(".shelves section")
    }


def test_list_groups_what_to_buy_by_family_without_salt(client, address):
    page = read(client, f"{address}?recette=soupe")
    assert shelves(page) == {
        "Légumes": ["Oignon200 g d’oignons"],
        "Épicerie et placard": [
            "Persildu persil (facultatif)",
            "Pomme séchée100 g de pommes séchées, ou 100 g de poires séchées",
        ],
    }


def test_several_recipes_add_up_each_for_its_servings(client, address):
    page = read(client, f"{address}?recette=soupe&recette=tarte&parts=8&parts=4")
    assert shelves(page)["Légumes"] == [
        "Oignon400 g d’oignons + 600 g d’oignons (environ 1,0 kg en tout)"
    ]
    fields = [field["value"] for field in page.select("input[name=parts]")]
    assert fields == ["8", "4"]
    assert [a["href"] for a in page.select(".dish-line .row a")] == [
        "?recette=tarte&parts=4",
        "?recette=soupe&parts=8",
    ]


def test_list_leads_to_who_sells_it(client, address):
    page = read(client, f"{address}?recette=tarte")
    assert [a["href"] for a in page.select(".shopping > p .btn[href*=ou-acheter]")] == [
        "/ou-acheter/?produit=oignon"
    ]


def test_boxes_are_sent_to_nobody(client, address):
    boxes = read(client, f"{address}?recette=soupe").select(".shelves input")
    assert boxes
    assert not any(box.has_attr("name") or box.find_parent("form") for box in boxes)


def test_empty_list_offers_recipes(client, address):
    page = read(client, address)
    assert plain(page.find(class_="empty").h2) == "La liste est vide"
    options = page.find(id="recette").find_all("option")
    assert [option["value"] for option in options] == ["soupe", "tarte"]


@pytest.mark.parametrize(
    ("query", "warning"),
    [
        ("recette=licorne", "Une recette de cette liste n’est plus en ligne."),
        ("recette=soupe&parts=mille", "Soupe : demandez un nombre entier de 1 à 100."),
        (
            "&".join(f"recette=r{n}" for n in range(15)),
            "Pas plus de 12 recettes : les premières sont gardées.",
        ),
    ],
)
def test_what_makes_no_sense_is_said(client, address, query, warning):
    page = read(client, f"{address}?{query}")
    assert plain(page.find(class_="alert").li).replace("\u00a0", " ") == warning


def test_a_draft_is_in_no_list(client, address):
    add_recipe(title="Secret", live=False, lines=[line("1", sold_food("Truffe"))])
    assert "Truffe" not in read(client, f"{address}?recette=secret").text


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.one_of(st.text(max_size=60), st.sampled_from(["soupe", "\x00"])), max_size=15),
    st.lists(st.one_of(st.text(max_size=9), st.integers().map(str)), max_size=15),
)
def test_no_parameter_breaks_the_page(client, address, recipes, parts):
    commit()  # what every page has is kept from one example to the next
    assert client.get(address, {"recette": recipes, "parts": parts}).status_code == 200


def test_queries_do_not_grow_with_the_recipes(client, address):
    def cost(query) -> int:
        client.get(f"{address}?{query}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{address}?{query}")
        return len(queries)

    for number in range(6):
        add_recipe(title=f"Plat {number}", lines=[line("1", sold_food(f"Légume {number}"))])
    few = cost("recette=plat-0")
    assert cost("&".join(f"recette=plat-{n}" for n in range(6))) == few
