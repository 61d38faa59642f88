"""The one door to the library that evaluates OSM opening_hours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError
from opening_hours import State as EngineState

PARIS = ZoneInfo("Europe/Paris")
COUNTRY = "FR"
# Sunrise and sunset are those of Nîmes, WGS84 degrees: two minutes off at the ends of the Gard.
NIMES = (43.8367, 4.3601)

DAY = timedelta(days=1)
SUN = re.compile(r"\b(?:sunrise|sunset|dawn|dusk)\b", re.I)


@dataclass(frozen=True, slots=True)
class Span:
    """A time when a place is open, in naive Paris time; not `sure` when a condition applies."""

    start: datetime
    end: datetime
    sure: bool
    comment: str = ""


class Rules:
    """A parsed expression, evaluated in naive Paris time."""

    def __init__(self, expression: str, *, holidays: bool = True):
        by_sun = SUN.search(comment_free(expression)) is not None
        self._engine = OpeningHours(
            expression,
            country=COUNTRY if holidays else None,
            auto_country=False,
            timezone=PARIS if by_sun else None,
            coords=NIMES if by_sun else None,
            auto_timezone=by_sun,
        )

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Give what is not closed between two naive moments, clipped to them, in order."""
        for first, last, state, comment in self._engine.intervals(start, end):
            if state != EngineState.CLOSED:
                first, last = first.replace(tzinfo=None), last.replace(tzinfo=None)
                if first < last:
                    sure = state == EngineState.OPEN and not comment
                    yield Span(first, last, sure, comment)


def parse_error(expression: str) -> ParserError | None:
    """Say why an expression cannot be read, or None."""
    try:
        OpeningHours(expression)
    except ParserError as error:
        return error
    return None


@lru_cache(maxsize=4096)
def is_readable(expression: str) -> bool:
    return parse_error(expression) is None


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


@lru_cache(maxsize=1)
def _public_holidays() -> Rules:
    return Rules("PH")


@lru_cache(maxsize=2048)
def is_public_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday in metropolitan France."""
    return any(_public_holidays().spans(midnight(day), midnight(day) + DAY))


def comment_free(expression: str) -> str:
    """Give an expression without its quoted comments."""
    return re.sub(r'"[^"]*"', "", expression)
