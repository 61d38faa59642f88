"""The table of a week's hours, and the sentences of its exceptions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .engine import DAY, is_public_holiday
from .exceptions import DatedException, exception_on
from .wording import capitalised, from_to, listed, span_texts, weekday

if TYPE_CHECKING:
    from .hours import Hours

_FAR_AWAY = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the table of hours; `spans` are its pieces, each to be kept on one line."""

    date: date
    name: str
    spans: tuple[str, ...]
    is_open: bool
    is_today: bool
    is_holiday: bool
    exception: DatedException | None

    @property
    def text(self) -> str:
        return " · ".join(self.spans)

    @property
    def note(self) -> str:
        """Say why this day is not like others, if it is not."""
        if self.exception is not None:
            return self.exception.note or _("exceptionnellement")
        return _("jour férié") if self.is_holiday else ""


def week(hours: "Hours", day: date) -> list[DayRow]:
    """Give the seven rows of the ISO week that holds `day`, Monday first."""
    monday = day - day.weekday() * DAY
    open_ended = hours.reading is not None and hours.reading.is_open_ended
    rows = []
    for date_, spans in hours.days(monday, monday + 6 * DAY).items():
        exception = exception_on(date_, hours.exceptions)
        texts = span_texts(spans, open_ended=open_ended)
        rows.append(
            DayRow(
                date=date_,
                name=weekday(date_),
                spans=texts or (_empty_day(hours, exception),),
                is_open=any(span.sure for span in spans),
                is_today=date_ == day,
                is_holiday=is_public_holiday(date_),
                exception=exception,
            )
        )
    return rows


def _empty_day(hours: "Hours", exception: DatedException | None) -> str:
    if exception is not None:
        return _("fermé")
    if hours.reading is None:
        return _("non communiqué")
    return hours.reading.otherwise or _("fermé")


def announcement(exception: DatedException, day: date) -> str:
    """Say an exception: « Fermé du 28 sept. au 4 oct. (congés) »."""
    words = {
        "when": from_to(exception.start, exception.end, with_year=exception.end - day > _FAR_AWAY),
        "note": exception.note,
        "hours": listed(span_texts(exception.spans(exception.start))),
    }
    if words["hours"] and exception.note:
        return capitalised(_("ouvert %(when)s, %(hours)s (%(note)s)") % words)
    if words["hours"]:
        return capitalised(_("ouvert %(when)s, %(hours)s") % words)
    if exception.note:
        return capitalised(_("fermé %(when)s (%(note)s)") % words)
    return capitalised(_("fermé %(when)s") % words)
