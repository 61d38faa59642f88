"""Quantities as cooks write them: « 1 1/2 », « ½ », « 2 à 3 », « une douzaine », « 1,5 »."""

import re
from dataclasses import dataclass
from fractions import Fraction

_SIGNS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_WORDS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "douze": 12,
    "quinze": 15,
    "vingt": 20,
    "trente": 30,
    "cinquante": 50,
    "cent": 100,
}
_PHRASES = [
    (r"(?:une\s+)?demi-douzaine\s+(?:de\s+|d[’'])", 6),
    (r"(?:une\s+)?douzaine\s+(?:de\s+|d[’'])", 12),
    (r"(?:une\s+)?dizaine\s+(?:de\s+|d[’'])", 10),
    (r"(?:une\s+)?vingtaine\s+(?:de\s+|d[’'])", 20),
    (r"(?:la\s+)?moitié\s+(?:de\s+la\s+|de\s+l[’']|du\s+|d[’']une?\s+)", 0.5),
    (r"(?:un|le)\s+quart\s+(?:de\s+la\s+|de\s+l[’']|du\s+|d[’']une?\s+)", 0.25),
    (r"(?:une?\s+)?demie?(?:-|\s+)", 0.5),
]
FIGURE = r"\d+\s+\d+/\d+|\d+/\d+|\d+\s*[½¼¾⅓⅔]|[½¼¾⅓⅔]|\d+(?:[.,]\d+)?"
_WORD = "|".join(_WORDS)
_ONE = rf"(?:{FIGURE}|(?:{_WORD})(?=\s))"
_RANGE = re.compile(rf"({_ONE})\s*(?:à|-|–|ou)\s*({_ONE})(?![\w/])", re.IGNORECASE)
_SINGLE = re.compile(rf"({FIGURE}|(?:{_WORD})(?=\s))", re.IGNORECASE)
_PHRASE = [(re.compile(pattern, re.IGNORECASE), value) for pattern, value in _PHRASES]


@dataclass(frozen=True)
class Numeral:
    """A quantity at the beginning of a text, and where what follows begins."""

    low: float
    high: float
    end: int

    @property
    def value(self) -> float:
        """The middle of a range."""
        return (self.low + self.high) / 2

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def read(text: str) -> Numeral | None:
    """The quantity that a text begins with; None if it begins with something else."""
    for pattern, value in _PHRASE:
        if found := pattern.match(text):
            return Numeral(value, value, found.end())
    if found := _RANGE.match(text):
        low, high = _value(found[1]), _value(found[2])
        if low is not None and high is not None and low < high:
            return Numeral(low, high, found.end())
    if found := _SINGLE.match(text):
        value = _value(found[1])
        return None if value is None else Numeral(value, value, found.end())
    return None


def _value(written: str) -> float | None:
    written = written.strip().lower()
    if written in _WORDS:
        return float(_WORDS[written])
    for sign, figures in _SIGNS.items():
        written = written.replace(sign, f" {figures}")
    try:
        return float(sum(Fraction(part.replace(",", ".")) for part in written.split()))
    except (ValueError, ZeroDivisionError):  # « 1/0 »
        return None
