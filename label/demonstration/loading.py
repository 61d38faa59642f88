"""Play the label's demonstration once, on the listings of the directory's."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from directory.models import ProducerPage
from label import clock, journal, listing_marks
from label.demonstration import people, plot
from label.demonstration.agenda import Agenda
from label.enums import MailState, PostedHow
from label.models import Case, OutboxMail

UNDER_WAY = timedelta(minutes=10)  # enough for a session to have begun


@dataclass
class Play:
    """What the scripts share: the agenda, the people, the sessions already planned."""

    agenda: Agenda
    people: people.People
    days: dict[str, int] = field(default_factory=lambda: dict(plot.SESSIONS))
    sessions: dict = field(default_factory=dict)
    turns: Counter = field(default_factory=Counter)

    def turn(self, name: str, step: int = 1) -> int:
        """A number that goes up each time, to take people in turn."""
        self.turns[name] += step
        return self.turns[name] - step


def load(wanted: set[str] | None = None) -> int:
    """Play every case up to now, or those about the producers `wanted`; how many there are.

    Nothing is done where there are cases, or where the directory's demonstration is not.
    """
    wanted = plot.titles() if wanted is None else wanted
    there = ProducerPage.objects.filter(title__in=wanted).count()
    if Case.objects.exists() or there < len(wanted):
        return 0
    with transaction.atomic(), override("fr"):
        play = Play(Agenda(end=_end(timezone.now())), people.ensure_team())
        play.agenda.play(plot.scripts(play, wanted))
        _forget_old_mails(play.agenda, play.people.secretariat)
        journal.keep_daily_roots()
        listing_marks.rebuild()
    return Case.objects.count()


def _end(now: datetime) -> datetime:
    """Up to when the cases are played. Today's session is under way: not even one that began at
    midnight would be in the first minutes of the day."""
    return max(now, clock.start_of(clock.civil_day(now)) + UNDER_WAY)


def _forget_old_mails(agenda: Agenda, secretary) -> None:
    """What would have left long ago has left; the last ones still wait."""
    ready = OutboxMail.objects.filter(state=MailState.READY)
    old = ready.filter(is_letter=False, created_at__lt=agenda.at(-1, 0))
    old.update(state=MailState.SENT, sent_at=agenda.at(-1, 0))
    ready.filter(is_letter=True, created_at__lt=agenda.at(-10, 0)).update(
        state=MailState.SENT, sent_at=agenda.at(-10, 0), posted_on=agenda.day(-10),
        posted_how=PostedHow.LETTER, posted_by=secretary,
    )  # fmt: skip
