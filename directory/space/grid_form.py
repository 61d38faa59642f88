"""The week of a place, filled in by hand: time fields, parts of the year, holidays."""

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.hours.grid import (
    CLOSED_WEEK,
    MAX_SEASONS,
    MAX_SLOTS,
    Grid,
    Period,
    Season,
    Week,
    clashes,
)
from directory.hours.grid_syntax import write
from directory.hours.syntax import MAX_LENGTH
from directory.hours.typed import (
    parse_period,
    show_period,
)
from directory.hours.wording import WEEKDAYS, capitalised
from directory.space.grid_fields import (
    COUNT,
    day_fields,
    period_field,
    season_count,
    typed_week,
)
from directory.space.slot_form import SlotForm

LEAST_ROWS = 2
_QUOTES = re.compile(r"[\"«»“”„]")


@dataclass(frozen=True)
class Row:
    start: forms.BoundField
    end: forms.BoundField

    @property
    def is_empty(self) -> bool:
        return not (self.start.value() or self.end.value())


@dataclass(frozen=True)
class Day:
    """One day of a week, as the template shows it."""

    number: int
    name: str
    rows: list[Row]

    @property
    def is_closed(self) -> bool:
        return all(row.is_empty for row in self.rows)

    @property
    def fields_in_error(self) -> list[forms.BoundField]:
        return [field for row in self.rows for field in (row.start, row.end) if field.errors]


@dataclass(frozen=True)
class WeekBlock:
    number: int
    period: forms.BoundField | None
    days: list[Day]


class GridForm(SlotForm):
    """`grid` is what was filled in, once the form is valid; `expression` is its OSM syntax."""

    closed_on_holidays = forms.BooleanField(
        label=gettext_lazy("Fermé les jours fériés"), required=False
    )
    otherwise = forms.CharField(
        label=gettext_lazy("Le reste du temps"),
        help_text=gettext_lazy("Par exemple : sur rendez-vous. Rien : fermé."),
        max_length=80,
        required=False,
    )

    def __init__(self, data=None, *, grid: Grid | None = None, typed=None):
        """`typed`: what the fields show, unchecked, in place of a grid."""
        super().__init__(data)
        self.grid, self.expression = grid or Grid(), ""
        self.initial = _typed(typed) if typed is not None else _initial(self.grid)
        self.count = season_count(self.initial if data is None else data)
        self.fields[COUNT] = forms.CharField(required=False, widget=forms.HiddenInput)
        for season in range(self.count + 1):
            if season:
                self.fields[period_field(season)] = forms.CharField(
                    label=_("Période"),
                    help_text=_("Par exemple « d’avril à septembre »."),
                    max_length=60,
                    required=False,
                )
            for day in range(7):
                for names in day_fields(season, day):
                    self.add_time_fields(names, capitalised(str(WEEKDAYS[day])))

    @cached_property
    def weeks(self) -> list[WeekBlock]:
        return [self._block(season) for season in range(self.count + 1)]

    @property
    def may_add(self) -> bool:
        return self.count < MAX_SEASONS

    def _block(self, season: int) -> WeekBlock:
        period = self[period_field(season)] if season else None
        return WeekBlock(season, period, [self._day(season, number) for number in range(7)])

    def _day(self, season: int, number: int) -> Day:
        rows = [Row(self[start], self[end]) for start, end in day_fields(season, number)]
        used = max((rank for rank, row in enumerate(rows, 1) if not row.is_empty), default=0)
        shown = max(LEAST_ROWS, min(used + (used >= LEAST_ROWS), MAX_SLOTS))
        return Day(number, capitalised(str(WEEKDAYS[number])), rows[:shown])

    def clean_otherwise(self) -> str:
        return " ".join(_QUOTES.sub(" ", self.cleaned_data["otherwise"]).split())

    def clean(self):
        cleaned = super().clean()
        weeks = [self._clean_week(season) for season in range(self.count + 1)]
        seasons = [
            Season(period, weeks[season])
            for season in range(1, self.count + 1)
            if (period := self._clean_period(season, weeks[season], weeks[0]))
        ]
        self._refuse_overlap([season.period for season in seasons])
        if self.errors:
            return cleaned
        self.grid = Grid(
            weeks[0],
            tuple(seasons),
            cleaned["closed_on_holidays"],
            cleaned["otherwise"],
        )
        self.expression = write(self.grid)
        if len(self.expression) > MAX_LENGTH:
            self.add_error(
                None,
                _("Ces horaires sont trop longs à écrire : retirez une période ou un créneau."),
            )
        return cleaned

    def _clean_week(self, season: int) -> Week:
        days = [self.read_slots(day_fields(season, day)) for day in range(7)]
        week = tuple(tuple(sorted(slots.values())) for slots in days)
        for day, before, after in clashes(week):
            row = next(row for row, slot in days[day].items() if slot == after)
            self.refuse_clash(row[0], before, after)
        return week

    def _clean_period(self, season: int, week: Week, usual: Week) -> Period | None:
        name = period_field(season)
        text = self.cleaned_data.get(name, "")
        if not text and name not in self.errors and week in (CLOSED_WEEK, usual):
            return None  # added, then left as it was
        if not text:
            self.add_error(name, _("De quand à quand ? Par exemple « d’avril à septembre »."))
            return None
        try:
            return parse_period(text)
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def _refuse_overlap(self, periods: list[Period]) -> None:
        for rank, period in enumerate(periods):
            for other in periods[:rank]:
                if period.days & other.days:
                    words = {"one": show_period(other), "other": show_period(period)}
                    self.add_error(
                        None,
                        _("Deux périodes se recouvrent : « %(one)s » et « %(other)s ».") % words,
                    )


def _typed(data) -> dict:
    return data.dict() | {"closed_on_holidays": "closed_on_holidays" in data}


def _initial(grid: Grid) -> dict:
    found = {
        COUNT: str(len(grid.seasons)),
        "closed_on_holidays": grid.closed_on_holidays,
        "otherwise": grid.otherwise,
    }
    for number, week in enumerate(grid.weeks):
        found |= typed_week(number, week)
        if number:
            found[period_field(number)] = show_period(grid.seasons[number - 1].period)
    return found
