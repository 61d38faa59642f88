"""Read a recipe, its foods and the local prices from the database, and compute its totals."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from directory import recipe_purchases
from directory.models import Food, Offer, Product, RecipePage, StockedProduct
from directory.models.food import NUTRIENTS
from directory.recipes import cost
from directory.recipes.ingredients import FoodFacts, Ingredient
from directory.recipes.totals import RecipeTotals, compute

MOST_SERVINGS = 100
_PRICE = ("product_id", "price", "price_unit", "price_on")


def facts_of(
    recipe: RecipePage, servings: int | None = None, *, today: date | None = None
) -> RecipeTotals:
    """All that is computed of a recipe, published or being written; three queries.

    A fourth if a food is bought as another: `recipe_purchases`.

    `servings` out of 1 to 100 are brought back there; None is what the recipe is written for.
    """
    if servings is not None:
        servings = min(max(servings, 1), MOST_SERVINGS)
    lines = ingredients_of(recipe)
    foods = [line.food for line in lines if line.food]
    return compute(
        lines,
        written_for=recipe.servings or 1,
        servings=servings,
        prices=local_prices(foods, today=today or timezone.localdate()),
        extra_allergens=recipe.extra_allergens,
    )


def servings_asked(parameters: Mapping[str, str]) -> int | None:
    """The servings of an address (`?parts=6`); None if it asks for none that makes sense."""
    typed = parameters.get("parts", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
        return None
    return int(typed) if 1 <= int(typed) <= MOST_SERVINGS else None


def ingredients_of(recipe: RecipePage) -> list[Ingredient]:
    rows = list(recipe.ingredients.select_related("food__product"))
    foods = facts_by_food(row.food for row in rows)
    found = []
    for row in rows:
        found.append(
            Ingredient(
                text=row.text,
                food=foods.get(row.food_id),
                grams=row.grams,
                quantity=row.quantity,
                unit=row.unit,
                note=row.note,
                group=row.group,
                is_optional=row.is_optional,
                # the first line has none above it to replace
                is_alternative=row.is_alternative and bool(found),
            )
        )
    return found


def facts_by_food(foods: Iterable[Food | None]) -> dict[int, FoodFacts]:
    """Foods as plain values, with what each is bought as, by number; a query at most."""
    different = {food.pk: food for food in foods if food}
    products = recipe_purchases.products_of(different.values())
    return {pk: food_facts(food, products.get(pk)) for pk, food in different.items()}


def food_facts(food: Food, product: Product | None) -> FoodFacts:
    """A food as plain values, with the months of the product that it is bought as."""
    return FoodFacts(
        slug=food.slug,
        name=food.name,
        plural=food.plural,
        product_id=product.pk if product else None,
        nutrients={name: getattr(food, name) for name in NUTRIENTS},
        co2=food.co2,
        dqr=food.dqr,
        carbon_table=food.carbon_table,
        edible_share=food.edible_share,
        piece_g=food.piece_g,
        is_piece_a_part=food.is_piece_a_part,
        bunch_g=food.bunch_g,
        tablespoon_g=food.tablespoon_g,
        teaspoon_g=food.teaspoon_g,
        density=food.density,
        allergens=tuple(food.allergens),
        season_months=product.season_months if product else 0,
        stored_months=product.stored_months if product else 0,
    )


def local_prices(foods: Iterable[FoodFacts], *, today: date) -> Mapping[int, cost.LocalPrice]:
    """The middle price of each food that somebody sells in public, by product; two queries."""
    # The weights of a product are those of its own food, if the recipe has it.
    own_last = sorted(foods, key=lambda food: food.slug not in recipe_purchases.BOUGHT_AS)
    by_product = {food.product_id: food for food in own_last if food.product_id}
    prices = [
        cost.Price(product, float(euros), unit, on)
        for model in (Offer, StockedProduct)
        for product, euros, unit, on in model.objects.filter(
            product__in=by_product,
            price__gt=0,
            price_on__range=(today - cost.OLDEST, today),
            page__listing__isnull=False,  # on a page that everyone may see
        ).values_list(*_PRICE)
    ]
    return cost.local_prices(prices, by_product, today=today)
