"""Accounts of the label's demonstration: who is worth signing in as, in each role.

The pool is drawn by lot, so who sits where differs at each loading: the rows say it.
"""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from madeingard.users.models import User

from directory.demonstration.accounts import Account
from directory.models import Membership
from label.demonstration.people import TEAM, address
from label.enums import CaseState, CharterState, GrantState, SeatState, SessionState, VisitState
from label.models import (
    Case,
    Grant,
    Hearing,
    PanelVote,
    PoolMember,
    ReserveReview,
    ScoreSheet,
    Seat,
    Visitor,
)

# State of a case → what its applicant has to do or to see.
APPLICANTS = (
    (CaseState.DRAFT, _("demande commencée")),
    (CaseState.INCOMPLETE, _("pièces demandées")),
    (CaseState.INVESTIGATION, _("visite en cours")),
    (CaseState.DEFERRED, _("questions du jury")),
    (CaseState.REFUSED, _("refus, recours possible")),
    (CaseState.UNDER_APPEAL, _("recours en cours")),
)
HOLDERS = (
    (GrantState.PENDING_SIGNATURE, _("convention à signer")),
    (GrantState.ACTIVE_WITH_RESERVES, _("réserve à prouver")),
    (GrantState.FORMAL_NOTICE, _("label en demeure")),
    (GrantState.SUSPENDED, _("label suspendu")),
)
CHARTERS = (
    (CharterState.DRAFT, _("charte à signer")),
    (CharterState.LISTED, _("charte signée, publiée")),
)
SEATS_SHOWN = 6


def accounts() -> list[Account]:
    """Nothing where the demonstration of the label was not played."""
    if not User.objects.filter(email=address("secretariat")).exists():
        return []
    team = [
        Account(str(_("label : %(role)s") % {"role": role.label}), address(name))
        for name, (role, _first, _last) in TEAM.items()
    ]
    return team + _judging() + _visiting() + _applying() + _signing() + _offering()


def _judging() -> list[Account]:
    found = []
    for hearing in Hearing.objects.filter(session__state=SessionState.OPEN).order_by("pk"):
        seats = hearing.panel.effective_seats().order_by("pk")
        if hearing.chair_id:
            found.append(Account(str(_("présidence, séance du jour")), _of(hearing.chair)))
            seats = seats.exclude(pk=hearing.chair_id)
            found += [
                Account(str(_("juré ou jurée, séance du jour")), _of(seat))
                for seat in seats[:SEATS_SHOWN]
            ]
    scoring = Seat.objects.effective().filter(panel__case__state=CaseState.SCORING)
    running = scoring.filter(panel__case__scoring_closes_on__gte=timezone.localdate())
    given = ScoreSheet.objects.filter(submitted_at__isnull=False).values("seat")
    invited = Seat.objects.filter(state=SeatState.INVITED)
    words = (
        (_("juré ou jurée, feuille à rendre"), running.exclude(pk__in=given)),
        (_("juré ou jurée, feuille rendue"), scoring.filter(pk__in=given)),
        (_("invitation à siéger"), invited.filter(panel__kind="first")),
        (
            _("jury de recours"),
            Seat.objects.filter(panel__kind="appeal", state__in=[SeatState.SEATED, "invited"]),
        ),
    )  # fmt: skip
    for word, seats in words:
        found += _first(word, seats.select_related("member__person").order_by("pk"), _of)
    calls = (
        (_("juré ou jurée, preuve à regarder"), ReserveReview),
        (_("juré ou jurée, mesure à examiner"), PanelVote),
    )
    for word, model in calls:
        rows = model.objects.awaited().select_related("seat__member__person").order_by("pk")
        found += _first(word, rows, lambda call: _of(call.seat))
    return found


def _visiting() -> list[Account]:
    words = (
        (VisitState.SCHEDULED, _("visite à faire")),
        (VisitState.DONE, _("compte rendu de visite à écrire")),
    )
    found = []
    for state, word in words:
        rows = Visitor.objects.filter(visit__state=state).select_related("member__person")
        found += _first(word, rows.order_by("-visit__scheduled_for", "pk"), _of)
    return found


def _applying() -> list[Account]:
    found = []
    for state, word in APPLICANTS:
        rows = Case.objects.filter(state=state, applicant__isnull=False)
        found += _first(word, rows.order_by("pk"), lambda case: case.applicant.email)
    for state, word in HOLDERS:
        told = Grant.objects.filter(state=state, decision__notice__isnull=False)
        rows = told.filter(case__applicant__isnull=False)
        rows = rows.order_by(F("operator_signed_at").asc(nulls_first=True), "-pk")
        found += _first(word, rows, lambda grant: grant.case.applicant.email)
    return found


def _signing() -> list[Account]:
    found = []
    for state, word in CHARTERS:
        rows = Membership.objects.filter(page__pointofsalepage__label_charters__state=state)
        found += _first(
            word, rows.select_related("user").order_by("pk"), lambda one: one.user.email
        )
    return found


def _offering() -> list[Account]:
    rows = PoolMember.objects.filter(state="volunteer").select_related("person").order_by("pk")
    return _first(_("volontaire pour le vivier"), rows, lambda member: member.person.email)


def _first(word, rows, email_of) -> list[Account]:
    row = rows.first()
    return [Account(str(word), email_of(row))] if row else []


def _of(row) -> str:
    return row.member.person.email
