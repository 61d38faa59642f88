"""Who may sit or visit, and why not: known before a draw, checked again at each call (2.5, 2.6)."""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Membership
from label import clock
from label.enums import College, PanelKind, SeatState, VisitState
from label.models import (
    Case,
    DrawCandidate,
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


def split_pool(case: Case, *, college: str, on: date, sitting_on: date | None = None):
    """Members of a college who may be drawn, and the others with their first reason."""
    eligible, excluded = [], []
    people = (
        PoolMember.objects.members(on=on)
        .filter(college=college)
        .select_related("person", "operator")
        .order_by("pk")
    )
    known = Known.of(case, sitting_on or on)
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


def visitor_faults(visit: Visit, member: PoolMember, *, on: date) -> list[str]:
    """Why this person cannot visit this operator, in words (label.md 1.4)."""
    case = visit.case
    figures = case.procedure
    found = []
    if not member.terms.filter(starts_on__lte=on, ends_on__gt=on).exists():
        found.append(_("n’a pas de mandat au vivier à cette date"))
    if _is_of_operator(case, member):
        found.append(_("est lié à l’opérateur"))
    held = Involvement.objects.filter(case=case, person=member.person_id).first()
    if held is not None and held.role != "visitor":
        found.append(_("intervient déjà sur ce dossier"))
    if case.ties.filter(person=member.person_id).exists():
        found.append(_("a un lien déclaré par l’opérateur"))
    if member.college == College.PEER:
        if member.commune_id is not None and member.commune_id == case.operator.commune_id:
            found.append(_("est de la même commune"))
        if is_competitor(case, member):
            found.append(_("est un concurrent direct"))
        if _is_reciprocal(case, member, on):
            found.append(_("a été visité par cet opérateur il y a moins de deux ans"))
    if _visits_in_a_row(visit, member) >= figures.visits_in_a_row:
        found.append(_("a déjà fait les deux dernières visites chez cet opérateur"))
    return [f"{member} {reason}." for reason in found]


def _is_of_operator(case: Case, member: PoolMember) -> bool:
    if member.operator_id == case.operator_id or member.person_id == case.applicant_id:
        return True
    return Membership.objects.filter(page=case.operator_id, user=member.person_id).exists()


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


def _is_reciprocal(case: Case, member: PoolMember, on: date) -> bool:
    """Whether somebody of this operator visited that peer within the last 24 months."""
    if member.operator_id is None:
        return False
    since = clock.start_of(clock.add_months(on, -case.procedure.visit_reciprocity_months))
    tenders = Membership.objects.filter(page=case.operator_id).values("user")
    return Visit.objects.filter(
        case__operator=member.operator_id,
        visitors__member__person__in=tenders,
        done_at__gt=since,
    ).exists()


def _visits_in_a_row(visit: Visit, member: PoolMember) -> int:
    done = (
        Visit.objects.filter(case__operator=visit.case.operator_id, done_at__isnull=False)
        .exclude(pk=visit.pk)
        .exclude(state=VisitState.PLANNED)
        .order_by("-done_at")
    )
    row = 0
    for one in done[:5]:
        if not one.visitors.filter(member=member).exists():
            break
        row += 1
    return row
