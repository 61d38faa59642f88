"""The first panel's sheets, for an appeal panel alone and only where the procedure is contested
(label.md 3.4): opened grades and their reasons, under letters that say nothing of who gave them."""

from dataclasses import dataclass, field
from string import ascii_uppercase

from label.enums import PanelKind
from label.models import Criterion, GivenGrade, Seat


@dataclass
class Round:
    """One round of a criterion: who gave each grade, by letters, and the reasons written."""

    phase: int
    number: int
    grades: dict[str, list[str]] = field(default_factory=dict)
    reasons: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Graded:
    criterion: Criterion
    rounds: dict[tuple[int, int], Round] = field(default_factory=dict)


def are_open(seat: Seat) -> bool:
    """Whether this seat is of the appeal panel of a contested procedure."""
    appeal = getattr(seat.case, "appeal", None)
    return seat.panel.kind == PanelKind.APPEAL and appeal is not None and appeal.contests_procedure


def of(seat: Seat) -> list[Graded]:
    """Every opened grade of the panels that judged first, criterion by criterion, in one query.

    A juror is the same letter everywhere; the letters follow the digests of their sheets, which
    come from what is sealed: neither the order of seats nor that of arrivals shows through.
    """
    rows = list(
        GivenGrade.objects.filter(
            sheet__seat__panel__case=seat.case,
            sheet__seat__panel__kind=PanelKind.FIRST,
            sheet__voided_at=None,
        )
        .select_related("sheet", "criterion")
        .order_by("criterion__position", "sheet__phase", "sheet__round")
    )
    digests: dict[int, str] = {}
    for row in rows:
        known = digests.setdefault(row.sheet.seat_id, row.sheet.digest)
        digests[row.sheet.seat_id] = min(known, row.sheet.digest)
    order = sorted(digests, key=lambda pk: digests[pk])
    letters = {pk: _letter(rank) for rank, pk in enumerate(order)}
    found: dict[int, Graded] = {}
    for row in sorted(rows, key=lambda row: order.index(row.sheet.seat_id)):
        letter, key = letters[row.sheet.seat_id], (row.sheet.phase, row.sheet.round)
        graded = found.setdefault(row.criterion_id, Graded(row.criterion))
        told = graded.rounds.setdefault(key, Round(*key))
        told.grades.setdefault(row.get_grade_display(), []).append(letter)
        if row.reason:
            told.reasons.append((letter, row.reason))
    return sorted(found.values(), key=lambda one: one.criterion.position)


def _letter(rank: int) -> str:
    """« A »… « Z », then « AA »: a remit may have called more than one panel."""
    turn, place = divmod(rank, len(ascii_uppercase))
    return ascii_uppercase[place] * (turn + 1)
