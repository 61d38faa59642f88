"""Who may sit or visit, and why not: known before a draw, checked again at each call (2.5, 2.6)."""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from directory.models import Membership
from label import clock
from label.enums import College, PanelKind, Role, SeatState, VisitState
from label.models import (
    Case,
    DrawCandidate,
    InterestDeclaration,
    Involvement,
    Panel,
    PoolMember,
    PoolTerm,
    Seat,
    Unavailability,
    Visit,
)

SAT = (SeatState.SEATED, SeatState.DISCHARGED)
REASONS = {
    "no_term": gettext_lazy("hors mandat"),
    "untrained": gettext_lazy("formation à suivre"),
    "unavailable": gettext_lazy("indisponible"),
    "operator": gettext_lazy("lié à l’opérateur"),
    "other_role": gettext_lazy("intervient déjà sur ce dossier"),
    "tie": gettext_lazy("lien déclaré par l’opérateur"),
    "consecutive": gettext_lazy("a siégé au dossier précédent de cet opérateur"),
    "sessions": gettext_lazy("nombre de séances atteint"),
    "competitor": gettext_lazy("concurrent direct"),
    "called": gettext_lazy("déjà appelé à ce jury"),
}


@dataclass(frozen=True)
class Known:
    """What the tables say of everybody for one case and one day, asked once for a whole pool."""

    with_term: frozenset[int]
    away: frozenset[int]
    tending: frozenset[int]
    involved: frozenset[int]
    tied: frozenset[int]
    sat_before: frozenset[int]
    sessions: Counter[int]

    @classmethod
    def of(cls, case: Case, day: date) -> "Known":
        def found(rows, name):
            return frozenset(rows.values_list(name, flat=True))

        return cls(
            with_term=found(PoolTerm.objects.filter(starts_on__lte=day, ends_on__gt=day), "member"),
            away=found(
                Unavailability.objects.filter(starts_on__lte=day, ends_on__gte=day), "member"
            ),
            tending=found(Membership.objects.filter(page=case.operator_id), "user"),
            involved=found(Involvement.objects.filter(case=case), "person"),
            tied=found(case.ties.filter(person__isnull=False), "person"),
            sat_before=_sat_on_previous_case(case),
            sessions=_sessions_in_year(day),
        )


def faults(
    case: Case,
    member: PoolMember,
    *,
    on: date,
    sitting_on: date | None = None,
    known: Known | None = None,
) -> list[str]:
    """Codes of REASONS why a member of the pool cannot sit for a case on the day it is heard."""
    figures = case.procedure
    known = known or Known.of(case, sitting_on or on)
    of_operator = member.operator_id == case.operator_id or member.person_id == case.applicant_id
    found = {
        "no_term": member.pk not in known.with_term,
        "untrained": figures.training_required and not member.is_ready_to_judge,
        "unavailable": member.pk in known.away,
        "operator": of_operator or member.person_id in known.tending,
        "other_role": member.person_id in known.involved,
        "tie": member.person_id in known.tied,
        "consecutive": member.pk in known.sat_before,
        "sessions": known.sessions[member.pk] >= figures.pool_sessions_per_year,
        "competitor": is_competitor(case, member),
    }
    return [code for code, is_true in found.items() if is_true]


def split_pool(
    case: Case,
    *,
    college: str,
    on: date,
    sitting_on: date | None = None,
    known: Known | None = None,
):
    """Members of a college who may be drawn, and the others with their first reason."""
    eligible, excluded = [], []
    people = (
        PoolMember.objects.members(on=on)
        .filter(college=college)
        .select_related("person", "operator")
        .order_by("pk")
    )
    known = known or Known.of(case, sitting_on or on)
    for member in people:
        reasons = faults(case, member, on=on, sitting_on=sitting_on, known=known)
        if reasons:
            excluded.append((member, reasons[0]))
        else:
            eligible.append(member)
    return eligible, excluded


def is_eligible(panel: Panel, member: PoolMember) -> bool:
    """Whether a candidate of a draw may still be called to its panel."""
    if panel.seats.filter(member=member).exclude(state=SeatState.DISCHARGED).exists():
        return False
    if Involvement.objects.filter(case=panel.case_id, person=member.person_id).exists():
        return False
    return member.left_on is None


def next_alternate(panel: Panel, college: str) -> DrawCandidate | None:
    """The next eligible rank of a college, in the order of the draws (I-05); None: exhausted."""
    candidates = (
        DrawCandidate.objects.filter(
            draw__panel=panel, draw__state="drawn", college=college, rank__isnull=False, seat=None
        )
        .select_related("member")
        .order_by("draw__turn", "rank")
    )
    return next((one for one in candidates if is_eligible(panel, one.member)), None)


def is_competitor(case: Case, member: PoolMember) -> bool:
    """Same family within fifteen kilometres (label.md 3.3), as far as the listings say."""
    if member.college != College.PEER or member.operator_id is None:
        return False
    wanted = {slug for _nature, families in case.scope for slug in families}
    own = set()
    for offer in member.operator.offers.select_related("product__family__parent"):
        family = offer.product.family
        own |= {family.slug} | ({family.parent.slug} if family.parent else set())
    if not wanted & own:
        return False
    here, there = case.operator.position, member.operator.position
    if here is None or there is None:
        return True  # unknown is not far
    return kilometres(here, there) < case.procedure.competitor_kilometres


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two positions in WGS84 degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    chord = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371 * math.asin(math.sqrt(chord))


