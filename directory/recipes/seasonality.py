"""When a recipe can be made of what is harvested here, or kept."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from directory import months
from directory.recipes.ingredients import FoodFacts, Ingredient, counted, mass


class State(TextChoices):
    """Where a food stands in a month; empty: it has no season (oil, flour, salt)."""

    NONE = "", _("sans saison")
    IN_SEASON = "season", _("de saison")
    STORED = "stored", _("de garde")
    OUT = "out", _("hors saison")


def state(food: FoodFacts | None, month: int) -> State:
    if food is None or not mask_of(food):
        return State.NONE
    if food.season_months & months.bit(month):
        return State.IN_SEASON
    return State.STORED if food.stored_months & months.bit(month) else State.OUT


def mask_of(food: FoodFacts) -> int:
    """Months when the food is harvested here or kept; 0: nothing is said of its season."""
    return food.season_months | food.stored_months


# A carrot or the white of a leek in a soup: less than this share of the mass flavours a dish, and
# does not tell its season.
GARNISH = 0.07


def season_mask(lines: Iterable[Ingredient]) -> int:
    """Months when every product that makes the dish and has a season is harvested or kept.

    Lines under `GARNISH` of the mass are left out; a line without a weight is not. All year
    without such a product; 0 when they never meet.
    """
    lines = counted(lines)
    least = GARNISH * mass(lines)
    mask = months.ALL_YEAR
    for line in lines:
        if line.grams is not None and line.grams < least:
            continue
        if line.food and mask_of(line.food):
            mask &= mask_of(line.food)
    return mask
