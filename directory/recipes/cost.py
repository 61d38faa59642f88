"""Cost of a recipe, from the dated prices that producers and shops of here have published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from directory.enums import PriceUnit
from directory.recipes.ingredients import (
    NEGLIGIBLE,
    Covered,
    FoodFacts,
    Ingredient,
    add_up,
    counted,
)

OLDEST = timedelta(days=365)
# Nobody lacks them, buys them for a recipe, or counts them as missing.
STAPLES = frozenset({"sel", "poivre", "eau", "sel-de-camargue"})
# A gram of them costs more than all the rest.
PRECIOUS = frozenset({"safran", "truffe-noire", "vanille"})


@dataclass(frozen=True)
class Price:
    """What somebody asks for a product."""

    product_id: int
    euros: float
    unit: str
    on: date


@dataclass(frozen=True)
class LocalPrice:
    """The middle of the prices of a product."""

    euros_per_kg: float  # as bought
    count: int
    first: date
    last: date


@dataclass(frozen=True)
class Cost(Covered):
    """Euros; a lower bound unless `is_complete`. Nothing is known without local prices.

    What everybody has and what weighs next to nothing is not missed: see `is_left_out`.
    """

    total: float | None
    per_serving: float | None
    share: float | None
    missing: tuple[str, ...]
    count: int = 0  # prices it rests upon, from `first` to `last`
    first: date | None = None
    last: date | None = None


def grams_of(unit: str, food: FoodFacts) -> float | None:
    """Grams as bought of one unit of price; None: a basket or a jar says no weight."""
    piece = None if food.is_piece_a_part else food.piece_g
    weights = {
        PriceUnit.KILOGRAM: 1000,
        PriceUnit.HUNDRED_GRAMS: 100,
        PriceUnit.PIECE: piece,
        PriceUnit.DOZEN: piece and 12 * piece,
        PriceUnit.BUNCH: food.bunch_g,
        PriceUnit.LITRE: food.density and 1000 * food.density,
    }
    return weights.get(unit) or None


def local_prices(
    prices: Iterable[Price], foods: Mapping[int, FoodFacts], *, today: date
) -> dict[int, LocalPrice]:
    """The middle price of each product, by its id; prices of more than a year are ignored.

    A price whose unit has no known weight for that food is left out.
    """
    found: dict[int, list[tuple[float, date]]] = {}
    for price in prices:
        food = foods.get(price.product_id)
        grams = grams_of(price.unit, food) if food else None
        if grams and today - OLDEST <= price.on <= today:
            per_kg = price.euros / grams * 1000
            found.setdefault(price.product_id, []).append((per_kg, price.on))
    return {product: _middle(rows) for product, rows in found.items()}


def cost(lines: Iterable[Ingredient], servings: int, prices: Mapping[int, LocalPrice]) -> Cost:
    lines = list(lines)
    amount = add_up(lines, of(prices), is_left_out)
    used = {_product(line) for line in counted(lines) if of(prices)(line) is not None}
    rows = [prices[product] for product in used]
    return Cost(
        total=amount.total,
        per_serving=None if amount.total is None else amount.total / servings,
        share=amount.share,
        missing=amount.missing,
        count=sum(row.count for row in rows),
        first=min((row.first for row in rows), default=None),
        last=max((row.last for row in rows), default=None),
    )


def is_left_out(line: Ingredient, grams: float) -> bool:
    """Whether a line without a price is not missed.

    So are staples, and what weighs at most `NEGLIGIBLE` of the recipe unless it is precious.
    """
    if line.is_of(STAPLES):
        return True
    is_light = line.grams is not None and line.grams <= NEGLIGIBLE * grams
    return is_light and not line.is_of(PRECIOUS)


def of(prices: Mapping[int, LocalPrice]):
    """What a line costs: the weight to buy, at the middle price."""

    def euros(line: Ingredient) -> float | None:
        price = prices.get(_product(line))
        grams = line.gross_grams
        return None if price is None or grams is None else grams * price.euros_per_kg / 1000

    return euros


def _product(line: Ingredient) -> int | None:
    return line.food.product_id if line.food else None


def _middle(rows: list[tuple[float, date]]) -> LocalPrice:
    days = [on for _price, on in rows]
    return LocalPrice(median(price for price, _on in rows), len(rows), min(days), max(days))
