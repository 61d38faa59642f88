"""Grids of a week written in OSM opening_hours, and read back."""

import re
from datetime import date
from functools import lru_cache

from .engine import Rules, midnight
from .grid import (
    ALL_DAY,
    CLOSED_WEEK,
    DAY,
    MAX_SEASONS,
    MAX_SLOTS,
    OPEN_WEEK,
    Grid,
    Period,
    Season,
    Slot,
    Slots,
    Week,
    joined,
)
from .reading import read
from .syntax import DAYS, MONTHS

# Two years in a row, of 365 days each.
_SINCE, _UNTIL = date(2026, 1, 1), date(2028, 1, 1)
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2


def write(grid: Grid) -> str:
    """Write a grid as an OSM expression; nothing when its hours are unknown."""
    grid = grid.normal()
    rules = _rules(grid)
    if grid.closed_on_holidays:
        rules += "; PH off"
    if not grid.otherwise:
        return rules
    return f'{rules} || "{grid.otherwise}"' if rules else f'"{grid.otherwise}"'


def _rules(grid: Grid) -> str:
    if not grid.seasons and grid.week == OPEN_WEEK:
        return "24/7"
    if grid.has_nights:
        # After « ; » the rule of a day erases the end of the night before: commas add, and each
        # season says its dates.
        if not grid.seasons:
            return ", ".join(_week_rules(grid.week))
        dated = (_week_rules(s.week, _dates(s.period)) for s in grid.seasons)
        return ", ".join(rule for rules in dated for rule in rules)
    rules = _week_rules(grid.week)
    for season in grid.seasons:
        when = _dates(season.period)
        rules += _week_rules(season.week, when)
        closed = [n for n in range(7) if grid.week[n] and not season.week[n]]
        if not any(season.week):
            rules.append(f"{when} off")
        elif closed:
            rules.append(f"{when} {_days(closed)} off")
    return "; ".join(rules)


def _week_rules(week: Week, when: str = "") -> list[str]:
    alike: dict[Slots, list[int]] = {}
    for number, slots in enumerate(week):
        if slots:
            alike.setdefault(slots, []).append(number)
    return [
        " ".join(filter(None, (when, _days(numbers), write_times(slots))))
        for slots, numbers in alike.items()
    ]


