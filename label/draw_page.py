"""What the page of one draw shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page
from django.utils.translation import gettext as _

from directory.models import Commune
from label import check_draws, pool_cells
from label.enums import College, DrawPurpose, ReplacementReason
from label.models import Draw, PoolMember
from label.public import draws


@dataclass(frozen=True)
class CollegeRow:
    name: str
    candidates: int
    quota: int
    seats: list[str]
    alternates: list[str]


@dataclass(frozen=True)
class ReplacementRow:
    college: str
    out: str
    into: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Pager:
    """What components/pager.html asks of results."""

    page: int
    pages: int
    previous_query: str
    next_query: str

    @classmethod
    def of(cls, rows: Page) -> "Pager":
        return cls(
            rows.number,
            rows.paginator.num_pages,
            f"page={rows.number - 1}" if rows.has_previous() else "",
            f"page={rows.number + 1}" if rows.has_next() else "",
        )


def gather(draw: Draw) -> dict:
    """The context of `label/draw.html`: the draw and its published file, in words."""
    document = draws.document_of(draw)
    spec, result = draw.spec, document.get("result", {})
    names = college_names(spec["quota"])
    return {
        "draw": draw,
        "document": document,
        "source": draw.source,
        "college_names": list(names.items()),
        "colleges": [
            CollegeRow(
                names[college],
                document["counts"].get(college, 0),
                quota,
                result.get(college, {}).get("seats", []),
                result.get(college, {}).get("alternates", []),
            )
            for college, quota in sorted(spec["quota"].items(), key=_rank)
            if quota or document["counts"].get(college)
        ],
        "is_pool": draw.purpose == DrawPurpose.POOL,
        "year": _year(draw),
        "has_parity": bool(spec.get("parity")),
        "replacements": [
            ReplacementRow(
                names[one["college"]],
                one["out"],
                one["in"] or "",
                replacement_reason(one["reason"]),
                datetime.fromisoformat(one["at"]),
            )
            for one in document.get("replacements", [])
        ],
        "excluded": sum(one["count"] for one in document["exclusions"]),
    }


def _year(draw: Draw) -> str:
    """The year of a yearly draw: « VIVIER-2027 »."""
    is_yearly = draw.purpose in (DrawPurpose.POOL, DrawPurpose.CHECKS)
    return draw.spec["case"].rpartition("-")[2] if is_yearly else ""


def _rank(quota: tuple[str, int]) -> tuple[int, str]:
    """Colleges in the order of the rules, whatever the order that a database keeps keys in."""
    college = pool_cells.college_of(quota[0])
    known = College.values
    return (known.index(college) if college in known else len(known), quota[0])


def college_names(codes: Iterable[str]) -> dict[str, str]:
    """What each college of a draw is called; the cells of the pool say what makes them."""
    parts = {code: code.split("_") for code in codes}
    insee = {words[3].upper() for words in parts.values() if len(words) > 3}
    communes = dict(Commune.objects.filter(insee__in=insee).values_list("insee", "name"))
    return {code: _name(words, communes) for code, words in parts.items()}


def _name(words: list[str], communes: dict[str, str]) -> str:
    """« habitantes et habitants : femmes, 30 à 44 ans, Uzès »"""
    college, *told = words
    if college == check_draws.COLLEGE:
        return _("labels en vigueur")
    sexes = {"f": _("femmes"), "m": _("hommes"), pool_cells.UNSAID: _("sexe non précisé")}
    bands = {code: PoolMember.AgeBand(band).label for band, code in pool_cells.AGES.items()}
    bands[pool_cells.UNSAID] = _("âge non précisé")
    places = {code.lower(): name for code, name in communes.items()}
    places[pool_cells.UNSAID] = _("commune non précisée")
    said = [
        _("autres") if word == pool_cells.OTHERS else str(known.get(word, word))
        for word, known in zip(told, (sexes, bands, places), strict=False)
    ]
    name = _label(College, college)
    return f"{name}\N{NO-BREAK SPACE}: {', '.join(said)}" if said else name


def replacement_reason(reason: str) -> str:
    return _label(ReplacementReason, reason)


def _label(choices, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value
