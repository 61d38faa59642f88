"""How the site understands the hours an editor types."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from directory import hours
from directory.hours.wording import time_of_day


@dataclass(frozen=True)
class Understanding:
    """What is said under the hours: lines in French, the next opening, or what is wrong."""

    lines: list[str]
    next_opening: str = ""
    problem: str = ""


def understand(text: str, *, now: datetime, exceptions=()) -> Understanding:
    """Read hours as they would be saved; never fails."""
    try:
        hours.validate(text)
    except ValidationError as error:
        return Understanding([], problem=" ".join(error.messages))
    expression = hours.normalise(text)
    if not expression:
        return Understanding([])
    opening = hours.Hours(expression, exceptions).next_opening(now)
    return Understanding(
        hours.describe(expression, localtime(now).date()),
        _("Prochaine ouverture : %(moment)s") % {"moment": _moment(opening)}
        if opening
        else _("Aucune ouverture dans les douze mois qui viennent."),
    )


def _moment(opening: datetime) -> str:
    local = localtime(opening)
    day = date_format(local, "l j F")
    return _("%(day)s à %(hour)s") % {"day": day, "hour": time_of_day(local)}
