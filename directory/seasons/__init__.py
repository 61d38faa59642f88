"""What is in season here: the territory's calendar, refined by what producers say they have."""

from directory.seasons.calendar import Calendar, Family, Row, read
from directory.seasons.glance import Glance, Ticket, glance
from directory.seasons.levels import Bar, Level, bars, level, sentence
from directory.seasons.year import YEAR, Month, of_slug

__all__ = [
    "YEAR",
    "Bar",
    "Calendar",
    "Family",
    "Glance",
    "Level",
    "Month",
    "Row",
    "Ticket",
    "bars",
    "glance",
    "level",
    "of_slug",
    "read",
    "sentence",
]
