"""schema.org Recipe: what is known in full, and nothing else."""

import json

import pytest
from bs4 import BeautifulSoup

from directory.models import RecipeStep
from directory.recipe_structured_data import duration
from home.seo import absolute
from tests.directory.test_recipe_pages import KNOWN, line
from tests.factories import FoodFactory, add_recipe

pytestmark = pytest.mark.django_db


def node(client, recipe) -> dict:
    page = BeautifulSoup(client.get(recipe.url).content, "html.parser")
    graph = json.loads(page.find("script", type="application/ld+json").string)["@graph"]
    return next(each for each in graph if each["@type"] == "Recipe")


def test_recipe_tells_its_ingredients_steps_times_and_nutrition(client):
    food = FoodFactory(name="Pain", **KNOWN)
    recipe = add_recipe(
        title="Pain perdu",
        summary="Avec le pain d’hier.",
        servings=2,
        prep_minutes=10,
        cook_minutes=65,
        is_vegetarian=True,
        author_name="Odette",
        lines=[
            line("200 g de pain", food, 200.0, 200.0),
            line("ou 200 g de brioche", food, 200.0, 200.0, is_alternative=True),
        ],
        steps=[RecipeStep(text="Trempez."), RecipeStep(text="Dorez.")],
    )
    found, address = node(client, recipe), absolute(recipe.url)
    times = {key: found.pop(key) for key in ("datePublished", "dateModified")}
    assert set(times.values()) == {recipe.first_published_at.date().isoformat()}
    assert found == {
        "@type": "Recipe",
        "@id": f"{address}#recette",
        "name": "Pain perdu",
        "url": address,
        "description": "Avec le pain d’hier.",
        "inLanguage": "fr",
        "author": {"@type": "Person", "name": "Odette"},
        "image": absolute("/static/img/share.png"),
        "prepTime": "PT10M",
        "cookTime": "PT1H5M",
        "totalTime": "PT1H15M",
        "recipeYield": ["2", "2\u00a0personnes"],
        "recipeIngredient": ["200 g de pain"],
        "recipeInstructions": [
            {"@type": "HowToStep", "position": 1, "text": "Trempez."},
            {"@type": "HowToStep", "position": 2, "text": "Dorez."},
        ],
        "suitableForDiet": ["https://schema.org/VegetarianDiet"],
        "nutrition": {
            "@type": "NutritionInformation",
            "servingSize": "1",
            "calories": "100 kcal",
            "fatContent": "1 g",
            "saturatedFatContent": "0.5 g",
            "carbohydrateContent": "10 g",
            "sugarContent": "3 g",
            "fiberContent": "4 g",
            "proteinContent": "2 g",
            "sodiumContent": "40 mg",
        },
    }


def test_a_partly_known_nutrient_is_left_out(client):
    complete = FoodFactory(name="Pain", **KNOWN)
    partly = FoodFactory(name="Herbe", energy_kcal=20)
    recipe = add_recipe(servings=1, lines=[line("100 g", complete), line("100 g", partly)])
    assert node(client, recipe)["nutrition"] == {
        "@type": "NutritionInformation",
        "servingSize": "1",
        "calories": "120 kcal",
    }


def test_nothing_is_said_of_an_unknown_nutrition(client):
    recipe = add_recipe(lines=[line("100 g", FoodFactory(name="Herbe"))])
    assert "nutrition" not in node(client, recipe)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, ""), (45, "PT45M"), (60, "PT1H"), (75, "PT1H15M")]
)
def test_durations(minutes, words):
    assert duration(minutes) == words


def test_recipe_without_a_credited_author_is_by_the_site(client):
    assert node(client, add_recipe())["author"] == {"@type": "Organization", "name": "Made in Gard"}
