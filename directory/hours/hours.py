"""The opening hours of one place."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from .description import describe
from .engine import DAY, PARIS, Span, midnight
from .exceptions import DatedException, exceptional_spans, outside, windows
from .reading import Reading, daily, read
from .specification import specification
from .state import State
from .week import DayRow, announcement, week

_HORIZON = timedelta(days=367)
# Beyond so many conditional openings in a row, a certain one is no longer looked for.
_MOST_CONDITIONS = 14


class Hours:
    """Weekly hours in OSM syntax with their dated exceptions, asked in Europe/Paris time.

    Reads whatever an import brings: what cannot be read is unknown, never an error.
    """

    def __init__(self, expression: str | None, exceptions: Iterable[DatedException] = ()):
        self.reading: Reading | None = read(expression) if expression else None
        self.exceptions = tuple(exceptions)

    @property
    def is_known(self) -> bool:
        return self.reading is not None

    def state(self, at: datetime) -> State:
        """Say whether the place is open at an aware moment."""
        today = at.astimezone(PARIS).date()
        if not self.is_known and not any(e.covers(today) for e in self.exceptions):
            return State("unknown", at)
        sure, conditional = None, []
        for span in self._spans_after(at):
            if span.sure:
                sure = span
                break
            conditional.append(span)
            if len(conditional) == _MOST_CONDITIONS:
                break
        if sure and _instant(sure.start) <= at:
            return self._open(at, sure)
        opens = _instant(sure.start).astimezone(PARIS) if sure else None
        if conditional and _instant(conditional[0].start) <= at:
            until = _instant(conditional[0].end).astimezone(PARIS)
            return State("conditional", at, until, opens, conditional[0].comment)
        if otherwise := self._otherwise(today):
            return State("conditional", at, opens, opens, otherwise)
        if opens is None:
            comment = conditional[0].comment if conditional else ""
            return State("closed", at, comment=comment)
        return State("soon" if opens.date() == today else "closed", at, opens=opens)

    def _open(self, at: datetime, span: Span) -> State:
        if span.end >= _horizon(at):
            return State("open", at)
        if self.reading and self.reading.is_open_ended and span.end == midnight(span.end.date()):
            return State("open", at, comment=_("heure de fin non précisée"))
        return State("open", at, _instant(span.end).astimezone(PARIS))

    def _otherwise(self, day: date) -> str:
        """Give what holds on a day outside its hours, unless an exception speaks."""
        if self.reading is None or any(e.covers(day) for e in self.exceptions):
            return ""
        return self.reading.otherwise

    def intervals(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """List the certain openings within [start, end), merged, as aware UTC moments."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        first, last = start.astimezone(PARIS).date() - DAY, end.astimezone(PARIS).date() + DAY
        found: list[tuple[datetime, datetime]] = []
        for span in self._spans(first, midnight(last) + DAY):
            opens = max(_instant(span.start), start)
            closes = min(_instant(span.end), end)
            if not span.sure or opens >= closes:
                continue
            if found and opens <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], closes))
            else:
                found.append((opens, closes))
        return found

    def next_opening(self, at: datetime) -> datetime | None:
        """Find when the place next opens for certain after a moment, within a year."""
        for span in self._spans_after(at):
            if span.sure and (start := _instant(span.start)) > at:
                return start.astimezone(PARIS)
        return None

    def week(self, day: date) -> list[DayRow]:
        """Give the seven rows of the ISO week that holds `day`, Monday first."""
        return week(self, day)

    def words(self, at: datetime) -> list[str]:
        """Say in French how the expression and its coming exceptions are understood."""
        today = at.astimezone(PARIS).date()
        return [
            *(describe(self.reading.expression, today) if self.reading else ()),
            *self.announcements(today),
        ]

    def announcements(self, day: date) -> list[str]:
        """Say each exception that is not over: « Fermé du 28 sept. au 4 oct. (congés) »."""
        coming = [e for e in self.exceptions if e.end >= max(day, e.start)]
        return [announcement(e, day) for e in sorted(coming, key=lambda e: (e.start, e.end))]

    def specification(self, day: date) -> list[dict]:
        """Give schema.org openingHoursSpecification for four weeks, and all coming exceptions."""
        return specification(self, day)

    def days(self, first: date, last: date, *, weekly: bool = False) -> dict[date, list[Span]]:
        """Share the openings among the days, both included, on which they begin.

        `weekly` leaves the dated exceptions out.
        """
        spans = self._spans(first - DAY, midnight(last) + 2 * DAY, weekly=weekly)
        shared = daily(spans)
        length = (last - first).days + 1
        return {day: shared.get(day, []) for day in (first + n * DAY for n in range(length))}

    def _spans_after(self, at: datetime) -> Iterator[Span]:
        """Give the spans of the coming year that are not over at a moment, in order."""
        for span in self._spans(at.astimezone(PARIS).date() - DAY, _horizon(at)):
            if _instant(span.end) > at:
                yield span

    def _spans(self, first: date, end: datetime, *, weekly: bool = False) -> Iterator[Span]:
        """Give the spans from the midnight that begins `first` to a naive moment, in order."""
        start = midnight(first)
        spans = self.reading.spans_from(start, end) if self.reading else iter(())
        exceptions = (
            ()
            if weekly
            else tuple(e for e in self.exceptions if e.start <= end.date() and e.end >= first)
        )
        if not exceptions:
            return spans
        return _joined(
            heapq.merge(
                outside(spans, windows(exceptions)),
                exceptional_spans(exceptions, first, end.date()),
                key=lambda span: span.start,
            )
        )


def _horizon(at: datetime) -> datetime:
    return midnight(at.astimezone(PARIS).date()) + _HORIZON


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Make one of the spans alike that touch or overlap."""
    current = next(spans, None)
    for span in spans:
        alike = (span.sure, span.comment) == (current.sure, current.comment)
        if alike and span.start <= current.end:
            end = max(current.end, span.end)
            current = Span(current.start, end, current.sure, current.comment)
        else:
            yield current
            current = span
    if current is not None:
        yield current


def _instant(moment: datetime) -> datetime:
    """Place a naive Paris time in UTC; a time that autumn doubles is the first of the two.

    A time that the spring change skips is the moment of the change, 01:00 UTC in all the Union.
    """
    instant = moment.replace(tzinfo=PARIS).astimezone(UTC)
    if instant.astimezone(PARIS).replace(tzinfo=None) != moment:
        return instant.replace(hour=1, minute=0, second=0, microsecond=0)
    return instant
