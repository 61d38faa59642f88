"""What the opened sheets say in the room: where they diverge, the medians, the table's proposal."""

from collections import Counter
from dataclasses import dataclass, field

from label import deliberation, judgement, medians, wording
from label.enums import Dimension, Grade, Level, Outcome
from label.models import Criterion, CriterionResult, GivenGrade
from label.session.access import Place
from label.session.people import Juror


@dataclass
class Divergence:
    """A criterion to talk about. `lowest` and `highest`: names of who speaks first."""

    criterion: Criterion
    spread: list[tuple[str, int]]
    lowest: list[str]
    lowest_grade: str
    highest: list[str]
    highest_grade: str
    median: str
    mine: GivenGrade | None
    second_median: str = ""


@dataclass(frozen=True)
class MedianRow:
    criterion: Criterion
    grade: str
    could_not: int
    is_unmet: bool


@dataclass(frozen=True)
class DimensionRow:
    name: str
    held: int
    judged: int
    needed: int
    passes: bool
    with_taste: int | None


@dataclass
class Proposed:
    """The table's proposal, each line of its explanation, and what the panel may choose."""

    outcome: str
    label: str
    reasons: list[str]
    allowed: list[tuple[str, str]]
    medians: list[MedianRow]
    dimensions: list[DimensionRow]
    unmet: list[Criterion] = field(default_factory=list)
    reserves: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def divergences(place: Place, jurors: list[Juror]) -> list[Divergence]:
    """Only the criteria to talk about, in order; after the reveal (label.md 3.2 step 4)."""
    panel, phase = place.panel, place.case.phase
    results = list(
        CriterionResult.objects.filter(panel=panel, phase=phase)
        .select_related("criterion")
        .order_by("criterion__position", "round")
    )
    firsts = [one for one in results if one.round == 1 and one.is_divergent]
    seconds = {one.criterion_id: one for one in results if one.round == 2}
    names = {one.seat.pk: one.name for one in jurors}
    given: dict[int, dict[int, GivenGrade]] = {}
    rows = GivenGrade.objects.filter(
        sheet__seat__in=list(names),
        sheet__phase=phase,
        sheet__round=1,
        sheet__voided_at=None,
        criterion__in=[one.criterion_id for one in firsts],
    ).select_related("sheet")
    for row in rows:
        given.setdefault(row.criterion_id, {})[row.sheet.seat_id] = row
    return [
        _divergence(place, one, given.get(one.criterion_id, {}), names, seconds) for one in firsts
    ]


def _divergence(place: Place, result, rows, names, seconds) -> Divergence:
    criterion = result.criterion
    grades = {seat: row.grade for seat, row in rows.items()}
    lowest, highest = medians.lowest_and_highest(grades, level=criterion.level)
    counted = Counter(grades.values())
    order = [*medians.scale_of(criterion.level), medians.CANNOT]
    second = seconds.get(criterion.pk)
    return Divergence(
        criterion=criterion,
        spread=[(_word(grade), counted[grade]) for grade in order if counted[grade]],
        lowest=sorted(names[seat] for seat in lowest),
        lowest_grade=_word(grades[lowest[0]]) if lowest else "",
        highest=sorted(names[seat] for seat in highest),
        highest_grade=_word(grades[highest[0]]) if highest else "",
        median=_word(result.median),
        mine=rows.get(place.seat.pk) if place.seat else None,
        second_median=_word(second.median) if second else "",
    )


def proposed(place: Place) -> Proposed:
    """What the rule table says of the final medians; nothing here decides (I-15)."""
    found = deliberation.proposal(place.hearing)
    criteria = judgement.criteria(place.case)
    final = judgement.final_medians(place.panel)
    return Proposed(
        outcome=found.outcome,
        label=str(Outcome(found.outcome).label),
        reasons=wording.sentences(found.reasons),
        allowed=[(one, str(Outcome(one).label)) for one in found.allowed],
        medians=[
            MedianRow(
                one,
                _word(final[one.code].grade),
                final[one.code].cannot,
                one.level != Level.PROGRESS and final[one.code].grade != Grade.MET,
            )
            for one in criteria
        ],
        dimensions=[
            DimensionRow(
                str(Dimension(one.dimension).label),
                one.counted.held,
                one.counted.judged,
                one.counted.needed,
                one.passes,
                one.with_taste.held if one.with_taste else None,
            )
            for one in found.dimensions
        ],
        unmet=[
            one
            for one in criteria
            if one.level != Level.PROGRESS and final[one.code].grade != Grade.MET
        ],
        reserves=found.reserves,
        questions=found.questions,
    )


def _word(grade: str | None) -> str:
    return str(Grade(grade).label) if grade else ""