VISITOR_REASONS = {
    "no_term": gettext_lazy("n’a pas de mandat au vivier à cette date"),
    "operator": gettext_lazy("est lié à l’opérateur"),
    "other_role": gettext_lazy("intervient déjà sur ce dossier"),
    "tie": gettext_lazy("a un lien déclaré avec l’opérateur"),
    "same_commune": gettext_lazy("est de la même commune"),
    "competitor": gettext_lazy("est un concurrent direct"),
    "reciprocal": gettext_lazy("a été visité par cet opérateur il y a moins de deux ans"),
    "in_a_row": gettext_lazy("a déjà fait les deux dernières visites chez cet opérateur"),
}


@dataclass(frozen=True)
class KnownOfVisit:
    """What the tables say of everybody for one visit and one day, asked once for a whole pool."""

    with_term: frozenset[int]
    away: frozenset[int]
    tending: frozenset[int]
    busy: frozenset[int]  # people with another role on the case
    tied: frozenset[int]
    sitting: frozenset[int]  # called to its jury, whether they answered or not
    hosts: frozenset[int]  # farms that somebody of this operator visited lately
    regulars: frozenset[int]

    @classmethod
    def of(cls, visit: Visit, day: date) -> "KnownOfVisit":
        def found(rows, name):
            return frozenset(rows.values_list(name, flat=True))

        case = visit.case
        declared = InterestDeclaration.objects.filter(case=case, is_nil=False)
        return cls(
            with_term=found(PoolTerm.objects.filter(starts_on__lte=day, ends_on__gt=day), "member"),
            away=found(
                Unavailability.objects.filter(starts_on__lte=day, ends_on__gte=day), "member"
            ),
            tending=found(Membership.objects.filter(page=case.operator_id), "user"),
            busy=found(Involvement.objects.filter(case=case).exclude(role=Role.VISITOR), "person"),
            tied=found(case.ties.filter(person__isnull=False), "person")
            | found(declared, "person"),
            sitting=found(Seat.objects.holding().filter(panel__case=case), "member"),
            hosts=_visited_by_people_of(case, day),
            regulars=_regulars(visit),
        )


def visitor_codes(visit: Visit, member: PoolMember, *, known: KnownOfVisit) -> list[str]:
    """Codes of VISITOR_REASONS why this person cannot visit this operator (label.md 1.4)."""
    case = visit.case
    of_operator = member.operator_id == case.operator_id or member.person_id == case.applicant_id
    is_peer = member.college == College.PEER
    found = {
        "no_term": member.pk not in known.with_term,
        "operator": of_operator or member.person_id in known.tending,
        "other_role": member.person_id in known.busy,
        "tie": member.person_id in known.tied,
        "same_commune": (
            is_peer
            and member.commune_id is not None
            and member.commune_id == case.operator.commune_id
        ),
        "competitor": is_peer and is_competitor(case, member),
        "reciprocal": is_peer and member.operator_id in known.hosts,
        "in_a_row": member.pk in known.regulars,
    }
    return [code for code, is_true in found.items() if is_true]


def visitor_faults(visit: Visit, member: PoolMember, *, on: date) -> list[str]:
    """Why this person cannot visit this operator, in words."""
    known = KnownOfVisit.of(visit, on)
    return [
        f"{member} {VISITOR_REASONS[code]}." for code in visitor_codes(visit, member, known=known)
    ]


def _sat_on_previous_case(case: Case) -> frozenset[int]:
    """Members who sat on the operator's case before this one."""
    previous = (
        Case.objects.filter(
            operator=case.operator_id, submitted_at__isnull=False, created_at__lt=case.created_at
        )
        .order_by("-created_at", "-pk")
        .first()
    )
    if previous is None:
        return frozenset()
    seats = Seat.objects.filter(panel__case=previous, seated_at__isnull=False)
    return frozenset(seats.values_list("member", flat=True))


def _sessions_in_year(day: date) -> Counter[int]:
    """How many panels each member sat on in the twelve months before."""
    year_ago = clock.start_of(clock.add_months(day, -12))
    seats = Seat.objects.filter(seated_at__gt=year_ago, state__in=SAT, panel__kind=PanelKind.FIRST)
    return Counter(seats.values_list("member", flat=True))


def _visited_by_people_of(case: Case, on: date) -> frozenset[int]:
    """The farms that somebody of this operator visited within the last 24 months."""
    since = clock.start_of(clock.add_months(on, -case.procedure.visit_reciprocity_months))
    tenders = Membership.objects.filter(page=case.operator_id).values("user")
    visits = Visit.objects.filter(visitors__member__person__in=tenders, done_at__gt=since)
    return frozenset(visits.values_list("case__operator", flat=True))


def _regulars(visit: Visit) -> frozenset[int]:
    """Members who made all of this operator's last visits, as many as the rules allow in a row."""
    most = visit.case.procedure.visits_in_a_row
    done = list(
        Visit.objects.filter(case__operator=visit.case.operator_id, done_at__isnull=False)
        .exclude(pk=visit.pk)
        .exclude(state=VisitState.PLANNED)
        .prefetch_related("visitors")
        .order_by("-done_at")[:most]
    )
    if len(done) < most:
        return frozenset()
    teams = [{row.member_id for row in one.visitors.all()} for one in done]
    return frozenset(set.intersection(*teams))
