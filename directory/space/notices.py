"""What the other rooms tell a person in « Mon espace », under the one next thing to do.

A room adds a function to SOURCES (what it has to tell) or to PAGE_LINKS (where it begins, for a
listing); the smallest rank comes first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from directory.models import ListedPage
from home.navigation import Link


@dataclass(frozen=True)
class Notice:
    """`text` says what it is about, `note` who says it and when, `tag` that something is due."""

    rank: int
    title: str
    url: str
    text: str = ""
    note: str = ""
    tag: str = ""
    icon: str = "label"
    ink: str = "kraft"


SOURCES: list[Callable[..., Iterable[Notice]]] = []  # (user, now)
PAGE_LINKS: list[Callable[..., Iterable[Link]]] = []  # (user, page)


def of_user(user, *, now: datetime) -> list[Notice]:
    """What this person is told today."""
    found = [notice for source in SOURCES for notice in source(user, now)]
    return sorted(found, key=lambda notice: notice.rank)


def links_of(user, page: ListedPage) -> list[Link]:
    """What else can be done with a listing."""
    return [link for source in PAGE_LINKS for link in source(user, page)]
