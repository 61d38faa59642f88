"""Quantities, times and amounts of a recipe as they are read."""

import re

from django.utils.translation import gettext as _

from directory.figures import rounded
from directory.recipes import numerals
from directory.recipes.agreement import agree

_NO_BREAK = "\N{NO-BREAK SPACE}"
_SIGNS = {"1/2": "½", "1/4": "¼", "3/4": "¾", "1/3": "⅓", "2/3": "⅔"}
_FRACTION = re.compile(r"(?<![\d/])(?:(\d+)\s+)?([123]/[234])(?![\d/])")
_METRIC = re.compile(r"\s*(kg|g|ml|cl|litres?|l)\b\s*(?:de\s+|d[’'])?", re.IGNORECASE)
_SPOON = re.compile(r"\s*cuillères?\s+à\s+(soupe|café)\s*(?:de\s+|d[’'])?", re.IGNORECASE)
_WRITTEN = re.compile(r"[^\W\d_]{2,}")


def split(text: str) -> tuple[str, str]:
    """The quantity of a line and what it is of: « 2 c. à s. », « huile d’olive ».

    A line that begins with neither a figure nor a number keeps its words: « », « sel, poivre ».
    """
    numeral = numerals.read(text)
    if numeral is None:
        return "", text
    written, rest = text[: numeral.end], text[numeral.end :]
    is_in_words = _WRITTEN.search(written)
    number = _figures(numeral.value) if is_in_words else pretty(written.strip())
    if unit := _METRIC.match(rest):
        return f"{number}{_NO_BREAK}{unit[1]}", rest[unit.end() :]
    if spoon := _SPOON.match(rest):
        short = _("c. à s.") if spoon[1].lower() == "soupe" else _("c. à c.")
        # The line may break before the spoon, never inside it.
        return f"{number} {short.replace(' ', _NO_BREAK)}", rest[spoon.end() :]
    return number, rest.lstrip()


def pretty(text: str) -> str:
    """« 1 1/2 oignon » → « 1 ½ oignon »."""
    return _FRACTION.sub(_one_sign, text)


def minutes(number: int) -> str:
    """« 45 min », « 1 h 15 »."""
    hours, left = divmod(number, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": left}
    words = _("%(hours)d h %(minutes)02d") if left else _("%(hours)d h")
    return words % {"hours": hours, "minutes": left}


def amount(value: float, unit: str, name: str = "") -> str:
    """« 279 kcal », « 10,3 g »; salt with two decimals, energy with none."""
    decimals = 0 if unit in {"kcal", "kJ"} else 2 if name == "salt_g" else 1
    return f"{rounded(value, decimals)}{_NO_BREAK}{unit}"


def euros(value: float) -> str:
    return f"{rounded(value, 2)}{_NO_BREAK}€"


def percent(share: float) -> str:
    """A share in whole percents; only what is whole is 100 %."""
    number = round(share * 100)
    if number == 100 and share < 1:
        number = 99
    return _("%(number)d %%") % {"number": number}


def servings(number: int, word: str) -> str:
    """« 4 personnes », « 1 personne »."""
    return f"{number}{_NO_BREAK}{_(agree(word, number=number))}"


def _one_sign(found: re.Match) -> str:
    sign = _SIGNS.get(found[2], found[2])
    return f"{found[1]}{_NO_BREAK}{sign}" if found[1] else sign


def _figures(value: float) -> str:
    return "½" if value == 0.5 else "¼" if value == 0.25 else f"{value:g}"
