"""A deadline in words and in a tone; the tone is never the only sign."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.templatetags.site import civil

SOON, NEAR = 3, 10  # days


@dataclass(frozen=True)
class Due:
    """`tone`: late, soon, near, far; `words` say how long is left, `day` when."""

    tone: str
    words: str
    day: str
    iso: str


def due(day: date | None, today: date) -> Due | None:
    if day is None:
        return None
    left = (day - today).days
    return Due(_tone(left), _words(left), civil(day), day.isoformat())


def _tone(left: int) -> str:
    if left < 0:
        return "late"
    if left <= SOON:
        return "soon"
    return "near" if left <= NEAR else "far"


def _words(left: int) -> str:
    if left < 0:
        return ngettext("en retard d’un jour", "en retard de %(n)d jours", -left) % {"n": -left}
    if left == 0:
        return _("aujourd’hui")
    if left == 1:
        return _("demain")
    return _("dans %(n)d jours") % {"n": left}
