"""From a quantity and its unit to grams, by what a food weighs."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.enums import Unit
from directory.recipes.ingredients import FoodFacts

GRAMS = {Unit.GRAM: 1, Unit.KILOGRAM: 1000}
MILLILITRES = {Unit.MILLILITRE: 1, Unit.CENTILITRE: 10, Unit.LITRE: 1000}
SPOONS_ML = {Unit.TABLESPOON: 15, Unit.TEASPOON: 5}
PINCH_G = 0.5


@dataclass(frozen=True)
class Weight:
    """Net edible grams, or None, and how they were found, in French."""

    grams: float | None
    reason: str


def net_grams(quantity: float, unit: str, food: FoodFacts, *, is_net: bool = False) -> Weight:
    """Grams that are eaten of so much of a food.

    What is weighed or counted as bought loses its peel, pods or bones, unless `is_net`: the cook
    says « écossés » or « dénoyautées ». Spoons, pinches and volumes are of what is eaten.
    """
    if unit in GRAMS:
        return _peeled(quantity * GRAMS[unit], food, is_net, _("pesé"))
    if unit in MILLILITRES:
        return _poured(quantity * MILLILITRES[unit], food)
    if unit in SPOONS_ML:
        return _spooned(quantity, unit, food)
    if unit == Unit.PINCH:
        return Weight(quantity * PINCH_G, _("une pincée : un demi-gramme"))
    if unit in {Unit.PIECE, Unit.BUNCH}:
        return _counted(quantity, unit, food)
    return Weight(None, _("sans unité, pas de poids"))


def _peeled(grams: float, food: FoodFacts, is_net: bool, reason: str) -> Weight:
    if is_net or food.edible_share == 1:
        return Weight(grams, reason)
    share = round(food.edible_share * 100)
    words = _("%(reason)s, dont %(share)d %% se mangent") % {"reason": reason, "share": share}
    return Weight(grams * food.edible_share, words)


def _poured(millilitres: float, food: FoodFacts) -> Weight:
    if not food.density:
        return Weight(None, _("densité inconnue"))
    return Weight(millilitres * food.density, _("volume, par la densité"))


def _spooned(quantity: float, unit: str, food: FoodFacts) -> Weight:
    known = food.tablespoon_g if unit == Unit.TABLESPOON else food.teaspoon_g
    if known:
        return Weight(quantity * known, _("poids usuel d’une cuillère"))
    if food.density:
        return Weight(
            quantity * SPOONS_ML[unit] * food.density, _("volume d’une cuillère, par la densité")
        )
    return Weight(None, _("poids d’une cuillère inconnu"))


def _counted(quantity: float, unit: str, food: FoodFacts) -> Weight:
    if unit == Unit.PIECE:
        known, reason, unknown = food.piece_g, _("poids usuel d’une pièce"), _("pièce sans poids")
    else:
        known, reason, unknown = food.bunch_g, _("poids usuel d’une botte"), _("botte sans poids")
    if not known:
        return Weight(None, unknown)
    return _peeled(quantity * known, food, False, reason)
