"""Write the rows that lists of recipes read, from what is published and nothing else."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from directory import recipe_purchases, recipe_totals, text
from directory.models import RecipeFacts, RecipePage
from directory.models.recipe_facts import allergen_mask
from directory.recipes.totals import RecipeTotals


@transaction.atomic
def write(recipe: Page) -> RecipeFacts | None:
    """Write the row of a recipe as it is online; remove that of one the public may not see."""
    live = RecipePage.objects.live().filter(pk=recipe.pk).first()
    if live is None or not live.get_url_parts() or live.get_view_restrictions().exists():
        RecipeFacts.objects.filter(page=recipe.pk).delete()
        return None
    totals = recipe_totals.facts_of(live)
    row, _created = RecipeFacts.objects.update_or_create(page=live, defaults=_values(live, totals))
    foods = (line.ingredient.food for line in totals.lines)
    row.products.set({food.product_id for food in foods if food and food.product_id})
    return row


def write_below(page: Page) -> None:
    """Follow a change of who may see a page, in all the recipes under it."""
    for recipe in RecipePage.objects.descendant_of(page, inclusive=True):
        write(recipe)


def write_using(*, food=None, product=None) -> None:
    """Follow a change of a food or of a product in the recipes that use it."""
    used = Q(ingredients__food=food)
    if product:
        others = recipe_purchases.slugs_bought_as(product)
        used = Q(ingredients__food__product=product) | Q(ingredients__food__slug__in=others)
    for recipe in RecipePage.objects.filter(used).distinct():
        write(recipe)


def rebuild(progress: Callable[[Iterable], Iterable] = iter) -> int:
    """Write every row again and give their number; prices age, so to run every day."""
    for recipe in progress(list(RecipePage.objects.order_by("pk"))):
        write(recipe)
    return RecipeFacts.objects.count()


def _values(recipe: RecipePage, totals: RecipeTotals) -> dict:
    energy, carbon, cost = totals.energy, totals.carbon, totals.cost
    return {
        "sort_name": text.sort_name(recipe.title),
        "words": _words(recipe, totals),
        "season_months": totals.season_mask,
        "total_minutes": recipe.total_minutes,
        "is_vegetarian": recipe.is_vegetarian or recipe.is_vegan,
        "is_vegan": recipe.is_vegan,
        "allergens": allergen_mask(totals.allergens.to_avoid),
        "allergens_are_known": totals.allergens.are_known,
        "kcal": energy.per_serving,
        "nutrition_share": energy.share or 0,
        "co2": carbon.per_serving,
        "carbon_share": carbon.share or 0,
        "cost": cost.per_serving,
        "cost_share": cost.share or 0,
    }


def _words(recipe: RecipePage, totals: RecipeTotals) -> str:
    """Title, tags, summary and ingredients: what a reader may look a recipe up by."""
    parts = [recipe.title, recipe.summary, *recipe.tags.names()]
    for line in totals.lines:
        parts += [line.ingredient.text, line.ingredient.name]
    words = dict.fromkeys(text.words(" ".join(parts)))
    return "".join(f" {word}" for word in words)
