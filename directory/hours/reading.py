"""An expression read once: its rules, what holds otherwise, and how its spans fall in days."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain, islice

from .engine import DAY, Rules, Span, comment_free, is_readable, midnight
from .syntax import MAX_LENGTH, normalise

_OTHERWISE = re.compile(r'(?s)(?:(?P<rules>.+?) ?\|\| ?)?(?:unknown )?"(?P<comment>[^"]*)"')
_OPEN_END = re.compile(r"\d\+")
_LONGEST_MORNING = timedelta(hours=12)
_HEAD = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression says, once parsed.

    `otherwise` is the comment that holds whenever the rules are closed: « sur rendez-vous ».
    `rules` is empty when the comment is the whole of it.
    """

    expression: str
    rules: str
    otherwise: str
    evaluated: Rules | None

    @property
    def is_open_ended(self) -> bool:
        return _OPEN_END.search(comment_free(self.rules)) is not None

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        return iter(()) if self.evaluated is None else self.evaluated.spans(start, end)

    def spans_from(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Give the same as `spans`, quicker when only the first ones are wanted, again and again.

        To find when a summer market reopens in winter costs the engine 100 µs.
        """
        head = _first_spans(self, start, end)
        if len(head) < _HEAD:
            return iter(head)
        return chain(head, islice(self.spans(start, end), _HEAD, None))


@lru_cache(maxsize=8192)
def _first_spans(reading: Reading, start: datetime, end: datetime) -> tuple[Span, ...]:
    return tuple(islice(reading.spans(start, end), _HEAD))


@lru_cache(maxsize=4096)
def read(text: str) -> Reading | None:
    """Read hours as typed or imported; None when they are empty or cannot be read."""
    expression = normalise(text)
    if not expression or len(expression) > MAX_LENGTH or not is_readable(expression):
        return None
    # The engine lets a comment that stands alone cover the hours it should only complete.
    found = _OTHERWISE.fullmatch(expression)
    rules = (found["rules"] or "") if found else expression
    if found and rules and not is_readable(rules):
        found, rules = None, expression
    otherwise = " ".join(found["comment"].split()) if found else ""
    if found and not otherwise:
        found, rules = None, expression
    return Reading(expression, rules, otherwise, Rules(rules) if rules else None)


def is_end_of_night(start: datetime, midnight: datetime, end: datetime) -> bool:
    """Tell whether what goes on after midnight is the end of the evening before.

    It is when it stops by noon and began less than a day before.
    """
    return end - midnight <= _LONGEST_MORNING and end - start < DAY


def daily(spans: Iterable[Span]) -> dict[date, list[Span]]:
    """Share spans among the days they begin on, cutting those longer than a night."""
    days: dict[date, list[Span]] = defaultdict(list)
    for span in spans:
        start = span.start
        while True:
            next_midnight = midnight(start.date()) + DAY
            if span.end <= next_midnight or is_end_of_night(start, next_midnight, span.end):
                break
            days[start.date()].append(Span(start, next_midnight, span.sure, span.comment))
            start = next_midnight
        days[start.date()].append(Span(start, span.end, span.sure, span.comment))
    return days
