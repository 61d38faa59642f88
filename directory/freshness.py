"""How long ago somebody confirmed a listing, and the stamp that says it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from directory.hours.wording import short_date

OLD_MONTHS = 6
STALE_MONTHS = 9


@dataclass(frozen=True)
class Stamp:
    """`level` is « fresh », « old », « stale » or « unknown »."""

    level: str
    sentence: str


def months_since(day: date, today: date) -> int:
    """Whole months between two dates, never negative."""
    months = (today.year - day.year) * 12 + today.month - day.month - (day.day > today.day)
    return max(months, 0)


def level(confirmed_on: date | None, today: date) -> str:
    if confirmed_on is None:
        return "unknown"
    age = months_since(confirmed_on, today)
    if age >= STALE_MONTHS:
        return "stale"
    return "old" if age >= OLD_MONTHS else "fresh"


def stamp(confirmed_on: date | None, today: date) -> Stamp:
    """The stamp of a listing: « Confirmé le 5 sept. », « Sans nouvelles depuis 9 mois »…"""
    name = level(confirmed_on, today)
    if name == "unknown":
        return Stamp(name, _("Jamais confirmé"))
    age = months_since(confirmed_on, today)
    if name == "stale":
        return Stamp(name, _("Sans nouvelles depuis %(months)d mois") % {"months": age})
    sentence = _("Confirmé le %(day)s") if name == "fresh" else _("À revérifier · %(day)s")
    return Stamp(name, sentence % {"day": short_date(confirmed_on, today)})
