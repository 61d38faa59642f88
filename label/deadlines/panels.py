"""Deadlines of panels, visits and consultations."""

from django.utils.translation import gettext as _

from label import outbox
from label.deadlines.tools import Day, attempt, missed
from label.enums import (
    ChallengeState,
    PanelState,
    Role,
    SeatState,
    VersionState,
    VisitState,
)
from label.models import Challenge, Panel, ReferentialVersion, RulesVersion, Seat, Visit


def close_invitations(day: Day) -> int:
    """Seven days without reply: the next rank is called (S05)."""
    late = Seat.objects.filter(state=SeatState.INVITED, reply_until__lt=day.today).order_by("pk")
    return sum(attempt(seat, "no_reply", day) for seat in late)


def watch_challenges(day: Day) -> int:
    late = Challenge.objects.filter(state=ChallengeState.OPEN, due_on__lt=day.today).select_related(
        "seat__panel__case"
    )
    return sum(
        missed(
            day,
            _("Récusation à trancher, dossier %(case)s") % {"case": one.seat.case},
            key=f"challenge:{one.pk}",
            due_on=one.due_on,
            case=one.seat.case,
        )
        for one in late
    )


def constitute(day: Day) -> int:
    """The challenge window is over: panels whose seats are all filled exist (P02)."""
    ready = Panel.objects.filter(state=PanelState.FORMING, challenge_until__lt=day.today)
    return sum(attempt(panel, "constitute", day) for panel in ready)


def watch_visits(day: Day) -> int:
    late = Visit.objects.filter(
        state__in=[VisitState.PLANNED, VisitState.SCHEDULED, VisitState.POSTPONED],
        due_on__lt=day.today,
        case__state="investigation",
    ).select_related("case")
    return sum(
        missed(
            day,
            _("Visite du dossier %(case)s") % {"case": visit.case},
            key=f"visit:{visit.public_ref}",
            due_on=visit.due_on,
            case=visit.case,
        )
        for visit in late
    )


def watch_reports(day: Day) -> int:
    late = Visit.objects.filter(state=VisitState.DONE, report_due_on__lt=day.today).select_related(
        "case"
    )
    return sum(
        missed(
            day,
            _("Compte rendu de visite du dossier %(case)s") % {"case": visit.case},
            key=f"report:{visit.public_ref}",
            due_on=visit.report_due_on,
            case=visit.case,
        )
        for visit in late
    )


def close_replies(day: Day) -> int:
    """Ten days without reply to the report (V08); it locks."""
    late = Visit.objects.filter(state=VisitState.REPORT_FILED, reply_until__lt=day.today)
    return sum(attempt(visit, "expire_reply", day) for visit in late)


def announce_end_of_consultations(day: Day) -> int:
    done = 0
    for model in (ReferentialVersion, RulesVersion):
        over = model.objects.filter(
            state=VersionState.CONSULTATION, consultation_closes_on__lt=day.today
        )
        for version in over:
            outbox.tell_role(
                Role.AUTHORITY, "consultation_over", key=version.public_ref, now=day.now
            )
    return done
