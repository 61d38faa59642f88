"""One line of what a juror or a visitor has to do."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import ngettext

from home.templatetags.site import civil
from label import clock


@dataclass(frozen=True)
class Duty:
    """One thing to do, or to know; `rank` orders them, then `due`: the smallest presses most."""

    rank: int
    kick: str
    title: str
    text: str
    url: str = ""
    button: str = ""
    icon: str = "next"
    is_question: bool = False  # an invitation: two answers, in one tap
    due: date | None = None
    is_late: bool = False

    @property
    def urgency(self) -> tuple[int, date]:
        return self.rank, self.due or date.max


def awaiting(count: int) -> str:
    """How many things wait in a room; empty for none."""
    return (
        ngettext("%d chose vous attend", "%d choses vous attendent", count) % count if count else ""
    )


def before(words: str, day: date, now: datetime) -> dict:
    """What a duty says of its last day; `words` ask for %(day)s."""
    return {"kick": words % {"day": civil(day)}, "due": day, "is_late": clock.civil_day(now) > day}
