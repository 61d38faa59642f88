"""Who is there, counted by college: the only people who count for a vote (label.md I-01, I-04)."""

from collections import Counter
from datetime import datetime

from django.db.models import Q

from label import quorum, wording
from label.enums import PanelKind
from label.models import Hearing, Panel
from label.quorum import QuorumRules


def rules_of(panel: Panel) -> QuorumRules:
    return panel.case.procedure.quorum_rules(appeal=panel.kind == PanelKind.APPEAL)


def seats_present(hearing: Hearing, *, at: datetime | None = None):
    """Effective jurors present who confirmed their interests; now, or at a moment."""
    there = hearing.attendances.filter(reaffirmed_at__isnull=False)
    if at is None:
        there = there.filter(left_at=None)
    else:
        there = there.filter(Q(left_at=None) | Q(left_at__gt=at), arrived_at__lte=at)
    return hearing.panel.seats.effective().filter(pk__in=there.values("seat"))


def by_college(seats) -> dict[str, int]:
    return dict(Counter(seats.values_list("college", flat=True)))


def present(hearing: Hearing, *, at: datetime | None = None) -> dict[str, int]:
    """Effective jurors present, by college."""
    return by_college(seats_present(hearing, at=at))


def faults(panel: Panel, counts: dict[str, int], *, convening: int = 1) -> list[str]:
    """Why these people could not vote, in words; empty: they can."""
    return wording.sentences(
        quorum.vote_faults(counts, seats=panel.size, second=convening > 1, rules=rules_of(panel))
    )


def faults_now(hearing: Hearing) -> list[str]:
    return faults(hearing.panel, present(hearing), convening=hearing.convening)
