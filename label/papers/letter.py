"""What every paper of the label is made of: a heading, titled sections, pieces of text."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Site

from directory import printing
from home.models import SiteSettings
from home.templatetags.site import civil
from home.times import time_of_day

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Section:
    title: str
    pieces: list[dict]
    keeps_next: bool = False  # on its page


@dataclass(frozen=True)
class Letter:
    """`about`: the lines of the corner (number, date). `draft`: why it is not the final paper.
    `to`: name and address of whom it is posted to, for the window of an envelope."""

    title: str
    about: list[str]
    sections: list[Section] = field(default_factory=list)
    lead: str = ""
    draft: str = ""
    to: list[str] = field(default_factory=list)


def make(letter: Letter) -> bytes:
    """The paper as a tagged PDF in French: the same bytes for the same words."""
    settings = SiteSettings.for_site(Site.objects.filter(is_default_site=True).first())
    data = asdict(letter) | {
        "paper": "a4",
        "scheme": settings.name,
        "owner": settings.territory,
        "author": settings.territory,
        "description": ", ".join([letter.title, *letter.about]),
        "foot": " · ".join([settings.name, *letter.about[:1], *_contact(settings)]),
    }
    return printing.make("letter", data, is_private=True, folder=_FOLDER).content


def _contact(settings: SiteSettings) -> Iterable[str]:
    return filter(None, [settings.phone, settings.email])


# Pieces ----------------------------------------------------------------------


def text(words: str) -> dict:
    return {"kind": "text", "text": words.replace("\r\n", "\n").strip()}


def notice(words: str) -> dict:
    return {"kind": "notice", "text": words.strip()}


def subtitle(words: str) -> dict:
    return {"kind": "subtitle", "text": words}


def facts(rows: Iterable[tuple[str, object]]) -> dict:
    """Label and value; a value that is empty is left out."""
    return {"kind": "facts", "rows": [[str(a), str(b)] for a, b in rows if b not in ("", None)]}


def items(lines: Iterable[str]) -> dict:
    return {"kind": "list", "items": [str(line) for line in lines]}


def choices(lines: Iterable[str]) -> dict:
    """Boxes to tick by hand."""
    return {"kind": "choices", "items": [str(line) for line in lines]}


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, widths: Sequence[int]) -> dict:
    cells = [[str(cell) for cell in row] for row in rows]
    return {"kind": "table", "head": [str(one) for one in head], "widths": list(widths),
            "rows": cells}  # fmt: skip


def together(*pieces: dict) -> dict:
    """Pieces that stay on one page."""
    return {"kind": "group", "pieces": list(pieces)}


def lines(count: int) -> dict:
    """Room to write by hand."""
    return {"kind": "lines", "count": count}


def signatures(*pairs: tuple[str, str]) -> dict:
    """Who signs, and what stands there: a date, or nothing yet."""
    return {"kind": "signatures", "items": [{"who": a, "words": b} for a, b in pairs]}


# Words ----------------------------------------------------------------------


def day(value) -> str:
    """« 3 mars 2026 »."""
    return civil(localtime(value) if hasattr(value, "hour") else value)


def hour(value) -> str:
    """« mardi 3 mars 2026 à 14 h 30 »."""
    moment = localtime(value)
    return _("%(weekday)s %(day)s à %(hour)s") % {
        "weekday": date_format(moment, "l"),
        "day": civil(moment),
        "hour": time_of_day(moment),
    }


def signed(at) -> str:
    return _("Signé le %s") % day(at) if at else ""
