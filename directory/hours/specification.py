"""Opening hours for search engines: schema.org openingHoursSpecification."""

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from .engine import DAY, Span, comment_free, midnight

if TYPE_CHECKING:
    from .hours import Hours

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKS = 4
_A_YEAR = 366
_VARIES = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|week|easter)|\[|\d{4}")

_TYPE = "OpeningHoursSpecification"
Times = tuple[tuple[str, str], ...]


def specification(hours: "Hours", day: date) -> list[dict]:
    """Give the usual week, then each dated difference, from `day` on, exceptions for a year.

    A closed date opens and closes at 00:00, a whole day runs from 00:00 to 23:59: Google,
    « Local business structured data ». A usual week that changes with the year is dated.
    """
    if not hours.is_known and not hours.exceptions:
        return []
    last = day + (7 * _WEEKS - 1) * DAY
    usual_days = {d: _times(spans) for d, spans in hours.days(day, last, weekly=True).items()}
    usual = _usual_week(usual_days)
    dates = {} if not _varies(hours) else {"validFrom": f"{day}", "validThrough": f"{last}"}
    entries = [entry | dates for entry in _weekly_entries(usual)] if hours.is_known else []
    return entries + _dated_entries(hours, day, last, usual)


def _varies(hours: "Hours") -> bool:
    return hours.is_known and bool(_VARIES.search(comment_free(hours.reading.rules)))


def _usual_week(days: dict[date, Times]) -> list[Times]:
    """Choose for each day of the week what most of its dates have, the earliest among equals."""
    return [
        Counter(times for d, times in days.items() if d.weekday() == number).most_common(1)[0][0]
        for number in range(7)
    ]


def _weekly_entries(usual: list[Times]) -> list[dict]:
    by_times: dict[tuple[str, str], list[str]] = {}
    for name, times in zip(_WEEKDAYS, usual, strict=True):
        for opens_closes in times:
            by_times.setdefault(opens_closes, []).append(f"https://schema.org/{name}")
    return [
        {"@type": _TYPE, "dayOfWeek": names, "opens": opens, "closes": closes}
        for (opens, closes), names in by_times.items()
    ]


def _dated_entries(hours: "Hours", day: date, last: date, usual: list[Times]) -> list[dict]:
    """Give the dates that differ from the usual week, equal neighbours in one range."""
    exceptional = {
        date_
        for exception in hours.exceptions
        for date_ in _dates(max(exception.start, day), min(exception.end, day + _A_YEAR * DAY))
    }
    dates = sorted(exceptional | set(_dates(day, last)))
    ranges: list[tuple[date, date, Times]] = []
    for date_ in dates:
        (spans,) = hours.days(date_, date_).values()
        times = _times(spans)
        if times == usual[date_.weekday()] and date_ not in exceptional:
            continue
        if ranges and ranges[-1][1:] == (date_ - DAY, times):
            ranges[-1] = (ranges[-1][0], date_, times)
        else:
            ranges.append((date_, date_, times))
    return [
        {
            "@type": _TYPE,
            "validFrom": f"{start}",
            "validThrough": f"{end}",
            "opens": opens,
            "closes": closes,
        }
        for start, end, times in ranges
        for opens, closes in times or (("00:00", "00:00"),)
    ]


def _dates(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def _times(spans: list[Span]) -> Times:
    return tuple(_opens_closes(span) for span in spans if span.sure)


def _opens_closes(span: Span) -> tuple[str, str]:
    if span.start == midnight(span.start.date()) and span.end - span.start == DAY:
        return "00:00", "23:59"
    return f"{span.start:%H:%M}", f"{span.end:%H:%M}"
