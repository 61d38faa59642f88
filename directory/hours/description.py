"""How hours are understood, said in French for the person who typed them.

The days of the coming year are evaluated, then grouped: nothing is deduced from the syntax, so
what is said is what the site will do.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from .engine import DAY, PARIS, Rules, comment_free, is_public_holiday, midnight
from .reading import Reading, daily, read
from .seasons import READABLE_PARTS, Plan, Season, Slot, Slots, plan, slots
from .wording import WEEKDAYS, from_to, listed, period, span_texts

# More than a year, so that what begins or ends today shows what it follows and precedes.
_WEEKS_BEFORE, _WEEKS_AFTER = 9, 61
_CLOSED: Slots = ()
_DAY_AND_NIGHT: Slots = (Slot(0 * DAY, DAY, sure=True, comment=""),)


def describe(expression: str, since: date | None = None) -> list[str]:
    """Say hours in French, one line for each group of days or each season of the coming year.

    Nothing when the expression is empty or cannot be read.
    """
    reading = read(expression)
    if reading is None:
        return []
    since = since or datetime.now(PARIS).date()
    lines = _rule_lines(reading, since) if reading.rules else []
    if reading.otherwise:
        words = {"comment": reading.otherwise}
        lines.append(_("sinon %(comment)s") % words if lines else reading.otherwise)
    return lines


def _rule_lines(reading: Reading, since: date) -> list[str]:
    days = _evaluate(Rules(reading.rules, holidays=False), since)
    if not _has_openings(days, since):
        if not _has_openings(_evaluate(reading.evaluated, since), since):
            return [_("aucune ouverture dans les douze prochains mois")]
        return _holiday_lines(reading, days, since)
    chosen = plan(days, since, reading.rules)
    if chosen.parts > READABLE_PARTS:
        lines = _coming_week(reading, days, since)
    elif len(chosen.seasons) > 1:
        lines = _season_lines(chosen, reading) + _special_lines(chosen, reading)
    elif reading.otherwise or chosen.seasons[0].by != "weekday":
        lines = _open_groups(chosen.seasons[0], reading) + _special_lines(chosen, reading)
    else:
        lines = _week_lines(chosen.seasons[0], reading) + _special_lines(chosen, reading)
    return lines + _holiday_lines(reading, days, since)


def _evaluate(rules: Rules, since: date) -> dict[date, Slots]:
    first, length = since - _WEEKS_BEFORE * 7 * DAY, (_WEEKS_BEFORE + _WEEKS_AFTER) * 7
    end = midnight(first) + (length + 1) * DAY
    shared = daily(rules.spans(midnight(first - DAY), end))
    return {day: slots(shared.get(day, ())) for day in (first + n * DAY for n in range(length))}


def _evaluate_day(rules: Rules, day: date) -> Slots:
    """The same for one day alone; the nights around it are whole."""
    return slots(daily(rules.spans(midnight(day - DAY), midnight(day + 2 * DAY))).get(day, ()))


def _has_openings(days: dict[date, Slots], since: date) -> bool:
    return any(day_slots for day, day_slots in days.items() if day >= since)


def _times(reading: Reading, day_slots: Slots) -> str:
    """Write the hours of a day, or « fermé »."""
    spans = [slot.on(date.min) for slot in day_slots]
    return listed(span_texts(spans, open_ended=reading.is_open_ended)) or _("fermé")


def _week_lines(season: Season, reading: Reading) -> list[str]:
    """Say the seven days, those of the same hours together."""
    return [_line(days, day_slots, reading) for days, day_slots in _groups(season.pattern)]


def _open_groups(season: Season, reading: Reading) -> list[str]:
    """Say the open days of a season, leaving the others out."""
    groups = _groups(season.pattern) if season.by == "weekday" else _ranked_groups(season)
    return [_line(days, day_slots, reading) for days, day_slots in groups if day_slots]


def _line(days: str, day_slots: Slots, reading: Reading) -> str:
    words = {"days": days, "times": _times(reading, day_slots)}
    if day_slots == _DAY_AND_NIGHT:
        return _("%(days)s, %(times)s") % words
    return _("%(days)s %(times)s") % words


def _season_lines(chosen: Plan, reading: Reading) -> list[str]:
    lines, some_are_closed = [], False
    for season in chosen.seasons:
        groups = _open_groups(season, reading)
        if not groups:
            some_are_closed = True
            continue
        name = period(season.start, season.end, with_year=chosen.is_dated)
        lines.append(_("%(season)s : %(hours)s") % {"season": name, "hours": " ; ".join(groups)})
    if some_are_closed:
        lines.append(_("fermé le reste de l’année"))
    return lines


def _special_lines(chosen: Plan, reading: Reading) -> list[str]:
    lines = []
    for start, end, day_slots in chosen.specials:
        when = from_to(start, end, with_year=chosen.is_dated)
        words = {"when": when, "times": _times(reading, day_slots)}
        lines.append((_("%(when)s : %(times)s") if day_slots else _("fermé %(when)s")) % words)
    return lines


def _holiday_lines(reading: Reading, days: dict[date, Slots], since: date) -> list[str]:
    if "PH" not in comment_free(reading.rules):
        return []
    holidays = [day for day in days if day >= since and is_public_holiday(day)]
    with_holidays = {day: _evaluate_day(reading.evaluated, day) for day in holidays}
    found = set(with_holidays.values())
    if found == {_CLOSED}:
        return [_("fermé les jours fériés")]
    if all(with_holidays[day] == days[day] for day in holidays):
        return [_("jours fériés comme les autres jours")]
    if len(found) == 1:
        return [_("jours fériés %(times)s") % {"times": _times(reading, found.pop())}]
    return [_("jours fériés : horaires différents selon le jour")]


def _coming_week(reading: Reading, days: dict[date, Slots], since: date) -> list[str]:
    return [
        _("horaires qui changent souvent ; les sept prochains jours :"),
        *(
            _("%(weekday)s %(times)s")
            % {"weekday": WEEKDAYS[day.weekday()], "times": _times(reading, days[day])}
            for day in (since + n * DAY for n in range(7))
        ),
    ]


def _groups(week: dict[int, Slots]) -> list[tuple[str, Slots]]:
    """Name together the neighbouring days that have the same hours."""
    runs: list[list[int]] = []
    for number in sorted(week):
        if runs and runs[-1][-1] == number - 1 and week[runs[-1][0]] == week[number]:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [(_days(numbers), week[numbers[0]]) for numbers in runs]


def _days(numbers: list[int]) -> str:
    words = {"first": WEEKDAYS[numbers[0]], "last": WEEKDAYS[numbers[-1]]}
    if len(numbers) == 7:
        return _("tous les jours")
    if len(numbers) == 1:
        return str(words["first"])
    if len(numbers) == 2:
        return _("%(first)s et %(last)s") % words
    return _("%(first)s à %(last)s") % words


def _ranked_groups(season: Season) -> list[tuple[str, Slots]]:
    """Name days known by their rank in the month, or by the parity of their week."""
    marks: dict[tuple[int, Slots], list[int]] = {}
    for (number, mark), day_slots in sorted(season.pattern.items(), key=lambda item: item[0]):
        if day_slots:
            marks.setdefault((number, day_slots), []).append(mark)
    possible: dict[int, set[int]] = {}
    for number, mark in season.pattern:
        possible.setdefault(number, set()).add(mark)
    return [
        (_marked_day(season.by, number, found, possible[number]), day_slots)
        for (number, day_slots), found in marks.items()
    ]


def _marked_day(by: str, number: int, marks: list[int], possible: set[int]) -> str:
    words = {"weekday": WEEKDAYS[number]}
    if set(marks) == possible:
        return str(words["weekday"])
    if by == "parity":
        if marks == [0]:
            return _("%(weekday)s des semaines paires") % words
        return _("%(weekday)s des semaines impaires") % words
    words["rank"] = listed([_rank(mark) for mark in marks])
    return _("%(rank)s %(weekday)s du mois") % words


def _rank(mark: int) -> str:
    if mark > 0:
        return _("1er") if mark == 1 else _("%(rank)de") % {"rank": mark}
    if mark == -1:
        return _("dernier")
    return _("%(rank)de avant la fin") % {"rank": -mark}
