"""Worded grades, their medians and where they diverge (label.md 3.2). Standard library only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CANNOT = "cannot"
MET, PARTIAL, UNMET = "met", "partial", "unmet"
RULED_SCALE = (UNMET, PARTIAL, MET)  # E and O, from the lowest
PROGRESS_SCALE = ("absent", "started", "held", "exemplary")  # P, from the lowest

# A written reason goes with these (label.md 3.2 step 2).
REASON_NEEDED = frozenset({PARTIAL, UNMET, "absent", "exemplary", CANNOT})


@dataclass(frozen=True)
class Median:
    """What the effective jurors' sheets say of one criterion.

    `grade` is None when nobody could judge. `undecided`: more than half could not.
    """

    grade: str | None
    judged: int
    cannot: int
    diverges: bool

    @property
    def undecided(self) -> bool:
        return self.cannot > self.judged or self.grade is None


def scale_of(level: str) -> tuple[str, ...]:
    """The grades of a level (E, O or P), from the lowest."""
    return PROGRESS_SCALE if level == "P" else RULED_SCALE


def lower_median(ranks: Iterable[int]) -> int:
    """The median, the lower of the two middle values when they are even. Not for an empty list."""
    ordered = sorted(ranks)
    return ordered[(len(ordered) - 1) // 2]


def median(grades: Iterable[str], *, level: str, spread: int = 2) -> Median:
    """The median of one criterion's grades, « je ne peux pas juger » left out.

    It diverges when the grades are `spread` steps apart or more, or when anybody grades an E or O
    criterion « non conforme ». Raises ValueError for a grade that is not of the level's scale.
    """
    scale = scale_of(level)
    grades = list(grades)
    for grade in grades:
        if grade not in scale and grade != CANNOT:
            raise ValueError(f"« {grade} » is no grade of level {level}")
    ranks = [scale.index(grade) for grade in grades if grade != CANNOT]
    if not ranks:
        return Median(None, judged=0, cannot=len(grades), diverges=False)
    apart = max(ranks) - min(ranks) >= spread
    refused = scale is RULED_SCALE and min(ranks) == 0
    return Median(
        scale[lower_median(ranks)],
        judged=len(ranks),
        cannot=len(grades) - len(ranks),
        diverges=apart or refused,
    )


def medians(
    sheets: Iterable[Mapping[str, str]], *, levels: Mapping[str, str], spread: int = 2
) -> dict[str, Median]:
    """The median of every criterion of `levels` (code → E, O or P) over the effective sheets.

    A sheet maps codes to grades; a criterion that it does not grade, it does not count for.
    """
    sheets = list(sheets)
    return {
        code: median([sheet[code] for sheet in sheets if code in sheet], level=level, spread=spread)
        for code, level in levels.items()
    }


def divergent(medians: Mapping[str, Median]) -> list[str]:
    """The criteria to discuss and score again, in their order."""
    return [code for code, one in medians.items() if one.diverges]


def second_round(first: Mapping[str, str], second: Mapping[str, str] | None) -> dict[str, str]:
    """One juror's final sheet: the second round's grades where they gave one."""
    return {**first, **(second or {})}


def lowest_and_highest(grades: Mapping[str, str], *, level: str) -> tuple[list[str], list[str]]:
    """Who speaks first when a criterion is discussed: jurors of the lowest, then the highest grade.

    Nobody when all who could judge agree.
    """
    scale = scale_of(level)
    ranks = {juror: scale.index(grade) for juror, grade in grades.items() if grade != CANNOT}
    if len(set(ranks.values())) < 2:
        return [], []
    lowest, highest = min(ranks.values()), max(ranks.values())
    return (
        [juror for juror, rank in ranks.items() if rank == lowest],
        [juror for juror, rank in ranks.items() if rank == highest],
    )
