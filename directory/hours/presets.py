"""Weeks that many places have, to begin a grid with."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .grid import CLOSED_WEEK, OPEN_WEEK, Slot, Slots, Week
from .typed import show_time

_MORNING = Slot(9 * 60, 12 * 60 + 30)
_AFTERNOON = Slot(15 * 60, 19 * 60)
_EVENING = Slot(17 * 60, 19 * 60)


@dataclass(frozen=True, slots=True)
class Preset:
    slug: str
    label: Promise
    week: Week

    @property
    def typed(self) -> str:
        """The times of each day as a script reads them: « 1:9h-12h30,15h-19h;4:… »."""
        return ";".join(
            f"{number}:"
            + ",".join(f"{show_time(slot.start)}-{show_time(slot.end)}" for slot in slots)
            for number, slots in enumerate(self.week)
            if slots
        )


def _on(days: range | tuple[int, ...], *slots: Slot) -> Week:
    opened: Slots = slots
    return tuple(opened if number in days else () for number in range(7))


PRESETS = (
    Preset("matins", _("Tous les matins"), _on(range(7), _MORNING)),
    Preset("samedi-matin", _("Le samedi matin"), _on((5,), _MORNING)),
    Preset(
        "mardi-samedi",
        _("Du mardi au samedi, 9 h – 12 h 30 et 15 h – 19 h"),
        _on(range(1, 6), _MORNING, _AFTERNOON),
    ),
    Preset("fins-de-journee", _("Mardi et vendredi, 17 h – 19 h"), _on((1, 4), _EVENING)),
    Preset("jour-et-nuit", _("Jour et nuit"), OPEN_WEEK),
    Preset("vide", _("Une semaine vide"), CLOSED_WEEK),
)
