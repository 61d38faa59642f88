"""Tags of the recipes' pages."""

from django import template

from directory import recipe_pictures, recipe_wording
from directory.models.recipe_facts import RecipeFacts
from directory.recipes.carbon import weight_in_words
from directory.recipes.ingredients import ENOUGH
from directory.recipes.nutrition import Nutrient

register = template.Library()
register.filter("minutes", recipe_wording.minutes)
register.filter("euros", recipe_wording.euros)
register.filter("percent", recipe_wording.percent)
register.filter("carbon_weight", weight_in_words)


@register.filter
def amount(value: float, nutrient: Nutrient) -> str:
    """« 10,3 g », in the unit of a nutrient."""
    return recipe_wording.amount(value, nutrient.unit, nutrient.name)


@register.filter
def brought(line, name: str) -> float | None:
    """What a line brings of a nutrient."""
    return line.nutrients[name]


@register.filter
def is_enough(share: float | None) -> bool:
    """Whether a total covers enough of the mass to be shown in a list."""
    return share is not None and share >= ENOUGH


@register.filter
def picture(row: RecipeFacts) -> recipe_pictures.Picture:
    """The drawing of a row, from the tags that came along."""
    tags = [item.tag.name for item in row.page.tagged_items.all()]
    return recipe_pictures.draw(row.page.slug, tags)


@register.filter
def is_of(row: RecipeFacts, month: int) -> bool:
    return row.is_in_season(month)
