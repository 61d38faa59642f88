"""A place's week as a person fills it in: seven days of time slots, seasons, holidays.

A grid and its OSM expression (`grid_syntax`) say the same; `Grid.normal` is the one grid among
those that say the same in other words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

DAY = 24 * 60
# Until then, what began the evening before is its night; later, a mistake.
NIGHT_END = 6 * 60
MAX_SLOTS = 4
MAX_SEASONS = 6

# Any year of 365 days: February ends on the 28th, and a period that ends so takes the 29th along.
_YEAR = 2025
_LENGTH = 365


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Minutes from the midnight that begins the day; `end` is beyond 24 hours for a night."""

    start: int
    end: int

    def __post_init__(self):
        if not (0 <= self.start < DAY and self.start < self.end <= DAY + NIGHT_END):
            raise ValueError("a slot begins within its day and ends after it began")
        if self.end > DAY and self.start < NIGHT_END:
            raise ValueError("a night begins in the day")

    @property
    def is_night(self) -> bool:
        return self.end > DAY


Slots = tuple[Slot, ...]
Week = tuple[Slots, Slots, Slots, Slots, Slots, Slots, Slots]

CLOSED_WEEK: Week = ((),) * 7
ALL_DAY: Slots = (Slot(0, DAY),)
OPEN_WEEK: Week = (ALL_DAY,) * 7


@dataclass(frozen=True, slots=True)
class Period:
    """The days from one (month, day) to another, both included; it may pass the new year."""

    start: tuple[int, int]
    end: tuple[int, int]

    def __post_init__(self):
        for month_day in (self.start, self.end):
            date(_YEAR, *month_day)

    @property
    def first(self) -> date:
        return date(_YEAR, *self.start)

    @property
    def last(self) -> date:
        """The last day, in the next year if the period passes the new year."""
        return date(_YEAR + (self.end < self.start), *self.end)

    @property
    def days(self) -> frozenset[int]:
        """Ranks of its days in the year, from 0."""
        first = self.first.timetuple().tm_yday - 1
        length = (self.last - self.first).days + 1
        return frozenset((first + n) % _LENGTH for n in range(length))

    @classmethod
    def of_ranks(cls, first: int, last: int) -> "Period":
        return cls(_month_day(first), _month_day(last))


def _month_day(rank: int) -> tuple[int, int]:
    day = date(_YEAR, 1, 1) + timedelta(days=rank % _LENGTH)
    return day.month, day.day


@dataclass(frozen=True, slots=True)
class Season:
    """Another week, for a part of the year."""

    period: Period
    week: Week


@dataclass(frozen=True, slots=True)
class Grid:
    """The usual hours of a place.

    `week` holds all the year, or outside of the `seasons`, which do not overlap. `otherwise` is
    what holds when it is closed: « sur rendez-vous ». An empty grid is hours that are unknown.
    """

    week: Week = CLOSED_WEEK
    seasons: tuple[Season, ...] = ()
    closed_on_holidays: bool = False
    otherwise: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(any(week) for week in self.weeks)

    @property
    def weeks(self) -> list[Week]:
        return [self.week, *(season.week for season in self.seasons)]

    @property
    def has_nights(self) -> bool:
        return any(slot.is_night for week in self.weeks for slots in week for slot in slots)

    def week_on(self, day: date) -> Week:
        """The week that holds on a date."""
        rank = _rank(day)
        return next((s.week for s in self.seasons if rank in s.period.days), self.week)

    def normal(self) -> "Grid":
        """The same hours told one way: what touches is joined, what changes nothing dropped.

        Weeks with nights give every season its dates: see `grid_syntax.write`.
        """
        base = _joined(self.week)
        weeks = dict.fromkeys(range(_LENGTH), base)
        covered = set()
        for season in self.seasons:
            weeks |= dict.fromkeys(season.period.days, _joined(season.week))
            covered |= season.period.days
        if len(covered) == _LENGTH:
            base = CLOSED_WEEK
        seasons = tuple(Season(period, week) for period, week in _runs(weeks))
        if len(seasons) == 1:
            base, seasons = seasons[0].week, ()
        grid = replace(self, week=base, seasons=tuple(s for s in seasons if s.week != base))
        if grid.seasons and grid.has_nights:
            dated = tuple(season for season in seasons if any(season.week))
            grid = replace(grid, week=CLOSED_WEEK, seasons=dated)
        return replace(grid, closed_on_holidays=self.closed_on_holidays and not grid.is_empty)


def _rank(day: date) -> int:
    month_day = (2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day)
    return date(_YEAR, *month_day).timetuple().tm_yday - 1


def _joined(week: Week) -> Week:
    return tuple(joined(slots) for slots in week)


def joined(slots: Slots) -> Slots:
    """Slots of a day in order, those that touch or overlap made one."""
    found: list[Slot] = []
    for slot in sorted(slots):
        if found and slot.start <= found[-1].end:
            found[-1] = Slot(found[-1].start, max(found[-1].end, slot.end))
        else:
            found.append(slot)
    return tuple(found)


def _runs(weeks: dict[int, Week]) -> Iterator[tuple[Period, Week]]:
    """The stretches of a year of days of one week, in the order of their first days."""
    runs = []
    for week, ranks in groupby(sorted(weeks), key=weeks.__getitem__):
        ranks = list(ranks)
        runs.append((ranks[0], ranks[-1], week))
    if len(runs) > 1 and runs[0][2] == runs[-1][2]:
        _first, last, week = runs.pop(0)
        runs[-1] = (runs[-1][0], last, week)
    for first, last, week in runs:
        yield Period.of_ranks(first, last), week


def clashes(week: Week) -> Iterator[tuple[int, Slot, Slot]]:
    """Slots that overlap: the weekday (0 is Monday) of the second, and both.

    The night of a day may run into the morning of the next.
    """
    for number, slots in enumerate(week):
        for before, after in pairwise(sorted(slots)):
            if after.start < before.end:
                yield number, before, after
        nights = [slot for slot in week[number - 1] if slot.is_night]
        for night in nights:
            for slot in slots:
                if slot.start < night.end - DAY:
                    yield number, night, slot
