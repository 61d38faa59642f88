"""Moments that people ask about: « ouvert samedi matin ? »."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from directory.hours.engine import PARIS
from directory.hours.wording import weekday
from directory.search import Query

MORNING, EVENING = 10, 18
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Moment:
    """`toggle`: the query string of the same search at that moment, or without it."""

    label: str
    toggle: str
    is_asked: bool


def moments(query: Query) -> list[Moment]:
    """This evening, tomorrow morning, Saturday, Sunday: each once, none that is over."""
    now = query.now.astimezone(PARIS)
    found = {}
    evening = now.replace(hour=EVENING, minute=0, second=0, microsecond=0)
    if now < evening:
        found[evening] = _("ce soir à %(hour)d h") % {"hour": EVENING}
    morning = evening.replace(hour=MORNING)
    tomorrow = morning + timedelta(days=1)
    found[tomorrow] = _("demain à %(hour)d h") % {"hour": MORNING}
    for number in (SATURDAY, SUNDAY):
        day = tomorrow + timedelta(days=(number - tomorrow.weekday()) % 7)
        words = {"weekday": weekday(day.date()), "hour": MORNING}
        found.setdefault(day, _("%(weekday)s à %(hour)d h") % words)
    return [_moment(query, moment, label) for moment, label in found.items()]


def _moment(query: Query, moment, label: str) -> Moment:
    is_asked = query.open_at == moment
    value = f"{moment:%Y-%m-%dT%H:%M}"
    changes = query.toggled("ouvert", value, on=not is_asked)
    return Moment(label, query.urlencode(**changes), is_asked)
