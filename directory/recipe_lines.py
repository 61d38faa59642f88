"""From a line that an editor types to a proposed ingredient, by the foods of the database."""

from directory.models import Food
from directory.recipe_totals import food_facts
from directory.recipes import ingredient_line
from directory.recipes.food_index import FoodIndex
from directory.recipes.ingredient_line import Proposal


def propose(typed: str, foods: FoodIndex | None = None) -> Proposal:
    """The row that a line means, with its grams, how sure that is and why; to be confirmed."""
    return ingredient_line.parse(typed, foods or food_index())


def food_index() -> FoodIndex:
    """Every food by its names and synonyms, its product's included; one query."""
    foods = Food.objects.select_related("product").order_by("name")
    return FoodIndex.of((food_facts(food, food.product), _synonyms(food)) for food in foods)


def _synonyms(food: Food) -> list[str]:
    return [*food.synonyms, *(food.product.synonyms if food.product else [])]
