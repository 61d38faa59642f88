"""What deadline handlers share: the day, an attempt at a move, an incident."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from label import clock, machine, outbox
from label.enums import IncidentKind, Role
from label.models import Incident


@dataclass
class Day:
    now: datetime

    @cached_property
    def today(self) -> date:
        return clock.civil_day(self.now)

    def days_ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def attempt(obj, event: str, day: Day, **data) -> int:
    """Make the move if nothing speaks against it; 1 when it was made."""
    try:
        machine.move(obj, event, now=day.now, **data)
    except machine.Refused:
        return 0
    return 1


def missed(day: Day, what: str, *, key: str, due_on: date, case=None, grant=None) -> int:
    """A deadline of ours has passed: an incident, and word to the guarantor and the team; 1 if
    it is new."""
    _incident, is_new = Incident.objects.get_or_create(
        key=f"missed:{key}:{due_on}",
        defaults={
            "kind": IncidentKind.MISSED_DEADLINE,
            "case": case,
            "grant": grant,
            "text": what,
            "due_on": due_on,
            "raised_at": day.now,
        },
    )
    if is_new:
        for role in (Role.GUARANTOR, Role.SECRETARIAT):
            outbox.tell_role(
                role, "missed_deadline", key=f"{key}:{due_on}", now=day.now, case=case,
                context={"what": what, "due_on": due_on.isoformat()},
            )  # fmt: skip
    return int(is_new)
