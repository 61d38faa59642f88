"""Deadlines of a case that no panel answers: drafts, pieces, the law's silence, closing."""

from datetime import timedelta

from django.utils.translation import gettext as _

from label import clock, outbox
from label.deadlines.tools import Day, attempt, missed
from label.enums import CaseState, IncidentKind, LegalRegime, Role
from label.models import Case, DocumentRequest, Incident
from label.models.cases import RUNNING


def remind_drafts(day: Day) -> int:
    """Thirty days before a forgotten draft goes."""
    done = 0
    for case in _old_drafts(day):
        figures = case.procedure
        goes_on = clock.add_months(clock.civil_day(case.changed_at), figures.draft_months)
        if day.today >= goes_on - timedelta(days=figures.draft_reminder_days):
            known = outbox.was_told("draft_expiring", case)
            outbox.tell_operator(
                case, "draft_expiring", now=day.now, context={"goes_on": goes_on.isoformat()}
            )
            done += known is None
    return done


def expire_drafts(day: Day) -> int:
    return sum(attempt(case, "expire", day) for case in _old_drafts(day))


def _old_drafts(day: Day):
    since = clock.start_of(clock.add_months(day.today, -6))
    return Case.objects.filter(state=CaseState.DRAFT, changed_at__lt=since)


def watch_completeness(day: Day) -> int:
    late = Case.objects.filter(state=CaseState.SUBMITTED, due_on__lt=day.today)
    return sum(
        missed(
            day,
            _("Examen des pièces du dossier %(case)s") % {"case": case},
            key=f"completeness:{case.reference}",
            due_on=case.due_on,
            case=case,
        )
        for case in late
    )


def remind_documents(day: Day) -> int:
    done = 0
    open_requests = DocumentRequest.objects.filter(
        answered_on=None, case__state=CaseState.INCOMPLETE
    ).select_related("case")
    for request in open_requests:
        days = request.case.procedure.documents_reminder_days
        if day.today < request.due_on - timedelta(days=days):
            continue
        key = str(request.pk)
        done += outbox.was_told("documents_reminder", request.case, key=key) is None
        outbox.tell_operator(
            request.case, "documents_reminder", key=key, now=day.now, urgent=True,
            context={"due_on": request.due_on.isoformat()},
        )  # fmt: skip
    return done


def lapse_incomplete(day: Day) -> int:
    late = Case.objects.filter(state=CaseState.INCOMPLETE, due_on__lt=day.today)
    return sum(attempt(case, "no_reply", day) for case in late)


def raise_legal_alarms(day: Day) -> int:
    """Thirty, fifteen and five days before silence decides (I-25)."""
    done = 0
    for case in _silent(day, within=60):
        for days in clock.alarms_due(
            case.implicit_decision_on, day.today, before=case.procedure.legal_alarm_days
        ):
            for role in (Role.SECRETARIAT, Role.AUTHORITY):
                key = f"{case.reference}:{case.implicit_decision_on}:{days}"
                known = outbox.was_told("legal_alarm", case, key=key)
                outbox.tell_role(
                    role, "legal_alarm", key=f"{case.reference}:{key}", now=day.now, case=case,
                    urgent=True,
                    context={"days": days, "on": case.implicit_decision_on.isoformat()},
                )  # fmt: skip
                done += known is None
    return done


def let_silence_decide(day: Day) -> int:
    return sum(attempt(case, "implicit_deadline", day) for case in _silent(day, within=0))


def _silent(day: Day, *, within: int):
    """Cases whose clock runs and whose legal date is near, or has come."""
    states = [state for state in RUNNING if state != CaseState.INCOMPLETE]
    return Case.objects.filter(
        state__in=states,
        legal_regime=LegalRegime.SILENCE_ACCEPTS,
        implicit_decision_on__lte=day.today + timedelta(days=within),
    )


def close_retractions(day: Day) -> int:
    """After four months an implicit decision can only be acknowledged (C27)."""
    done = 0
    for case in Case.objects.filter(state=CaseState.IMPLICIT_DECISION):
        until = clock.add_months(clock.civil_day(case.implicit_at), case.procedure.retract_months)
        if day.today <= until:
            continue
        _incident, is_new = Incident.objects.get_or_create(
            key=f"retraction:{case.reference}",
            defaults={
                "kind": IncidentKind.RETRACTION_CLOSED,
                "case": case,
                "text": _("%(case)s : seule la reconnaissance reste possible") % {"case": case},
                "due_on": until,
                "raised_at": day.now,
            },
        )
        for role in (Role.AUTHORITY, Role.GUARANTOR):
            outbox.tell_role(role, "retraction_closed", key=case.reference, now=day.now, case=case)
        done += is_new
    return done


def close_decided(day: Day) -> int:
    """Two months after the notice, without appeal (C33)."""
    decided = Case.objects.filter(
        state__in=[
            CaseState.GRANTED,
            CaseState.GRANTED_WITH_RESERVES,
            CaseState.REFUSED,
            CaseState.INADMISSIBLE,
        ],
        notified_on__lt=clock.add_months(day.today, -1),
    )
    return sum(attempt(case, "close", day) for case in decided)


def close_ended(day: Day) -> int:
    """A month after a lapse or a withdrawal (C34)."""
    ended = Case.objects.filter(
        state__in=[CaseState.LAPSED, CaseState.DESISTED],
        state_since__lt=clock.start_of(day.days_ago(27)),
    )
    return sum(attempt(case, "close", day) for case in ended)
