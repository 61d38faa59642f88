"""What comes in the next days, gathered for the home page from those who know of something."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST = 6


@dataclass(frozen=True)
class Coming:
    """A dated line. `path`: of a page in French, or an address; `words`: where and when."""

    day: date
    title: str
    path: str
    words: str = ""
    is_rare: bool = False  # comes once: no weekly market takes its room


def shown(lines: Iterable[Coming]) -> list[Coming]:
    """The few lines that are shown, what comes once before what comes every week; by date."""
    chosen = sorted(lines, key=lambda line: (not line.is_rare, line.day))[:MOST]
    return sorted(chosen, key=lambda line: line.day)
