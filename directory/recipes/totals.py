"""All that is computed of a recipe, for a number of servings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from directory.recipes import allergens as allergens_of
from directory.recipes import carbon as carbon_of
from directory.recipes import cost as cost_of
from directory.recipes import nutrition, scaling, seasonality
from directory.recipes.allergens import Allergens
from directory.recipes.carbon import Carbon
from directory.recipes.cost import Cost, LocalPrice
from directory.recipes.ingredients import Ingredient, mass
from directory.recipes.nutrition import Nutrient


@dataclass(frozen=True)
class Line:
    """An ingredient for the servings asked, and what it brings; None is unknown."""

    ingredient: Ingredient  # as scaled
    text: str
    nutrients: Mapping[str, float | None]
    co2: float | None  # kg
    cost: float | None  # euros

    @property
    def is_counted(self) -> bool:
        return self.ingredient.is_counted

    @property
    def grams(self) -> float | None:
        return self.ingredient.grams

    @property
    def kcal(self) -> float | None:
        return self.nutrients["energy_kcal"]

    def season(self, month: int) -> seasonality.State:
        return seasonality.state(self.ingredient.food, month)


@dataclass(frozen=True)
class RecipeTotals:
    servings: int
    grams: float  # of the counted lines that have a weight
    nutrition: tuple[Nutrient, ...]
    carbon: Carbon
    cost: Cost
    allergens: Allergens
    season_mask: int
    lines: tuple[Line, ...]

    @property
    def grams_per_serving(self) -> float:
        return self.grams / self.servings

    @property
    def energy(self) -> Nutrient:
        """The row of kilocalories."""
        return nutrition.energy_of(self.nutrition)

    @property
    def unweighed(self) -> list[str]:
        """Counted lines of which no weight is known: every total lacks them."""
        return [
            line.ingredient.text for line in self.lines if line.is_counted and line.grams is None
        ]


def compute(
    ingredients: Iterable[Ingredient],
    *,
    written_for: int,
    servings: int | None = None,
    prices: Mapping[int, LocalPrice] | None = None,
    extra_allergens: Iterable[str] = (),
) -> RecipeTotals:
    """Totals of a list written for some servings, once made for others."""
    servings = servings or written_for
    factor = servings / written_for
    written = list(ingredients)
    scaled = [_scaled(ingredient, factor) for ingredient in written]
    prices = prices or {}
    euros = cost_of.of(prices)
    return RecipeTotals(
        servings=servings,
        grams=mass(scaled),
        nutrition=nutrition.rows(scaled, servings),
        carbon=carbon_of.carbon(scaled, servings),
        cost=cost_of.cost(scaled, servings, prices),
        allergens=allergens_of.allergens(scaled, extra_allergens),
        season_mask=seasonality.season_mask(scaled),
        lines=tuple(
            Line(
                ingredient=line,
                text=line.text,
                nutrients=nutrition.brought(line),
                co2=carbon_of.of(line),
                cost=euros(line),
            )
            for line in scaled
        ),
    )


def _scaled(ingredient: Ingredient, factor: float) -> Ingredient:
    if factor == 1:
        return ingredient
    return replace(
        ingredient,
        text=scaling.scaled_text(ingredient, factor),
        quantity=None if ingredient.quantity is None else ingredient.quantity * factor,
        grams=None if ingredient.grams is None else ingredient.grams * factor,
    )
