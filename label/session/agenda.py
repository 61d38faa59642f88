"""The order of the meeting: its steps, their time limits, where the hearing is (label.md 3.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from home.times import time_of_day
from label.enums import PanelKind
from label.models import Hearing

DONE, NOW, NEXT, SKIPPED = "done", "now", "next", "skipped"


@dataclass
class Step:
    """One step. `minutes`: its limit, None without; `words`: when it began, ended or must end."""

    key: str
    title: str
    is_done: bool
    minutes: int | None = None
    words: str = ""
    is_skipped: bool = False
    is_late: bool = False
    status: str = NEXT


@dataclass(frozen=True)
class Progress:
    """What the steps follow from, read once."""

    is_revealed: bool
    diverges: bool
    has_rounds: bool
    is_adopted: bool
    is_concluded: bool


def may_show_grades(hearing: Hearing) -> bool:
    """Grades are looked at once revealed, by the panel alone: the hearing open, guests gone."""
    return bool(
        hearing.opened_at and not hearing.has_guests and hearing.case.revealed_at is not None
    )


def steps(hearing: Hearing, progress: Progress, *, now: datetime) -> list[Step]:
    """The steps in order, the first that is neither done nor without object being the present."""
    found = _of_appeal(hearing, now) if hearing.panel.kind == PanelKind.APPEAL else []
    found = found or _of_case(hearing, progress, now)
    current = next((one for one in found if not (one.is_done or one.is_skipped)), None)
    for one in found:
        if one.is_skipped:
            one.status = SKIPPED
        elif one is current and not hearing.closed_at:
            one.status = NOW
        elif one.is_done:
            one.status = DONE
    return found


def end_of(hearing: Hearing) -> datetime | None:
    """When the examination should be over: ninety minutes after it opened."""
    if hearing.opened_at is None:
        return None
    return hearing.opened_at + timedelta(minutes=hearing.case.procedure.session_minutes)


def _of_case(hearing: Hearing, progress: Progress, now: datetime) -> list[Step]:
    figures = hearing.case.procedure
    scores_again = figures.second_round and progress.diverges
    visit = _guests(
        "visitors",
        _("Les visiteurs exposent les faits"),
        figures.report_minutes,
        (hearing.visitors_came_at, hearing.visitors_heard_at),
        now,
    )
    visit.is_skipped = not figures.visit_required and not hearing.visitors_came_at
    return [
        _opening(hearing),
        visit,
        _operator(hearing, now),
        Step("reveal", _("Levée des scellés"), progress.is_revealed),
        Step(
            "discussion",
            _("Les critères qui divergent : le plus bas et le plus haut parlent d’abord"),
            bool(hearing.second_round_at or progress.has_rounds),
            is_skipped=progress.is_revealed and not progress.diverges,
        ),
        Step(
            "second_round",
            _("Second tour, scellé"),
            bool(hearing.second_revealed_at)
            or (progress.has_rounds and not hearing.second_round_at),
            is_skipped=not figures.second_round or (progress.is_revealed and not scores_again),
        ),
        Step(
            "consent",
            _("Proposition et consentement"),
            progress.is_adopted or bool(hearing.ballot_opened_at),
        ),
        Step(
            "ballot",
            _("Vote nominal, si des objections demeurent"),
            bool(hearing.ballot_closed_at),
            is_skipped=not hearing.ballot_opened_at,
        ),
        Step("minutes", _("Procès-verbal et avis"), progress.is_concluded),
    ]


def _of_appeal(hearing: Hearing, now: datetime) -> list[Step]:
    return [
        _opening(hearing),
        _operator(hearing, now),
        Step("ballot", _("Vote nominal sur l’avis proposé"), bool(hearing.closed_at)),
        Step("minutes", _("Avis du jury de recours"), bool(hearing.closed_at)),
    ]


def _opening(hearing: Hearing) -> Step:
    words = ""
    if hearing.opened_at:
        words = _("Ouvert à %(time)s.") % {"time": _time(hearing.opened_at)}
    return Step(
        "opening",
        _("Présences, intérêts confirmés, présidence élue"),
        hearing.opened_at is not None,
        words=words,
    )


def _operator(hearing: Hearing, now: datetime) -> Step:
    step = _guests(
        "operator",
        _("L’opérateur est entendu, assisté s’il le veut"),
        hearing.case.procedure.hearing_minutes,
        (hearing.operator_came_at, hearing.operator_heard_at),
        now,
    )
    if hearing.operator_declined and not step.is_done:
        step.is_done, step.words = True, _("N’est pas venu, ou n’a pas souhaité être entendu.")
    return step


def _guests(key, title, minutes, times, now) -> Step:
    """A hearing of guests: when they came, must leave, left."""
    came, left = times
    step = Step(key, title, left is not None, minutes=minutes)
    if left and came:
        step.words = _("Arrivée à %(came)s, sortie à %(left)s.") % {
            "came": _time(came),
            "left": _time(left),
        }
    elif left:
        step.words = _("Entendu, sortie à %(left)s.") % {"left": _time(left)}
    elif came:
        until = came + timedelta(minutes=minutes)
        step.is_late = now > until
        step.words = _("Arrivée à %(came)s, jusqu’à %(until)s.") % {
            "came": _time(came),
            "until": _time(until),
        }
    return step


def _time(moment: datetime) -> str:
    return time_of_day(localtime(moment))


def late(hearing: Hearing, *, now: datetime) -> tuple[bool, ...]:
    """Which limits are over: what changes on the page with the clock alone."""
    figures = hearing.case.procedure
    limits = (
        (hearing.visitors_came_at, hearing.visitors_heard_at, figures.report_minutes),
        (hearing.operator_came_at, hearing.operator_heard_at, figures.hearing_minutes),
        (hearing.opened_at, hearing.closed_at, figures.session_minutes),
    )
    return tuple(
        bool(began and not ended and now > began + timedelta(minutes=minutes))
        for began, ended, minutes in limits
    )
