"""Allergens of a recipe: those of its foods, and those that the editor adds."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.enums import Allergen
from directory.recipes.ingredients import Ingredient


@dataclass(frozen=True)
class Allergens:
    """Each allergen stands once, where it is surest; in the order of the regulation."""

    present: tuple[Allergen, ...] = ()
    optional: tuple[Allergen, ...] = ()  # only with an optional ingredient
    alternative: tuple[Allergen, ...] = ()  # only with an « ou »
    unknown: tuple[str, ...] = ()  # lines without a food: they may hold any

    @property
    def are_known(self) -> bool:
        return not self.unknown

    @property
    def to_avoid(self) -> tuple[Allergen, ...]:
        """Whatever the recipe may hold as it is written, options included."""
        return _in_order({*self.present, *self.optional})


def allergens(lines: Iterable[Ingredient], extra: Iterable[str] = ()) -> Allergens:
    lines = list(lines)
    main = [line for line in lines if line.is_counted]
    options = [line for line in lines if line.is_optional and not line.is_alternative]
    others = [line for line in lines if line.is_alternative]
    present = _of(main) | {code for code in extra if code in Allergen.values}
    optional = _of(options) - present
    return Allergens(
        present=_in_order(present),
        optional=_in_order(optional),
        alternative=_in_order(_of(others) - present - optional),
        unknown=tuple(line.text for line in [*main, *options] if line.food is None),
    )


def _of(lines: Iterable[Ingredient]) -> set[str]:
    return {code for line in lines if line.food for code in line.food.allergens}


def _in_order(codes: set[str]) -> tuple[Allergen, ...]:
    return tuple(allergen for allergen in Allergen if allergen in codes)
