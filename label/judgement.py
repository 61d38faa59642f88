"""What the opened sheets say: final medians, and what the rule table proposes (label.md 7.3)."""

from collections import defaultdict

from label import medians, outcome
from label.enums import Grade, Level
from label.medians import Median
from label.models import Case, GivenGrade, Panel
from label.outcome import Proposal


def criteria(case: Case) -> list:
    """The criteria that the case is judged by, those that the panel voted not applicable aside."""
    return [one for one in case.criteria() if one.code not in case.not_applicable]


def final_grades(panel: Panel) -> dict[str, dict[int, str]]:
    """For each criterion, the grade of each effective juror (seat): the last scoring that took
    it up, and its second round where they gave one."""
    rows = (
        GivenGrade.objects.filter(sheet__seat__in=panel.seats.effective(), sheet__voided_at=None)
        .order_by("sheet__phase", "sheet__round")
        .values_list("criterion__code", "sheet__phase", "sheet__seat", "grade")
    )
    by_phase: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for code, phase, seat, grade in rows:
        by_phase[code][phase][seat] = grade
    return {code: phases[max(phases)] for code, phases in by_phase.items()}


def final_medians(panel: Panel) -> dict[str, Median]:
    """Code → median over effective jurors; a criterion without grades has an empty one."""
    return _medians(panel, criteria(panel.case))


def _medians(panel: Panel, judged: list) -> dict[str, Median]:
    grades, spread = final_grades(panel), panel.case.procedure.spread
    return {
        one.code: medians.median(grades.get(one.code, {}).values(), level=one.level, spread=spread)
        for one in judged
    }


def proposal(panel: Panel, *, missing_proof=()) -> Proposal:
    """What the rule table proposes; nothing here decides (label.md I-15)."""
    case = panel.case
    judged = criteria(case)
    return outcome.propose(
        [
            outcome.Criterion(
                one.code,
                one.level,
                one.dimension,
                remediable=one.is_remediable,
                decisive=one.is_decisive,
            )
            for one in judged
        ],
        _medians(panel, judged),
        missing_proof=missing_proof,
        rules=case.procedure.outcome_rules,
    )


def unmet(panel: Panel) -> dict[str, list]:
    """E and O criteria whose final median is not « conforme », by level."""
    judged = criteria(panel.case)
    found = _medians(panel, judged)
    rows = {Level.ELIMINATORY: [], Level.MANDATORY: []}
    for one in judged:
        if one.level in rows and found[one.code].grade != Grade.MET:
            rows[one.level].append(one)
    return rows
