"""One label for everybody: what table 6.4 allows of it today, and nothing else (I-23, I-27)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from label import clock, compass
from label.enums import (
    College,
    DecisionKind,
    DrawState,
    GrantState,
    Level,
    Outcome,
    PanelKind,
)
from label.medians import MET, PROGRESS_SCALE
from label.models import Decision, Draw, Grant, Panel, VisitReport
from label.public import register

# Grades of progress, the best first, as the summary counts them.
PROGRESS = tuple(reversed(PROGRESS_SCALE))
GRANTING = (Outcome.GRANT, Outcome.GRANT_WITH_COMMITMENT, Outcome.GRANT_WITH_RESERVES)


@dataclass(frozen=True)
class Line:
    name: str
    family: str
    site: str
    origin: str


@dataclass(frozen=True)
class Summary:
    """A dimension in figures: duties met, and how many criteria of progress at each grade."""

    petal: compass.Petal
    met: int
    duties: int
    progress: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Reason:
    dimension: str
    criterion: str
    text: str


@dataclass(frozen=True)
class Condition:
    """A reserve and its date."""

    criterion: str
    action: str
    due_on: date
    lifted_on: date | None


@dataclass(frozen=True)
class Jury:
    """Who gave the opinion, by college; names of those alone who asked for it, in writing."""

    colleges: tuple[tuple[str, int], ...]
    recused: int
    is_appeal: bool
    named: tuple[str, ...]
    draw: str

    @property
    def total(self) -> int:
        return sum(count for _college, count in self.colleges)


@dataclass(frozen=True)
class Ruling:
    """The decision: when, why, and why not as the jury advised."""

    signed_on: date
    text: str
    departure: str
    second_reading: str
    is_as_advised: bool


@dataclass(frozen=True)
class Entry:
    """What anybody reads of a grant. `stage`: « current », « suspended », « ended », « number »."""

    number: str
    stage: str
    state: str
    since: date | None = None
    end_reason: str = ""
    successor: str = ""
    code: str = ""
    operator: str = ""
    operator_url: str = ""
    commune: str = ""
    lines: tuple[Line, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    was_extended: bool = False
    referential: str = ""
    is_implicit: bool = False
    visited_on: date | None = None
    visit_summary: str = ""  # once the operator has read it and found no secret in it
    commitment: str = ""
    reserves: tuple[Condition, ...] = ()
    summaries: tuple[Summary, ...] = ()
    petals: tuple[compass.Petal, ...] = ()
    reasons: tuple[Reason, ...] = ()
    opinion: str = ""
    jury: Jury | None = None
    others: tuple[str, ...] = ()  # numbers of the operator's other labels in the register
    ruling: Ruling | None = None


def find(today: date, **wanted) -> Entry | None:
    """The entry of a grant that was in the register one day; None: no such number or code."""
    grant = (
        Grant.objects.filter(valid_from__isnull=False, **wanted)
        .select_related(
            *("operator__commune", "superseded_by", "decision__opinion__panel"),
            *("case__rules", "case__referential", "case__reused_visit"),
        )
        .prefetch_related(
            "lines__line__family", "lines__line__site__commune", "reserves__criterion"
        )
        .first()
    )
    return None if grant is None else of(grant, today)


def of(grant: Grant, today: date) -> Entry:
    """What is public of a grant on a day (label.md 6.4)."""
    if grant.is_in_register and grant.valid_to >= today:
        return _in_force(grant)
    if grant.is_in_register:  # past its last day: the calendar has not come by yet
        return _ended(grant, GrantState.EXPIRED, grant.valid_to)
    if register.is_recent(grant, today):
        return _ended(grant, grant.state, grant.ended_on)
    return Entry(grant.number, "number", grant.state if _stays(grant) else "")


def _stays(grant: Grant) -> bool:
    """Of a label withdrawn long ago the number stays, with that word; of others nothing."""
    return grant.state == GrantState.WITHDRAWN


def _ended(grant: Grant, state: str, since: date) -> Entry:
    successor = grant.superseded_by
    return Entry(
        grant.number,
        "ended",
        str(state),
        since=since,
        end_reason=grant.end_reason if state == GrantState.WITHDRAWN else "",
        successor=successor.number if successor else "",
        **_who(grant),
        valid_from=grant.valid_from,
    )


def _in_force(grant: Grant) -> Entry:
    state = register.public_state(grant)
    is_suspended = state == GrantState.SUSPENDED
    panel = _panel_of(grant)
    return Entry(
        grant.number,
        "suspended" if is_suspended else "current",
        str(state),
        since=grant.suspended_on if is_suspended else None,
        code=grant.code,
        **_who(grant),
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        was_extended=grant.was_extended,
        referential=grant.case.referential.code,
        is_implicit=grant.is_implicit,
        **_visit(grant),
        commitment=grant.commitment,
        reserves=tuple(
            Condition(row.criterion.title, row.action, row.due_on, row.lifted_on)
            for row in grant.reserves.all()
        ),
        **_findings(grant),
        jury=_jury(grant, panel) if panel else None,
        others=_others(grant),
        ruling=_ruling(grant),
    )


def _who(grant: Grant) -> dict:
    operator = grant.operator
    return {
        "operator": operator.title,
        "operator_url": operator.get_url() or "" if operator.live else "",
        "commune": operator.commune.name if operator.commune else "",
        "lines": tuple(
            Line(row.line.name, row.line.family.name, row.line.site.commune.name, row.origin)
            for row in register.covered(grant)
        ),
    }


def _others(grant: Grant) -> tuple[str, ...]:
    rows = Grant.objects.in_register().filter(operator=grant.operator_id).exclude(pk=grant.pk)
    return tuple(rows.order_by("number").values_list("number", flat=True))


def _visit(grant: Grant) -> dict:
    """The month of the visit, as a day of it, and its summary if the operator approved it."""
    visits = [one for one in grant.case.visits.all() if one.done_at]
    visit = max(visits, key=lambda one: one.number) if visits else grant.case.reused_visit
    if visit is None or not visit.done_at:
        return {}
    report = VisitReport.objects.filter(visit=visit, is_summary_approved=True).first()
    return {
        "visited_on": clock.civil_day(visit.done_at).replace(day=1),
        "visit_summary": report.public_summary.strip() if report else "",
    }


def _opinion(grant: Grant):
    return grant.decision.opinion


def _findings(grant: Grant) -> dict:
    """Duties met and grades of progress by dimension; reasons of the criteria that were not met."""
    opinion = _opinion(grant)
    if opinion is None:
        return {}
    criteria = list(grant.case.criteria())
    judged = [one for one in criteria if one.code not in grant.case.not_applicable]
    grades, seeds = defaultdict(list), defaultdict(list)
    for one in judged:
        grade = opinion.medians.get(one.code)
        grades[one.dimension].append((one.level, grade))
        if one.level == Level.PROGRESS:
            seeds[one.dimension].append(grade)
    petals = tuple(compass.petals(seeds))
    said = opinion.reasons | grant.decision.reasons
    return {
        "petals": petals,
        "summaries": tuple(
            _summary(petal, grades[petal.dimension]) for petal in petals if grades[petal.dimension]
        ),
        "reasons": tuple(
            Reason(compass.SHORT_NAMES[one.dimension], one.title, str(said[one.code]))
            for one in judged
            if said.get(one.code)
        ),
        "opinion": opinion.text,
    }


def _summary(petal: compass.Petal, grades: list[tuple[str, str | None]]) -> Summary:
    duties = [grade for level, grade in grades if level != Level.PROGRESS]
    counted = Counter(grade for level, grade in grades if level == Level.PROGRESS)
    return Summary(
        petal,
        sum(grade == MET for grade in duties),
        len(duties),
        tuple((grade, counted[grade]) for grade in PROGRESS if counted[grade]),
    )


def _panel_of(grant: Grant) -> Panel | None:
    """The panel whose opinion the decision follows: that of the appeal, where there was one."""
    if grant.decision.supersedes_id and grant.decision.kind in (
        DecisionKind.GRANTED,
        DecisionKind.GRANTED_WITH_RESERVES,
    ):
        appealed = grant.case.panels.filter(kind=PanelKind.APPEAL).order_by("-number").first()
        if appealed is not None:
            return appealed
    opinion = _opinion(grant)
    return opinion.panel if opinion else None


def _jury(grant: Grant, panel: Panel) -> Jury:
    is_appeal = panel.kind == PanelKind.APPEAL
    seats = list(panel.seats.effective().select_related("member__person"))
    opinion = _opinion(grant)
    counts = opinion.presence if opinion and not is_appeal else {}
    counts = counts or Counter(seat.college for seat in seats)
    named = [
        seat.member.person.get_full_name()
        for seat in seats
        if seat.member.may_be_named and seat.member.may_be_named_at
    ]
    draw = Draw.objects.filter(panel=panel, state=DrawState.DRAWN).order_by("-turn").first()
    recusals = sum(opinion.recusals.values()) if opinion and not is_appeal else 0
    return Jury(
        tuple((college, counts[college]) for college in College.values if counts.get(college)),
        recusals,
        is_appeal,
        tuple(sorted(filter(None, named))),
        draw.reference if draw else "",
    )


def _ruling(grant: Grant) -> Ruling:
    decision: Decision = grant.decision
    opinion = _opinion(grant)
    return Ruling(
        clock.civil_day(decision.signed_at),
        decision.text,
        decision.departure_reasons,
        decision.second_reading_reasons,
        bool(opinion) and opinion.outcome in GRANTING and not decision.departure_reasons,
    )
