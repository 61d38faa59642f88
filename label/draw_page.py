"""What the page of one draw shows."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page
from django.utils.translation import gettext as _

from label import check_draws
from label.drawing import NOT_ELIGIBLE
from label.enums import College, ReplacementReason
from label.models import Draw
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
    return {
        "draw": draw,
        "document": document,
        "source": draw.source,
        "college_names": college_names(),
        "colleges": [
            CollegeRow(
                college_name(college),
                document["counts"].get(college, 0),
                quota,
                result.get(college, {}).get("seats", []),
                result.get(college, {}).get("alternates", []),
            )
            for college, quota in sorted(spec["quota"].items(), key=_rank)
            if quota or document["counts"].get(college)
        ],
        "has_parity": bool(spec.get("parity")),
        "replacements": [
            ReplacementRow(
                college_name(one["college"]),
                one["out"],
                one["in"],
                replacement_reason(one["reason"]),
                datetime.fromisoformat(one["at"]),
            )
            for one in document.get("replacements", [])
        ],
        "excluded": sum(one["count"] for one in document["exclusions"]),
    }


def _rank(quota: tuple[str, int]) -> int:
    """Colleges in the order of the rules, whatever the order that a database keeps keys in."""
    return College.values.index(quota[0]) if quota[0] in College.values else len(College.values)


def college_names() -> list[tuple[str, str]]:
    """Each college of a file and its name, for what the reader's browser computes."""
    return [(code, college_name(code)) for code in (*College.values, check_draws.COLLEGE)]


def college_name(college: str) -> str:
    if college == check_draws.COLLEGE:
        return _("labels en vigueur")
    return _label(College, college)


def replacement_reason(reason: str) -> str:
    if reason == NOT_ELIGIBLE:
        return _("n’était plus disponible")
    return _label(ReplacementReason, reason)


def _label(choices, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value
