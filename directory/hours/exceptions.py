"""Dated exceptions to the weekly hours: holidays of the house, special openings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from .engine import DAY, Span, midnight
from .reading import daily, is_end_of_night, read

_LAST_DAY = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class DatedException:
    """Hours that replace the weekly ones on the days from `start` to `end`, both included.

    `hours` are OSM times such as « 10:00-12:00 »; empty means closed all day. On a day that
    several exceptions name, the shortest one speaks; among equals, the last given.
    """

    start: date
    end: date
    hours: str = ""
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end

    def spans(self, day: date) -> list[Span]:
        """Say when the place is open on a day of this exception."""
        if not self.hours.strip():
            return []
        reading = read(self.hours)
        if reading is None:
            return [Span(midnight(day), midnight(day) + DAY, sure=False)]
        return daily(reading.spans(midnight(day - DAY), midnight(day + 2 * DAY))).get(day, [])


def exception_on(day: date, exceptions: Iterable[DatedException]) -> DatedException | None:
    """Find the exception that speaks for a day."""
    chosen = None
    for exception in exceptions:
        if exception.covers(day) and (
            chosen is None or exception.end - exception.start <= chosen.end - chosen.start
        ):
            chosen = exception
    return chosen


def exceptional_spans(
    exceptions: tuple[DatedException, ...], first: date, last: date
) -> Iterator[Span]:
    """Give, day after day, what the exceptions open between two dates included."""
    openings = [exception for exception in exceptions if exception.hours.strip()]
    if not openings:
        return
    day = max(first, min(exception.start for exception in openings))
    last = min(last, max(exception.end for exception in openings))
    while day <= last:
        exception = exception_on(day, exceptions)
        if exception is not None:
            yield from exception.spans(day)
        day += DAY


def windows(exceptions: Iterable[DatedException]) -> list[tuple[datetime, datetime]]:
    """Give the stretches of time that exceptions rule, merged and in order."""
    merged: list[tuple[datetime, datetime]] = []
    for exception in sorted(exceptions, key=lambda e: e.start):
        start = midnight(exception.start)
        end = midnight(min(exception.end, _LAST_DAY)) + DAY
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def outside(spans: Iterable[Span], ruled: list[tuple[datetime, datetime]]) -> Iterator[Span]:
    """Remove from the weekly spans the openings that begin on an exceptional day.

    The end of the night before stays; the night that begins on an exceptional day goes whole.
    """
    for span in spans:
        start = span.start
        for begins, ends in ruled:
            if start is None or begins >= span.end:
                break
            if start >= ends:
                continue
            if start < begins:
                if is_end_of_night(start, begins, span.end):
                    break
                yield Span(start, begins, span.sure, span.comment)
            closed_from = max(start, begins)
            gone = span.end <= ends or is_end_of_night(closed_from, ends, span.end)
            start = None if gone else ends
        if start is not None:
            yield Span(start, span.end, span.sure, span.comment)
