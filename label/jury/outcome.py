"""« Ce qu’est devenu votre avis »: the opinion, what the authority decided, what it gave."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from label.compass import INKS, SHORT_NAMES
from label.enums import IN_REGISTER, DecisionKind, Grade, Outcome
from label.models import Decision, Grant, Opinion, Seat

# Decisions that say the same as an opinion; anything else departs from it (I-18).
SAME = {
    Outcome.GRANT: {DecisionKind.GRANTED},
    Outcome.GRANT_WITH_COMMITMENT: {DecisionKind.GRANTED},
    Outcome.GRANT_WITH_RESERVES: {DecisionKind.GRANTED_WITH_RESERVES},
    Outcome.REFUSE: {DecisionKind.REFUSED},
}


@dataclass(frozen=True)
class Median:
    criterion: object
    name: str
    ink: str
    word: str
    reason: str


@dataclass(frozen=True)
class Restitution:
    opinion: Opinion
    medians: list[Median]
    decision: Decision | None  # once the operator has it
    notified_on: date | None
    is_waiting: bool  # decided perhaps, told to nobody yet
    follows: bool
    was_read_twice: bool
    grants: list[Grant] = field(default_factory=list)
    register: list[Grant] = field(default_factory=list)
    says: list[str] = field(default_factory=list)


def of_seat(seat: Seat) -> Restitution | None:
    """What became of the opinion that this juror gave; None before it is adopted.

    The decision is told once its notice reached the operator: they hear of it first.
    """
    opinion = seat.panel.opinions.filter(adopted_at__isnull=False).order_by("-number").first()
    if opinion is None:
        return None
    case = seat.case
    decision = case.decision
    notice = getattr(decision, "notice", None) if decision else None
    is_known = notice is not None
    grants = list(case.grants.order_by("pk")) if is_known else []
    return Restitution(
        opinion,
        _medians(case, opinion),
        decision if is_known else None,
        notice.notified_on if is_known else None,
        not is_known,
        is_known and decision.kind in SAME.get(opinion.outcome, ()),
        case.had_second_reading,
        grants,
        [grant for grant in grants if grant.state in IN_REGISTER],
        [_("Label %(number)s : %(state)s.") % _of(grant) for grant in grants],
    )


def _of(grant: Grant) -> dict:
    return {"number": grant.number, "state": grant.get_state_display()}


def _medians(case, opinion: Opinion) -> list[Median]:
    return [
        Median(
            one,
            str(SHORT_NAMES[one.dimension]),
            INKS[one.dimension],
            str(Grade(opinion.medians[one.code]).label) if opinion.medians[one.code] else "–",
            opinion.reasons.get(one.code, ""),
        )
        for one in case.criteria()
        if one.code in opinion.medians
    ]
