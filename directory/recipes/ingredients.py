"""The plain values that every computation starts from, and how lines are added up."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum

# Below this share of the mass, a total says too little to be shown, sorted or filtered by.
ENOUGH = 0.8
# A line of at most this share of the mass changes neither a cost nor an order of magnitude.
NEGLIGIBLE = 0.02


@dataclass(frozen=True)
class FoodFacts:
    """What is known of a food; None is unknown."""

    slug: str
    name: str
    plural: str = ""
    product_id: int | None = None
    nutrients: Mapping[str, float | None] = field(default_factory=dict)  # per 100 g, edible part
    co2: float | None = None  # kgCO2e per kg
    dqr: float | None = None  # 1 (good) to 5 (bad)
    carbon_table: str = ""
    edible_share: float = 1.0
    piece_g: float | None = None  # as bought
    is_piece_a_part: bool = False  # a clove, a slice: nobody sells one
    bunch_g: float | None = None  # as bought
    tablespoon_g: float | None = None
    teaspoon_g: float | None = None
    density: float | None = None  # g per ml
    allergens: tuple[str, ...] = ()
    season_months: int = 0  # masks of the product, see `directory.months`
    stored_months: int = 0


@dataclass(frozen=True)
class Ingredient:
    """One line of a recipe; its grams are the net edible weight as used."""

    text: str
    food: FoodFacts | None = None
    grams: float | None = None
    quantity: float | None = None
    unit: str = ""
    note: str = ""
    group: str = ""
    is_optional: bool = False
    is_alternative: bool = False  # to the line above

    @property
    def is_counted(self) -> bool:
        return not (self.is_optional or self.is_alternative)

    @property
    def name(self) -> str:
        return self.food.name if self.food else self.text

    def is_of(self, slugs: Container[str]) -> bool:
        return self.food is not None and self.food.slug in slugs

    @property
    def gross_grams(self) -> float | None:
        """The weight to buy."""
        if self.food is None or self.grams is None:
            return self.grams
        return self.grams / self.food.edible_share


Fact = Callable[[Ingredient], float | None]
Rule = Callable[[Ingredient, float], bool]  # of a line and the grams of the whole recipe


class Covered:
    """What is known of a recipe, with the share of the mass that it covers."""

    total: float | None  # None: nothing is known
    share: float | None  # 0 to 1; None: a line has no weight
    missing: tuple[str, ...]  # names of the lines that are not in the total

    @property
    def is_complete(self) -> bool:
        return self.total is not None and not self.missing

    @property
    def is_mostly_unknown(self) -> bool:
        """Whether it covers so little that it says nothing, not even as a lower bound."""
        if not self.total and (self.total is None or self.missing):  # « at least 0 »
            return True
        return self.share is not None and self.share < ENOUGH


@dataclass(frozen=True)
class Amount(Covered):
    """A sum over the counted lines: the part that is known, and what it covers."""

    total: float | None
    share: float | None
    missing: tuple[str, ...] = ()


def counted(lines: Iterable[Ingredient]) -> list[Ingredient]:
    """The lines that totals are made of: neither optional, nor an alternative."""
    return [line for line in lines if line.is_counted]


def mass(lines: Iterable[Ingredient]) -> float:
    """Grams of the counted lines that have a weight."""
    return fsum(line.grams for line in counted(lines) if line.grams is not None)


def add_up(
    lines: Iterable[Ingredient], fact: Fact, is_left_out: Rule = lambda line, grams: False
) -> Amount:
    """Add what each counted line brings; the order of lines changes nothing, to the last bit.

    An unknown line that is left out is neither missing, nor in the mass that the share is of.
    """
    lines = counted(lines)
    grams = mass(lines)
    values = [(line, fact(line)) for line in lines]
    values = [(line, v) for line, v in values if v is not None or not is_left_out(line, grams)]
    lines = [line for line, _value in values]
    known = [(line, value) for line, value in values if value is not None]
    return Amount(
        total=fsum(value for _line, value in known) if known else None,
        share=_share([line for line, _value in known], lines),
        missing=tuple(line.name for line, value in values if value is None),
    )


def per_gram(fact: Callable[[FoodFacts], float | None], unit: float) -> Fact:
    """What a line brings of a fact given for so many grams of its food."""

    def of(line: Ingredient) -> float | None:
        value = fact(line.food) if line.food else None
        return None if value is None or line.grams is None else line.grams * value / unit

    return of


def _share(known: list[Ingredient], lines: list[Ingredient]) -> float | None:
    if any(line.grams is None for line in lines):
        return None
    total = mass(lines)
    return mass(known) / total if total else None
