"""Deadlines of panels, visits and consultations."""

from datetime import timedelta

from django.utils.translation import gettext as _

from label import clock, outbox, pool_draws
from label.deadlines.tools import Day, attempt, missed
from label.enums import (
    ChallengeState,
    PanelState,
    Role,
    SeatState,
    SessionState,
    VersionState,
    VisitState,
)
from label.models import (
    Challenge,
    Hearing,
    Panel,
    ReferentialVersion,
    RulesVersion,
    Seat,
    Visit,
)

VISIT_REMINDER = timedelta(days=2)


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


def settle_pool_draws(day: Day) -> int:
    """Some days after the draw of the pool, its alternates have their answer (2.6)."""
    return pool_draws.settle(now=day.now)


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


def remind_visits(day: Day) -> int:
    """Two days before, to those who come and to those who are visited."""
    done = 0
    soon = Visit.objects.filter(
        state=VisitState.SCHEDULED,
        scheduled_for__gt=day.now,
        scheduled_for__lt=clock.end_of(day.today + VISIT_REMINDER),
    ).select_related("case")
    for visit in soon:
        options = {
            "key": f"{visit.public_ref}:{visit.scheduled_for.isoformat()}",
            "now": day.now,
            "urgent": True,
            "context": {"scheduled_for": visit.scheduled_for.isoformat()},
        }
        done += outbox.was_told("visit_reminder", visit.case, key=options["key"]) is None
        outbox.tell_operator(visit.case, "visit_reminder", **options)
        outbox.tell_all(visit.people(), "visit_team_reminder", case=visit.case, **options)
    return done


def watch_convocations(day: Day) -> int:
    """Convocations still held on their last day: the team is told, the jurors must be."""
    done = 0
    coming = Hearing.objects.filter(
        session__state=SessionState.PLANNED, session__starts_at__gt=day.now, closed_at=None
    ).select_related("session", "panel__case__rules")
    for hearing in coming:
        due_on = clock.civil_day(hearing.session.starts_at) - timedelta(
            days=hearing.case.procedure.convocation_days
        )
        held = outbox.held_about("convocation", hearing.case, hearing.session)
        if day.today >= due_on and held.exists():
            done += missed(
                day,
                _("Convocation à la séance %(session)s, dossier %(case)s")
                % {"session": hearing.session.reference, "case": hearing.case},
                key=f"convocation:{hearing.pk}",
                due_on=due_on,
                case=hearing.case,
            )
    return done


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
