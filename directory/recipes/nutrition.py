"""Nutrition of a recipe, per serving and per 100 g of its ingredients."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext_lazy as _

from directory.recipes.ingredients import (
    Amount,
    Covered,
    FoodFacts,
    Ingredient,
    add_up,
    mass,
    per_gram,
)

# Name of the fact, label, unit, and the daily reference of an adult: regulation EU 1169/2011,
# annex XIII, part B; for fibre, the 30 g that Anses advises.
NUTRIENTS = (
    ("energy_kj", _("Énergie"), "kJ", 8400),
    ("energy_kcal", _("Énergie"), "kcal", 2000),
    ("fat_g", _("Matières grasses"), "g", 70),
    ("saturates_g", _("dont acides gras saturés"), "g", 20),
    ("carbohydrate_g", _("Glucides"), "g", 260),
    ("sugars_g", _("dont sucres"), "g", 90),
    ("fibre_g", _("Fibres"), "g", 30),
    ("protein_g", _("Protéines"), "g", 50),
    ("salt_g", _("Sel"), "g", 6),
)
NAMES = tuple(name for name, _label, _unit, _reference in NUTRIENTS)


@dataclass(frozen=True)
class Nutrient(Covered):
    """One row of the table; amounts are lower bounds unless `is_complete`."""

    name: str
    label: str
    unit: str
    reference: float
    total: float | None  # of the whole recipe
    per_serving: float | None
    per_100g: float | None
    share: float | None  # of the mass of which it is known
    missing: tuple[str, ...]

    @property
    def is_part(self) -> bool:
        """Whether it is a part of the row above: « dont sucres »."""
        return self.name in {"saturates_g", "sugars_g"}

    @property
    def reference_share(self) -> float | None:
        """Share of the daily reference of an adult that one serving brings."""
        return None if self.per_serving is None else self.per_serving / self.reference


def rows(lines: Iterable[Ingredient], servings: int) -> tuple[Nutrient, ...]:
    """The table, in the order of the regulation."""
    lines = list(lines)
    grams = mass(lines)
    return tuple(
        _row(add_up(lines, of(name)), grams, servings, name, label, unit, reference)
        for name, label, unit, reference in NUTRIENTS
    )


def of(name: str):
    """What a line brings of a nutrient, in its unit."""
    return per_gram(partial(_per_100g, name=name), 100)


def brought(line: Ingredient) -> dict[str, float | None]:
    """All that a line brings, by nutrient."""
    return {name: of(name)(line) for name in NAMES}


def energy_of(table: Iterable[Nutrient]) -> Nutrient:
    """The row of kilocalories."""
    return next(row for row in table if row.name == "energy_kcal")


def _per_100g(food: FoodFacts, *, name: str) -> float | None:
    return food.nutrients.get(name)


def _row(amount: Amount, grams: float, servings: int, *names) -> Nutrient:
    total = amount.total
    is_weighed = total is not None and grams > 0
    return Nutrient(
        *names,
        total=total,
        per_serving=None if total is None else total / servings,
        per_100g=total / grams * 100 if is_weighed else None,
        share=amount.share,
        missing=amount.missing,
    )
