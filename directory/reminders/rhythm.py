"""When a listing's people are asked again, pure dates: nothing here reads the database."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Rhythm:
    """Months without news before each step; the reminders after the first count from it."""

    first: int = 6
    again: tuple[int, ...] = (1, 2)
    sinks: int = 9
    leaves: int = 12

    def reminders(self, since: date) -> list[date]:
        """The days of the reminders, the first one first."""
        return [add_months(since, self.first + months) for months in (0, *self.again)]

    def sinks_on(self, since: date) -> date:
        return add_months(since, self.sinks)

    def leaves_on(self, since: date) -> date:
        return add_months(since, self.leaves)

    def stage(self, since: date, today: date) -> int:
        """How many reminders are due by a day: 0, 1, 2 or 3."""
        return sum(day <= today for day in self.reminders(since))


ORDINARY = Rhythm()
