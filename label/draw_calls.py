"""Calling the next rank of a draw, where a place is not a juror's seat: visits, the pool (I-05)."""

from collections.abc import Callable, Iterable
from datetime import datetime

from label import chain
from label.enums import ReplacementReason
from label.models import Draw, DrawCandidate, DrawReplacement, PoolMember


def next_rank(
    fallen: DrawCandidate,
    *,
    among: Iterable[Draw],
    may: Callable[[PoolMember], bool],
    reason: str,
    now: datetime,
) -> DrawCandidate | None:
    """The next rank of the same college that may take the place, noted with those passed; None:
    exhausted, which is noted too.

    `among` are the draws of the same object, whose ranks follow each other.
    """
    waiting = (
        DrawCandidate.objects.filter(
            draw__in=list(among), college=fallen.college, is_alternate=True, called=None
        )
        .select_related("draw", "member__person")
        .order_by("draw__turn", "rank")
    )
    for one in waiting:
        _note(fallen, one, reason, now)
        if one.member is not None and may(one.member):
            return one
        fallen, reason = one, ReplacementReason.NOT_ELIGIBLE
    _note(fallen, None, reason, now)
    return None


def _note(out: DrawCandidate, into: DrawCandidate | None, reason: str, now: datetime) -> None:
    DrawReplacement.objects.create(
        draw_id=(into or out).draw_id, out=out, into=into, reason=reason, at=now
    )


def told(draws: Iterable[Draw]) -> dict[int, list[dict]]:
    """The replacements of each draw, as its file publishes them (docs/draw.md). One query."""
    found: dict[int, list[dict]] = {draw.pk: [] for draw in draws}
    rows = DrawReplacement.objects.filter(draw__in=found).select_related("out__draw", "into")
    for row in rows.order_by("pk"):
        line = {
            "college": row.out.college,
            "out": row.out.pseudonym,
            "in": row.into.pseudonym if row.into else None,
            "reason": row.reason,
            "at": chain.utc_text(row.at),
        }
        if row.out.draw_id != row.draw_id:
            line["out_draw"] = row.out.draw.reference
        found[row.draw_id].append(line)
    return found
