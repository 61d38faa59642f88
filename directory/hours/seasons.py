"""A year of days grouped into seasons of constant weeks, and the dates that stand out."""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from .engine import DAY, Span, comment_free, midnight
from .syntax import MONTHS


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A span as it repeats from day to day, measured from its midnight."""

    start: timedelta
    end: timedelta
    sure: bool
    comment: str

    def on(self, day: date) -> Span:
        return Span(midnight(day) + self.start, midnight(day) + self.end, self.sure, self.comment)


Slots = tuple[Slot, ...]
Days = dict[date, Slots]


@dataclass(slots=True)
class Season:
    """A stretch of days that follow one pattern.

    `pattern` gives the slots of each weekday (0 is Monday); when `by` is « rank », « last_rank »
    or « parity », of each pair of weekday and rank in the month, or parity of the ISO week.
    """

    by: str
    start: date
    end: date
    pattern: dict


@dataclass(frozen=True, slots=True)
class Plan:
    """How a year is best told: `is_dated` when its dates belong to one year only."""

    seasons: list[Season]
    specials: list[tuple[date, date, Slots]]
    is_dated: bool

    @property
    def parts(self) -> int:
        return len(self.seasons) + len(self.specials)

    @property
    def length(self) -> int:
        """Count what there is to read: a season takes more words than a date."""
        return 2 * len(self.seasons) + len(self.specials)


def slots(spans: Iterable[Span]) -> Slots:
    found = []
    for span in spans:
        morning = midnight(span.start.date())
        found.append(Slot(span.start - morning, span.end - morning, span.sure, span.comment))
    return tuple(found)


def _rank(day: date) -> tuple[int, int]:
    return day.weekday(), (day.day - 1) // 7 + 1


def _last_rank(day: date) -> tuple[int, int]:
    return day.weekday(), -((monthrange(day.year, day.month)[1] - day.day) // 7 + 1)


def _parity(day: date) -> tuple[int, int]:
    return day.weekday(), day.isocalendar().week % 2


# Each way to tell days apart, with how many odd dates in a row may be told as dates.
_Ways = tuple[tuple[str, Callable[[date], object], int], ...]
_PLAIN_WAYS: _Ways = (("weekday", date.weekday, 3), ("weekday", date.weekday, 0))
_FINER_WAYS: _Ways = (
    ("rank", _rank, 1),
    ("last_rank", _last_rank, 1),
    ("parity", _parity, 2),
)
READABLE_PARTS = 8


def plan(days: Days, since: date, rules: str) -> Plan:
    """Find the shortest way to tell the year that begins on a day, by plain weeks if it can.

    `days` begin some weeks before and end some weeks after that year.
    """
    mentioned = _Mentioned.in_rules(rules)
    is_dated = re.search(r"\b\d{4}\b", comment_free(rules)) is not None
    plans = [_plan_by(*way, days, since, mentioned, is_dated) for way in _PLAIN_WAYS]
    plain = [found for found in plans if found.parts <= READABLE_PARTS]
    if not plain:
        plans += [_plan_by(*way, days, since, mentioned, is_dated) for way in _FINER_WAYS]
    return min(plain or plans, key=lambda found: found.length)


def _plan_by(
    by, key, tolerance, days: Days, since: date, mentioned: "_Mentioned", is_dated: bool
) -> Plan:
    odd = _odd_dates(days, key, tolerance)
    usual = {day: day_slots for day, day_slots in days.items() if day not in odd} or days
    seasons = _seasons(by, key, usual)
    _settle_boundaries(seasons, usual, key, mentioned)
    next_year = since + timedelta(days=365)
    specials = [
        _widened(*special, days, mentioned)
        for special in _ranges({day for day in odd if since <= day < next_year}, days)
    ]
    seasons = [season for season in seasons if season.end >= since and season.start < next_year]
    _forget_before(since, seasons[0], usual, key)
    return Plan(_around_the_year(seasons, next_year), specials, is_dated)


def _odd_dates(days: Days, key, tolerance: int) -> set[date]:
    """Find the few dates that differ from those alike before and after them."""
    alike: dict[object, list[date]] = defaultdict(list)
    for day in days:
        alike[key(day)].append(day)
    odd: set[date] = set()
    for dates in alike.values():
        runs: list[list[date]] = []
        for day in dates:
            if runs and days[runs[-1][0]] == days[day]:
                runs[-1].append(day)
            else:
                runs.append([day])
        for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
            surrounded = days[before[0]] == days[after[0]]
            if surrounded and len(run) <= min(tolerance, len(before), len(after)):
                odd.update(run)
    return odd


def _ranges(odd: set[date], days: Days) -> list[tuple[date, date, Slots]]:
    """Join the odd dates alike that only days of the same hours keep apart."""
    ranges: list[tuple[date, date, Slots]] = []
    for day in sorted(odd):
        if ranges and day - ranges[-1][1] <= 7 * DAY:
            start, end, day_slots = ranges[-1]
            between = [end + n * DAY for n in range(1, (day - end).days + 1)]
            if all(days[d] == day_slots for d in between):
                ranges[-1] = (start, day, day_slots)
                continue
        ranges.append((day, day, days[day]))
    return ranges


def _seasons(by: str, key, days: Days) -> list[Season]:
    seasons: list[Season] = []
    for day, day_slots in days.items():
        mark = key(day)
        if not seasons or seasons[-1].pattern.setdefault(mark, day_slots) != day_slots:
            seasons.append(Season(by, day, day, {mark: day_slots}))
        seasons[-1].end = day
    return seasons


@dataclass(frozen=True, slots=True)
class _Mentioned:
    """The (month, day) on which written dates begin, and those that follow their ends."""

    starts: frozenset[tuple[int, int]]
    ends: frozenset[tuple[int, int]]

    @classmethod
    def in_rules(cls, rules: str) -> "_Mentioned":
        starts, ends = set(), set()
        for dash, month, first, last, goes_on in re.findall(
            rf"(-?)(?:\d{{4}} )?({'|'.join(MONTHS)}) (\d\d?)\b(?!:\d)(?:-(\d\d?)\b(?!:\d))?(-?)",
            comment_free(rules),
        ):
            number = MONTHS.index(month) + 1
            if not dash:
                starts.add((number, int(first)))
            if not goes_on:
                length = monthrange(2023, number)[1]
                after = date(2023, number, max(1, min(int(last or first), length))) + DAY
                ends.add((after.month, after.day))
        return cls(frozenset(starts), frozenset(ends))

    def __contains__(self, day: date) -> bool:
        return (day.month, day.day) in self.starts | self.ends


def _widened(
    start: date, end: date, day_slots: Slots, days: Days, mentioned: _Mentioned
) -> tuple[date, date, Slots]:
    """Stretch odd dates to the written ones, over days that have the same hours anyway."""
    for day in (start - n * DAY for n in range(1, 7)):
        if days.get(day) != day_slots:
            break
        if (day.month, day.day) in mentioned.starts:
            start = day
    for day in (end + n * DAY for n in range(1, 7)):
        if days.get(day) != day_slots:
            break
        if ((day + DAY).month, (day + DAY).day) in mentioned.ends:
            end = day
    return start, end, day_slots


def _settle_boundaries(seasons: list[Season], days: Days, key, mentioned: _Mentioned) -> None:
    """Begin each season, as far as its hours allow, on a written date or the first of a month."""
    for previous, season in pairwise(seasons):
        earliest = season.start
        while earliest - DAY > previous.start:
            before = earliest - DAY
            if before in days and season.pattern.get(key(before)) != days[before]:
                break
            earliest = before
        choices = [earliest + n * DAY for n in range((season.start - earliest).days + 1)]
        written = [day for day in choices if day in mentioned]
        firsts = [day for day in choices if day.day == 1]
        season.start = (written or firsts or [season.start])[-1]
        previous.end = season.start - DAY


def _forget_before(since: date, season: Season, days: Days, key) -> None:
    """Keep of the season under way what is still to come."""
    coming = {day: day_slots for day, day_slots in days.items() if since <= day <= season.end}
    season.pattern = {key(day): day_slots for day, day_slots in coming.items()}
    if season.start < since - timedelta(days=7 * 8):
        season.start = since


def _around_the_year(seasons: list[Season], next_year: date) -> list[Season]:
    """Make one of the first and last seasons when the year turns within them."""
    first, last = seasons[0], seasons[-1]
    if first is last:
        return seasons
    shared = first.pattern.keys() & last.pattern.keys()
    if any(first.pattern[mark] != last.pattern[mark] for mark in shared):
        last.end = min(last.end, next_year - DAY)
        return seasons
    whole = Season(first.by, last.start, first.end, last.pattern | first.pattern)
    return [whole, *seasons[1:-1]]
