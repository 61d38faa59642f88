"""What a page of the desks is: sections to read, and the objects whose acts it offers."""

from dataclasses import dataclass, field

from label.desks.due import Due
from label.desks.sections import Section


@dataclass(frozen=True)
class Part:
    """An object of a page, and what to call it above its acts; empty: it is the page's own."""

    name: str
    obj: object
    within: str = ""  # folded with the others of that name


@dataclass
class Page:
    title: str
    state: str = ""
    due: Due | None = None
    sections: list[Section] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    door: tuple[str, str] | None = None  # words and address of the room where the work goes on
    reads: str = ""  # what of a case is noted as read (label.md 6.6); empty: nothing personal