def _days(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(
        f"{DAYS[run[0]]}{'-' if len(run) > 2 else ','}{DAYS[run[-1]]}"
        if len(run) > 1
        else DAYS[run[0]]
        for run in runs
    )


def write_times(slots: Slots) -> str:
    return ",".join(f"{_time(slot.start)}-{_time(slot.end)}" for slot in slots)


def _time(minutes: int) -> str:
    minutes = minutes if minutes <= DAY else minutes - DAY
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _dates(period: Period) -> str:
    (first_month, first), (last_month, last) = period.start, period.end
    names = MONTHS[first_month - 1], MONTHS[last_month - 1]
    is_whole_end = last == _LAST_DAYS[last_month - 1]
    if first == 1 and is_whole_end:
        return names[0] if first_month == last_month else f"{names[0]}-{names[1]}"
    if first_month == last_month and first <= last:
        return f"{names[0]} {first:02}-{last:02}"
    if last_month == _FEBRUARY and is_whole_end:
        # « Feb » ends with the month, on the 28th or the 29th.
        head = f"{names[0]} {first:02}-{_LAST_DAYS[first_month - 1]}"
        return f"{head},{_months_until_february(first_month)}"
    return f"{names[0]} {first:02}-{names[1]} {last:02}"


def _months_until_february(month: int) -> str:
    following = month % 12 + 1
    return "Feb" if following == _FEBRUARY else f"{MONTHS[following - 1]}-Feb"


# --- Reading -----------------------------------------------------------------------------------

_DAY = rf"(?:{'|'.join(DAYS)}|PH)"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DATE = rf"{_MONTH}(?: \d\d?)?(?:-(?:{_MONTH}(?: \d\d?)?|\d\d?))?"
_TIME = r"\d\d:\d\d"
_RULE = re.compile(
    rf"(?P<dates>{_DATE}(?:,{_DATE})*)?:? ?"
    rf"(?P<days>{_DAY}(?:[-,]{_DAY})*)?:? ?"
    rf"(?P<times>{_TIME}-{_TIME}(?:,{_TIME}-{_TIME})*|off|closed|24/7)(?: open)?"
)
_ONE_DATE = re.compile(
    rf"(?P<first_month>{_MONTH})(?: (?P<first>\d\d?))?"
    rf"(?:-(?:(?P<last_month>{_MONTH})(?: (?P<last>\d\d?))?|(?P<same>\d\d?)))?"
)
_SPAN = re.compile(rf"({_TIME})-({_TIME})")


class _NotAGrid(Exception):
    pass


@lru_cache(maxsize=1024)
def read_grid(expression: str) -> Grid | None:
    """Read an expression as a grid, in its normal form; None if a grid cannot say exactly that.

    Nothing is supposed: the hours of two years must be the same, minute by minute.
    """
    if not expression.strip():
        return Grid()
    reading = read(expression)
    if reading is None:
        return None
    if not reading.rules:
        return Grid(otherwise=reading.otherwise)
    try:
        grid = _grid(reading.rules, reading.otherwise)
    except (_NotAGrid, ValueError):
        return None
    if grid.is_empty or not _is_small(grid):
        return None
    written = read(write(grid))
    if written is None or written.otherwise != reading.otherwise:
        return None
    is_same = written.rules == reading.rules or _spans(written.rules) == _spans(reading.rules)
    return grid if is_same else None


def _is_small(grid: Grid) -> bool:
    fits = all(len(slots) <= MAX_SLOTS for week in grid.weeks for slots in week)
    return fits and len(grid.seasons) <= MAX_SEASONS


def _spans(rules: str) -> list:
    found: list[list] = []
    for span in Rules(rules).spans(midnight(_SINCE), midnight(_UNTIL)):
        if found and found[-1][1] == span.start and found[-1][2:] == [span.sure, span.comment]:
            found[-1][1] = span.end
        else:
            found.append([span.start, span.end, span.sure, span.comment])
    return found


def _grid(rules: str, otherwise: str) -> Grid:
    """Apply the rules in their order to each day of the year."""
    base: list[Slots] = list(CLOSED_WEEK)
    dated: dict[int, list[Slots]] = {}
    closed_on_holidays = False
    for separator, text in _split(rules):
        rule = _RULE.fullmatch(text)
        if rule is None:
            raise _NotAGrid
        numbers, has_holidays = _numbers(rule["days"])
        slots = _slots(rule["times"])
        if has_holidays:
            if slots or rule["dates"]:
                raise _NotAGrid
            closed_on_holidays = True
        ranks = _ranks(rule["dates"])
        if ranks is None:
            targets = [base, *dated.values()]
        else:
            for rank in ranks:
                dated.setdefault(rank, list(base))
            targets = [dated[rank] for rank in ranks]
        for week in targets:
            for number in numbers:
                added = (*week[number], *slots) if separator == "," else slots
                week[number] = joined(added)
    weeks = {rank: tuple(week) for rank, week in dated.items()}
    seasons = tuple(Season(Period.of_ranks(rank, rank), weeks[rank]) for rank in sorted(weeks))
    return Grid(tuple(base), seasons, closed_on_holidays, otherwise).normal()


def _split(rules: str) -> list[tuple[str, str]]:
    """The rules, each with the separator before it: « ; » replaces, « , » adds."""
    parts = re.split(r"(; ?|, )", rules)
    separators = [";", *(part.strip() for part in parts[1::2])]
    return [(mark, text.strip()) for mark, text in zip(separators, parts[::2], strict=True) if text]


def _numbers(selector: str | None) -> tuple[list[int], bool]:
    if not selector:
        return list(range(7)), False
    numbers, has_holidays = [], False
    for part in selector.split(","):
        first, _dash, last = part.partition("-")
        if part == "PH":
            has_holidays = True
            continue
        start, end = DAYS.index(first), DAYS.index(last or first)
        numbers += [(start + step) % 7 for step in range((end - start) % 7 + 1)]
    return numbers, has_holidays


def _slots(times: str) -> Slots:
    if times in {"off", "closed"}:
        return ()
    if times == "24/7":
        return ALL_DAY
    return joined(tuple(_slot(start, end) for start, end in _SPAN.findall(times)))


def _slot(start: str, end: str) -> Slot:
    begins, ends = _minutes(start), _minutes(end)
    return Slot(begins, ends if ends > begins else ends + DAY)


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def _ranks(selector: str | None) -> list[int] | None:
    """The ranks in the year of the days that dates name; None without any date."""
    if not selector:
        return None
    ranks: set[int] = set()
    for text in selector.split(","):
        found = _ONE_DATE.fullmatch(text)
        if found is None:
            raise _NotAGrid
        ranks |= _period(found).days
    return sorted(ranks)


def _period(found: re.Match) -> Period:
    first_month = MONTHS.index(found["first_month"]) + 1
    if found["first"] and not (found["same"] or found["last_month"]):
        day = first_month, int(found["first"])
        return Period(day, day)
    last_month = MONTHS.index(found["last_month"]) + 1 if found["last_month"] else first_month
    if found["last_month"] and bool(found["first"]) != bool(found["last"]):
        raise _NotAGrid
    last = int(found["same"] or found["last"] or _LAST_DAYS[last_month - 1])
    if last_month == _FEBRUARY:
        last = min(last, _LAST_DAYS[1])
    return Period((first_month, int(found["first"] or 1)), (last_month, last))
