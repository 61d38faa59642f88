"""Whether a place is open at a moment, and the sentence that says it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from .engine import PARIS
from .wording import capitalised, hour, short_date, time_of_day, weekday

_CSS = {"open": "open", "soon": "soon", "closed": "shut"}
_A_WEEK_AWAY = 7
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class State:
    """How a place stands at a moment.

    `kind` is « open », « soon » (closed, opens later today), « closed », « conditional » (by
    appointment, unsure) or « unknown ». `until` is when an opening ends, None if not within a
    year or not said; `opens` is the next certain opening within a year. Both in Paris time.
    """

    kind: str
    at: datetime
    until: datetime | None = None
    opens: datetime | None = None
    comment: str = ""

    @property
    def css(self) -> str:
        """Name the class of the design's `.state`."""
        return _CSS.get(self.kind, "idle")

    @property
    def is_open(self) -> bool:
        return self.kind == "open"

    @property
    def sentence(self) -> str:
        """Say the state in one sentence, as seen from its moment."""
        return _SENTENCES[self.kind](self)


def _open_sentence(state: State) -> str:
    today = state.at.astimezone(PARIS).date()
    if state.comment:
        return _("Ouvert · %(comment)s") % {"comment": state.comment}
    if state.until is None or state.until - state.at > timedelta(days=_A_WEEK_AWAY):
        return _("Ouvert jour et nuit")
    # Midnight belongs to the evening it ends.
    ends_on = (state.until.replace(tzinfo=None) - timedelta(minutes=1)).date()
    words = {"hour": hour(state.until), "weekday": weekday(ends_on)}
    tonight = (ends_on - today).days == 1 and state.until.time() <= _NOON
    if ends_on == today or tonight:
        return _("Ouvert jusqu’à %(hour)s") % words
    return _("Ouvert jusqu’à %(weekday)s %(hour)s") % words


def _soon_sentence(state: State) -> str:
    return _("Ouvre à %(hour)s") % {"hour": time_of_day(state.opens)}


def _closed_sentence(state: State) -> str:
    if state.opens is None:
        if state.comment:
            return _("Fermé · %(comment)s") % {"comment": state.comment}
        return _("Fermé")
    today, day = state.at.astimezone(PARIS).date(), state.opens.date()
    words = {"hour": time_of_day(state.opens), "weekday": weekday(day)}
    if (day - today).days < _A_WEEK_AWAY:
        return _("Fermé · rouvre %(weekday)s %(hour)s") % words
    return _("Fermé · rouvre le %(date)s à %(hour)s") % (words | {"date": short_date(day, today)})


def _conditional_sentence(state: State) -> str:
    return capitalised(state.comment) or _("Horaires à vérifier")


_SENTENCES = {
    "open": _open_sentence,
    "soon": _soon_sentence,
    "closed": _closed_sentence,
    "conditional": _conditional_sentence,
    "unknown": lambda state: _("Horaires non communiqués"),
}
