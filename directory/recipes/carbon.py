"""Carbon footprint of a recipe: an order of magnitude, from one table of average products."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.recipes.ingredients import (
    NEGLIGIBLE,
    Covered,
    FoodFacts,
    Ingredient,
    add_up,
    counted,
    per_gram,
)

DOUBTFUL = 3  # data quality ratings above it are said
# Absent from the table and next to nothing, about 0.0003 kg a litre: unknown, but not missed.
TAP_WATER = "eau"


class Magnitude(TextChoices):
    """What one serving compares with: where our own 55 recipes stand, by the same table."""

    UNKNOWN = "", gettext_lazy("Inconnue")
    LIGHT = "light", gettext_lazy("C’est l’ordre de grandeur d’un plat de légumes")
    FAIR = (
        "fair",
        gettext_lazy("C’est l’ordre de grandeur d’un plat aux œufs, au fromage ou à la saucisse"),
    )
    HEAVY = "heavy", gettext_lazy("C’est l’ordre de grandeur d’un plat de volaille")
    VERY_HEAVY = (
        "very_heavy",
        gettext_lazy("C’est l’ordre de grandeur d’un bœuf ou d’un agneau mijoté"),
    )


_UP_TO = ((0.3, Magnitude.LIGHT), (1, Magnitude.FAIR), (3, Magnitude.HEAVY))


@dataclass(frozen=True)
class Carbon(Covered):
    """kgCO2e; a lower bound unless `is_complete`."""

    total: float | None
    per_serving: float | None
    share: float | None
    missing: tuple[str, ...]
    worst_dqr: float | None
    doubtful: tuple[str, ...]  # foods of which the rating is above 3
    tables: tuple[str, ...]  # editions that the facts come from: one, or totals do not compare

    @property
    def is_doubtful(self) -> bool:
        return bool(self.doubtful)

    @property
    def magnitude(self) -> Magnitude:
        """Unknown for a lower bound, unless next to nothing of the mass is missing."""
        if self.per_serving is None:
            return Magnitude.UNKNOWN
        if self.missing and (self.share is None or self.share < 1 - NEGLIGIBLE):
            return Magnitude.UNKNOWN
        return next((m for limit, m in _UP_TO if self.per_serving < limit), Magnitude.VERY_HEAVY)

    @property
    def sentence(self) -> str:
        """« Environ 220 g de CO₂e par part », « Au moins 5,9 kg… » when a part is unknown."""
        if self.per_serving is None:
            return _("Empreinte inconnue.")
        words = _("Environ %(weight)s de CO₂e par part.")
        if not self.is_complete:
            words = _("Au moins %(weight)s de CO₂e par part.")
        return words % {"weight": weight_in_words(self.per_serving)}


def carbon(lines: Iterable[Ingredient], servings: int) -> Carbon:
    lines = list(lines)
    amount = add_up(lines, of, lambda line, _grams: line.is_of({TAP_WATER}))
    known = [line.food for line in counted(lines) if of(line) is not None]
    rated = [food for food in known if food.dqr is not None]
    return Carbon(
        total=amount.total,
        per_serving=None if amount.total is None else amount.total / servings,
        share=amount.share,
        missing=amount.missing,
        worst_dqr=max((food.dqr for food in rated), default=None),
        doubtful=_names(food for food in rated if food.dqr > DOUBTFUL),
        tables=tuple(sorted({food.carbon_table for food in known if food.carbon_table})),
    )


of = per_gram(lambda food: food.co2, 1000)


def weight_in_words(kilograms: float) -> str:
    """Two figures, no more: « 220 g », « 5,9 kg »."""
    grams = float(f"{kilograms * 1000:.2g}")
    if grams < 1000:
        return _("%s g") % number_format(grams, 0 if grams >= 10 else 1)
    return _("%s kg") % number_format(grams / 1000, 1 if grams < 10_000 else 0)


def _names(foods: Iterable[FoodFacts]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(food.name for food in foods))
