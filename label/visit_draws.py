"""The pair of a visit by lot: a peer and a resident, by the same public rule (label.md 1.4, 2.5).

The secretariat announces; who is drawn joins the team; whoever leaves before the visit is
replaced by the next rank of their college. Ranks exhausted, a new public draw completes the team.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, draw_calls, draw_commitment, eligibility, journal, machine, outbox, roles
from label import draw as lot
from label.enums import (
    CaseState,
    College,
    DrawPurpose,
    DrawState,
    ReplacementReason,
    Role,
    VisitorKind,
    VisitState,
)
from label.machine import Refused
from label.models import Draw, DrawCandidate, Involvement, PoolMember, Seat, Visit, Visitor

BEFORE = (VisitState.PLANNED, VisitState.SCHEDULED, VisitState.POSTPONED)
KINDS = {College.PEER: VisitorKind.PEER, College.CITIZEN: VisitorKind.RESIDENT}


@transaction.atomic
def commit(
    visit: Visit, *, by, source: str, randomness_at: datetime, now: datetime | None = None
) -> Draw:
    """Publish who may be drawn for the places that the team lacks, and the randomness to come."""
    now = now or timezone.now()
    machine.lock(visit)
    case = visit.case
    figures = case.procedure
    if not roles.holds(by, Role.SECRETARIAT, visit):
        raise Refused(_("C’est au secrétariat d’annoncer un tirage."))
    if not figures.visitors_drawn or not is_to_come(visit):
        raise Refused(_("L’équipe de cette visite ne se tire pas au sort maintenant."))
    if visit.draws.filter(state=DrawState.COMMITTED).exists():
        raise Refused(_("Un tirage est déjà annoncé pour cette visite."))
    wanted = missing(visit)
    if not wanted:
        raise Refused(_("L’équipe de visite est au complet."))
    draw_commitment.check(source, randomness_at, now=now, hours=figures.draw_delay_hours)
    machine.involve(case, by, Role.SECRETARIAT, now=now)
    members, excluded = _pool_of(visit, wanted, now)
    people = draw_commitment.pseudonyms(members)
    turn = visit.draws.filter(state=DrawState.DRAWN).count() + 1
    lines = [lot.Candidate(name, member.college) for name, member in people]
    counts = lot.college_counts(lines)
    spec = lot.make_spec(
        case.reference,
        quota=dict.fromkeys(wanted, 1),
        alternates={
            college: max(0, min(figures.visit_alternates, counts.get(college, 0) - 1))
            for college in wanted
        },
        source=source,
        purpose=f"{DrawPurpose.VISIT}-{visit.number}-{turn}",
    )
    return draw_commitment.publish(
        spec,
        lines,
        people=people,
        excluded=excluded,
        key=f"visit:{visit.pk}:{turn}",
        purpose=DrawPurpose.VISIT,
        case=case,
        visit=visit,
        turn=turn,
        is_pool_hidden=bool(lot.small_colleges(lines)),
        randomness_at=randomness_at,
        by=by,
        now=now,
    )


def missing(visit: Visit) -> list[str]:
    """The colleges that the team lacks: a peer, a resident."""
    there = {row.kind for row in visit.visitors.all()}
    return [college.value for college, kind in KINDS.items() if kind not in there]


def to_announce() -> QuerySet[Visit]:
    """Visits to come that lack their peer or their resident, with no draw announced for them;
    whether their rules draw by lot is for the caller to ask."""

    def has(kind):
        return Exists(Visitor.objects.filter(visit=OuterRef("pk"), kind=kind))

    return (
        Visit.objects.filter(state__in=BEFORE, case__state=CaseState.INVESTIGATION)
        .filter(~(has(VisitorKind.PEER) & has(VisitorKind.RESIDENT)))
        .exclude(draws__state=DrawState.COMMITTED)
    )


def send_the_drawn(draw: Draw, *, now: datetime) -> None:
    """Put the first rank of each college in the team; if they cannot go any more, the next one.

    Nobody goes where the application was withdrawn, or lapsed, since the announcement.
    """
    machine.lock(draw.visit)
    if not is_to_come(draw.visit):
        return
    chosen = draw.candidates.filter(is_alternate=False, rank__isnull=False)
    for one in chosen.order_by("college", "rank").select_related("draw", "member__person"):
        if _may_go(draw.visit, one.member, now):
            join(draw.visit, one.member, kind=KINDS[one.college], candidate=one, now=now)
        else:
            call_next(draw.visit, one, reason=ReplacementReason.NOT_ELIGIBLE, now=now)


def join(
    visit: Visit,
    member: PoolMember,
    *,
    kind: str,
    candidate: DrawCandidate | None = None,
    now: datetime,
) -> Visitor:
    """One more in the team: their one role on the case, and word to them."""
    machine.involve(visit.case, member.person, Role.VISITOR, now=now)
    row, _is_new = Visitor.objects.get_or_create(
        visit=visit,
        member=member,
        defaults={"kind": kind, "candidate": candidate, "assigned_at": now},
    )
    key = f"{visit.public_ref}:{candidate.draw.reference}" if candidate else visit.public_ref
    outbox.tell(member.person, "visit_assigned", key=key, now=now, case=visit.case)
    if visit.scheduled_for:
        outbox.tell(
            member.person, "visit_team", key=f"{key}:{visit.scheduled_for.isoformat()}", now=now,
            case=visit.case, urgent=True,
            context={"scheduled_for": visit.scheduled_for.isoformat()},
        )  # fmt: skip
    if candidate:
        journal.record(visit, "join_visit", now=now)
    return row


def leave(visitor: Visitor, *, reason: str, now: datetime) -> Visitor | None:
    """Somebody leaves the team before the visit; who was drawn is replaced by the next rank."""
    visit, candidate = visitor.visit, visitor.candidate
    visitor.delete()
    if candidate is None or not is_to_come(visit):
        return None
    return call_next(visit, candidate, reason=reason, now=now)


def call_next(visit: Visit, fallen: DrawCandidate, *, reason: str, now: datetime) -> Visitor | None:
    """The next eligible rank of the same college joins the team; None: exhausted."""
    candidate = draw_calls.next_rank(
        fallen,
        among=visit.draws.filter(state=DrawState.DRAWN),
        may=lambda member: _may_go(visit, member, now),
        reason=reason,
        now=now,
    )
    if candidate is None:
        return None
    kind = KINDS[candidate.college]
    return join(visit, candidate.member, kind=kind, candidate=candidate, now=now)


def free_the_drawn(draw: Draw, *, now: datetime) -> None:
    """A void draw sends nobody: they read nothing, and the next draw may call them again.

    Who went on another visit of this case remains its visitor: they may never sit for it (I-02).
    """
    visit = draw.visit
    machine.lock(visit)
    for row in visit.visitors.filter(candidate__draw=draw).select_related("member"):
        row.delete()
        if not Visitor.objects.filter(visit__case=visit.case_id, member=row.member_id).exists():
            Involvement.objects.filter(
                case=visit.case_id, person=row.member.person_id, role=Role.VISITOR
            ).delete()


def is_to_come(visit: Visit) -> bool:
    """Whether somebody is to go there: a case that has ended calls nobody."""
    return visit.state in BEFORE and visit.case.state == CaseState.INVESTIGATION


def _pool_of(visit: Visit, wanted: list[str], now: datetime):
    """Who may be drawn, and the others with their first reason."""
    day = clock.civil_day(now)
    known = eligibility.KnownOfVisit.of(visit, day)
    called = set(
        DrawCandidate.objects.filter(draw__visit=visit, draw__state=DrawState.DRAWN)
        .exclude(is_alternate=True, called=None)
        .exclude(rank=None)
        .values_list("member", flat=True)
    )
    there = {row.member_id for row in visit.visitors.all()}
    members, excluded = [], []
    people = (
        PoolMember.objects.members(on=day)
        .filter(college__in=wanted)
        .select_related("person", "operator")
        .order_by("pk")
    )
    for member in people:
        reasons = eligibility.visitor_codes(visit, member, known=known)
        if member.pk in called or member.pk in there:
            reasons.append("called")
        if member.pk in known.away:
            reasons.append("unavailable")
        if member.pk in known.sitting:
            reasons.append("other_role")
        if reasons:
            excluded.append((member, reasons[0]))
        else:
            members.append(member)
    return members, excluded


def _may_go(visit: Visit, member: PoolMember, now: datetime) -> bool:
    """Whether somebody drawn may still join: as at the announcement, but for days away."""
    if Seat.objects.holding().filter(panel__case=visit.case_id, member=member).exists():
        return False
    if visit.visitors.filter(member=member).exists() or not member.person.is_active:
        return False
    known = eligibility.KnownOfVisit.of(visit, clock.civil_day(now))
    return not eligibility.visitor_codes(visit, member, known=known)
