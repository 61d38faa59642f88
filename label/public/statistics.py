"""What became of the demands, in counts that point at nobody (label.md 6.4, I-27).

A refusal is never nominative. A count below `SMALLEST` could be: it is given with the others of its
year, or said to be small; `Hidden` stands for it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractYear, TruncMonth

from home import edition
from label import clock
from label.enums import CaseState, Dimension
from label.models import Case, Check, Criterion, Decision, Event

SMALLEST = 5
GRANTED = ("granted", "granted_with_reserves")
# What ended without a label, by the move or the decision that ended it.
ENDS = ("refused", "inadmissible", "lapsed", "desisted")
MOVES = {"C06": "lapsed", "C10": "lapsed", "C18": "lapsed", "C24": "desisted"}
CHANGED = ("C30", "C31", "C32")
MONTHS = 12
STAGES = {
    "investigation": (CaseState.SUBMITTED, CaseState.INCOMPLETE, CaseState.INVESTIGATION),
    "scoring": (CaseState.SCORING,),
    "deliberation": (CaseState.DELIBERATION, CaseState.DEFERRED, CaseState.OPINION_ISSUED),
}

# Where a case was before it was decided.
LEFT = {
    CaseState.GRANTED: "deliberation",
    CaseState.GRANTED_WITH_RESERVES: "deliberation",
    CaseState.REFUSED: "deliberation",
    CaseState.INADMISSIBLE: "investigation",
}


@dataclass(frozen=True)
class Year:
    """`ended` and each of `ends` are None where there were some, but too few to be told."""

    year: int
    received: int
    granted: int
    ended: int | None
    ends: dict[str, int | None]
    checks: int


@dataclass(frozen=True)
class Figures:
    years: list[Year]
    months: list[tuple[date, int]]
    stages: dict[str, int]
    appeals: int
    changed: int
    reasons: list[tuple[str, int | None]]  # by dimension: refusals that it was a reason of


def protected(counts: Mapping[str, int]) -> tuple[int | None, dict[str, int | None]]:
    """A total and its details as they may be told; None: not zero, and too few.

    One detail that is too small hides them all, or a subtraction would give it back.
    """
    total = sum(counts.values())
    if any(0 < n < SMALLEST for n in counts.values()):
        return (total if total >= SMALLEST else None), dict.fromkeys(counts)
    return total, dict(counts)


def figures(today: date) -> Figures:
    return _figures(today)


@edition.kept
def _figures(today: date) -> Figures:
    return Figures(
        _years(),
        _months(today),
        _stages(),
        Event.objects.filter(move="C28").count(),
        _changed(),
        _reasons(),
    )


def _told() -> QuerySet[Decision]:
    """Decisions that stand and whose notice has been given: before, no count says a word of them.

    One that supersedes another counts in its place once notified in its turn.
    """
    return Decision.objects.filter(grant=None, notice__isnull=False).exclude(
        superseded_by__notice__isnull=False
    )


def _untold(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases decided, whose operator does not know it yet."""
    return cases.filter(
        Exists(Decision.objects.filter(case=OuterRef("pk"), grant=None, notice=None))
    )


def _years() -> list[Year]:
    counted: dict[int, Counter] = defaultdict(Counter)
    received = Case.objects.filter(submitted_at__isnull=False)
    for year, n in _by_year(received, "submitted_at"):
        counted[year]["received"] += n
    standing = _told()
    for kind in (*GRANTED, "refused", "inadmissible"):
        for year, n in _by_year(standing.filter(kind=kind), "signed_at"):
            counted[year]["granted" if kind in GRANTED else kind] += n
    for move, name in MOVES.items():
        for year, n in _by_year(Event.objects.filter(move=move), "at"):
            counted[year][name] += n
    for year, n in _by_year(Check.objects.filter(done_at__isnull=False), "done_at"):
        counted[year]["checks"] += n
    found = []
    for year, counts in sorted(counted.items(), reverse=True):
        ended, ends = protected({name: counts[name] for name in ENDS})
        found.append(
            Year(year, counts["received"], counts["granted"], ended, ends, counts["checks"])
        )
    return found


def _by_year(rows: QuerySet, moment: str):
    years = rows.annotate(year=ExtractYear(moment, tzinfo=clock.PARIS)).order_by()
    return years.values_list("year").annotate(n=Count("pk"))


def _months(today: date) -> list[tuple[date, int]]:
    """Demands received in each of the last twelve months, the latest first."""
    first = clock.add_months(today.replace(day=1), 1 - MONTHS)
    rows = (
        Case.objects.filter(submitted_at__gte=clock.start_of(first))
        .annotate(month=TruncMonth("submitted_at", tzinfo=clock.PARIS))
        .order_by()
        .values_list("month")
        .annotate(n=Count("pk"))
    )
    counts = {month.date(): n for month, n in rows}
    months = [clock.add_months(first, i) for i in range(MONTHS)]
    return [(month, counts.get(month, 0)) for month in reversed(months)]


def _changed() -> int:
    """Appeals that changed something, once the operator knows."""
    told = Decision.objects.filter(
        case=OuterRef("case"), signed_at=OuterRef("at"), notice__isnull=False
    )
    return Event.objects.filter(Exists(told), move__in=CHANGED).count()


def _stages() -> dict[str, int]:
    """What is being looked at; a case stays where it was until its decision is told."""
    counts = Counter(Case.objects.order_by().values_list("state", flat=True))
    found = {name: sum(counts[state] for state in states) for name, states in STAGES.items()}
    for state in _untold(Case.objects.order_by()).values_list("state", flat=True):
        if state in LEFT:
            found[LEFT[state]] += 1
    return found


def _reasons() -> list[tuple[str, int | None]]:
    refusals = _told().filter(kind="refused")
    dimension_of = dict(Criterion.objects.values_list("code", "dimension"))
    counts: Counter = Counter(dict.fromkeys(Dimension.values, 0))
    for reasons in refusals.values_list("reasons", flat=True):
        counts.update({dimension_of[code] for code in reasons if code in dimension_of})
    total, details = protected(counts)
    return [] if not total else [(str(Dimension(name).label), n) for name, n in details.items()]
