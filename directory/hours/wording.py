"""Times, days and spans in French typography, through gettext."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.times import time_of_day

from .engine import DAY, Span, midnight

WEEKDAYS = (
    gettext_lazy("lundi"),
    gettext_lazy("mardi"),
    gettext_lazy("mercredi"),
    gettext_lazy("jeudi"),
    gettext_lazy("vendredi"),
    gettext_lazy("samedi"),
    gettext_lazy("dimanche"),
)
_MONTHS = (
    gettext_lazy("janvier"),
    gettext_lazy("février"),
    gettext_lazy("mars"),
    gettext_lazy("avril"),
    gettext_lazy("mai"),
    gettext_lazy("juin"),
    gettext_lazy("juillet"),
    gettext_lazy("août"),
    gettext_lazy("septembre"),
    gettext_lazy("octobre"),
    gettext_lazy("novembre"),
    gettext_lazy("décembre"),
)
_SHORT_MONTHS = (
    gettext_lazy("janv."),
    gettext_lazy("févr."),
    gettext_lazy("mars"),
    gettext_lazy("avr."),
    gettext_lazy("mai"),
    gettext_lazy("juin"),
    gettext_lazy("juil."),
    gettext_lazy("août"),
    gettext_lazy("sept."),
    gettext_lazy("oct."),
    gettext_lazy("nov."),
    gettext_lazy("déc."),
)
_MONTHS_WITH_ELISION = {4, 8, 10}
_FAR_AWAY = timedelta(days=300)


def hour(moment: datetime | time) -> str:
    """Write the time when something ends: as `time_of_day`, but « minuit »."""
    return time_of_day(moment) if moment.hour or moment.minute else _("minuit")


def weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def month_name(number: int) -> str:
    return str(_MONTHS[number - 1])


def short_date(day: date, today: date | None = None) -> str:
    """Write « 28 sept. », with its year when it is far from `today`."""
    words = {
        "day": _("1er") if day.day == 1 else str(day.day),
        "month": _SHORT_MONTHS[day.month - 1],
        "year": day.year,
    }
    if today is not None and abs(day - today) > _FAR_AWAY:
        return _("%(day)s %(month)s %(year)d") % words
    return _("%(day)s %(month)s") % words


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str]) -> str:
    """Join with commas and a last « et »."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s et %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def from_to(start: date, end: date, *, with_year: bool = False) -> str:
    """Write « du 28 sept. au 4 oct. », or « le 25 déc. » for one day."""
    today = date.min if with_year else None
    words = {"start": short_date(start), "end": short_date(end, today)}
    if start == end:
        return _("le %(end)s") % words
    if (start.year, start.month) == (end.year, end.month):
        words["start"] = _("1er") if start.day == 1 else str(start.day)
    return _("du %(start)s au %(end)s") % words


def period(start: date, end: date, *, with_year: bool = False) -> str:
    """Name a season: « d’avril à octobre », « en décembre », else `from_to`."""
    if start.day != 1 or end.day != monthrange(end.year, end.month)[1] or with_year:
        return from_to(start, end, with_year=with_year)
    words = {"first": _MONTHS[start.month - 1], "last": _MONTHS[end.month - 1]}
    if (start.year, start.month) == (end.year, end.month):
        return _("en %(first)s") % words
    if (end.month - start.month) % 12 == 1:
        return _("en %(first)s et %(last)s") % words
    if start.month in _MONTHS_WITH_ELISION:
        return _("d’%(first)s à %(last)s") % words
    return _("de %(first)s à %(last)s") % words


def span_text(span: Span, *, open_ended: bool = False) -> str:
    """Write « 9 h – 12 h 30 », with its condition between brackets."""
    text = _times(span, open_ended=open_ended)
    if span.sure:
        return text
    condition = span.comment or _("à vérifier")
    if _is_whole_day(span):
        return condition
    return _("%(times)s (%(condition)s)") % {"times": text, "condition": condition}


def _times(span: Span, *, open_ended: bool) -> str:
    if _is_whole_day(span):
        return _("jour et nuit")
    ends_at_midnight = span.end == midnight(span.end.date())
    if open_ended and ends_at_midnight:
        return _("à partir de %(start)s") % {"start": time_of_day(span.start)}
    words = {"start": time_of_day(span.start), "end": hour(span.end)}
    return _("%(start)s – %(end)s") % words


def _is_whole_day(span: Span) -> bool:
    return span.start == midnight(span.start.date()) and span.end - span.start == DAY


def span_texts(spans: Iterable[Span], *, open_ended: bool = False) -> tuple[str, ...]:
    return tuple(span_text(span, open_ended=open_ended) for span in spans)
