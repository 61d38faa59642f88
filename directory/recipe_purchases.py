"""Foods that are bought as a product of the catalogue which has a food of its own."""

from collections.abc import Iterable

from directory.models import Food, Product

# Slug of the food: slug of the product. A product has one food, and these have their own facts.
BOUGHT_AS = {
    "paleron-de-boeuf": "boeuf",
    "jaune-d-oeuf": "oeuf",
    "chataigne-cuite": "chataigne",
    "oignon-rouge": "oignon",
}


def products_of(foods: Iterable[Food]) -> dict[int, Product]:
    """The product that each food is bought as, by the food's number.

    One query if some food is bought as another, none otherwise: `product` must have come along.
    """
    foods = list(foods)
    found = {food.pk: food.product for food in foods if food.product}
    others = {food.pk: BOUGHT_AS[food.slug] for food in foods if _is_other(food)}
    if others:
        products = {p.slug: p for p in Product.objects.filter(slug__in=others.values())}
        found |= {pk: products[slug] for pk, slug in others.items() if slug in products}
    return found


def slugs_bought_as(product: Product) -> list[str]:
    """Foods that are bought as a product, beside its own."""
    return [food for food, bought in BOUGHT_AS.items() if bought == product.slug]


def _is_other(food: Food) -> bool:
    return food.product is None and food.slug in BOUGHT_AS
