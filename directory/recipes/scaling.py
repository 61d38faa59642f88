"""The text of an ingredient for another number of servings: « 2 gousses d’ail » → « 3 gousses »."""

import re
from fractions import Fraction

from django.utils.formats import number_format

from directory.recipes import numerals
from directory.recipes.agreement import agree
from directory.recipes.ingredients import Ingredient

# What may stand before the quantity, and stays: « ou », « le jus de », « environ ».
PREFIX = re.compile(
    r"(?:(?:ou|environ|env\.|soit|encore)\s+)*"
    r"(?:l[ea]s?\s+(?:jus|zestes?|blancs?|jaunes?|chair)\s+(?:de\s+|d[’']))?",
    re.IGNORECASE,
)
_METRIC = re.compile(r"(\s*)(kg|g|ml|cl|litres?|l)\b")
_IN_SMALL = {"g": ("g", 1), "kg": ("g", 1000), "ml": ("ml", 1), "cl": ("ml", 10), "l": ("ml", 1000)}
_FRACTIONS = [Fraction(n) for n in ("0", "1/4", "1/3", "1/2", "2/3", "3/4", "1")]
_NO_BREAK = "\N{NO-BREAK SPACE}"


def scaled_text(ingredient: Ingredient, factor: float) -> str:
    """The line with its quantity multiplied; one that says no quantity is left as it is."""
    if ingredient.quantity is None:
        return ingredient.text
    prefix = PREFIX.match(ingredient.text)[0]
    numeral = numerals.read(ingredient.text[len(prefix) :])
    if numeral is None:
        return ingredient.text  # « du sucre, pour poudrer »
    rest = ingredient.text[len(prefix) + numeral.end :]
    low, high = numeral.low * factor, numeral.high * factor
    prefix = re.sub(r"d[’']$", "de ", prefix)
    if metric := _METRIC.match(rest):
        return prefix + _measured(low, high, metric[2]) + rest[metric.end() :]
    number = _in_fractions(low)
    if numeral.is_range and _in_fractions(high) != number:
        number = f"{number} à {_in_fractions(high)}"
    return f"{prefix}{number} {agree(rest.lstrip(), number=_rounded(high))}"


def _measured(low: float, high: float, unit: str) -> str:
    unit = "l" if unit.startswith("l") else unit
    small, size = _IN_SMALL[unit]
    low, high = low * size, high * size
    shown, divisor = _best(high, small)
    numbers = list(dict.fromkeys(_figures(value, divisor) for value in (low, high)))
    return f"{' à '.join(numbers)}{_NO_BREAK}{shown}"


def _best(amount: float, small: str) -> tuple[str, int]:
    """The unit that an amount is best written in, and its size in the small one."""
    if small == "g":
        return ("kg", 1000) if amount >= 1000 else ("g", 1)
    if amount >= 1000:
        return "l", 1000
    return ("cl", 10) if amount >= 10 else ("ml", 1)


def _figures(amount: float, divisor: int) -> str:
    if divisor == 1000:
        return _plain(round(amount / 1000, 2))
    value = amount / divisor
    step = 5 if value >= 100 else 1 if value >= 10 else 0.5
    return _plain(max(step, round(value / step) * step))


def _rounded(value: float) -> Fraction:
    """As a cook counts: to a quarter or a third, above three to a half, above ten to one."""
    if value >= 3:
        step = 1 if value >= 10 else 2  # of them in one
        return Fraction(round(value * step), step)
    whole = int(value)
    nearest = min(_FRACTIONS, key=lambda part: abs(value - whole - float(part)))
    return whole + nearest or Fraction(1, 4)


def _in_fractions(value: float) -> str:
    rounded = _rounded(value)
    whole, part = divmod(rounded, 1)
    return " ".join(str(piece) for piece in (whole, part) if piece)


def _plain(value: float) -> str:
    """A number without useless zeros, with the comma of the reader's language."""
    decimals = len(f"{value:.2f}".rstrip("0").partition(".")[2])
    return number_format(value, decimals)
