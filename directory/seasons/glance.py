"""One month at a glance: what is at its peak, what comes, what goes, what is kept."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from directory import months
from directory.seasons import levels
from directory.seasons.calendar import Calendar, Row
from directory.seasons.levels import Level


@dataclass(frozen=True)
class Ticket:
    """A product of the month and what to say of it there."""

    row: Row
    says: str

    @property
    def product(self):
        return self.row.product

    @property
    def icon(self) -> str:
        return self.row.icon

    @property
    def ink(self) -> str:
        return self.row.ink

    @property
    def details(self) -> list[str]:
        return [self.says] if self.says else []


@dataclass
class Glance:
    """`peak` and `others` are all that is harvested; the other lists pick among the products.

    What ends but is then kept does not leave.
    """

    month: int
    peak: list[Ticket] = field(default_factory=list)
    others: list[Ticket] = field(default_factory=list)
    new: list[Ticket] = field(default_factory=list)
    leaving: list[Ticket] = field(default_factory=list)
    stored: list[Ticket] = field(default_factory=list)
    few: list[Ticket] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.peak or self.others or self.stored or self.few)


def glance(calendar: Calendar, month: int) -> Glance:
    """The products of a month (1 to 12), in the order of the calendar, what is eaten first."""
    found = Glance(month)
    for row in sorted(calendar.rows, key=lambda row: not row.product.is_food):
        product = row.product
        level = row.level(month)
        ticket = Ticket(row, _says(row, month, level))
        if level == Level.PEAK:
            found.peak.append(ticket)
        elif level == Level.SEASON:
            found.others.append(ticket)
        elif level == Level.STORED:
            found.stored.append(ticket)
        elif level == Level.FEW:
            found.few.append(ticket)
        if levels.begins(product, month):
            found.new.append(ticket)
        if levels.is_last(product, month):
            found.leaving.append(ticket)
    return found


def _says(row: Row, month: int, level: Level) -> str:
    product = row.product
    if level == Level.FEW:
        return row.extra(month)
    if level == Level.STORED:
        return levels.run_in_words(product.stored_months, month)
    if level == Level.NONE:
        return ""
    begins, end = levels.begins(product, month), levels.end_in_words(product, month)
    if begins and levels.is_last(product, month):
        return _("ce mois-ci seulement")
    if begins and not end:
        return _("commence")
    if end:
        return end
    season = product.season_months
    return levels.run_in_words(product.peak_months if season == months.ALL_YEAR else season, month)
