"""Verbs that plan a session: fix it, put cases on its agenda, convene, call off, open, close."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, journal, machine, outbox, roles
from label.enums import PanelKind, PanelState, Role, SessionState
from label.machine import Refused
from label.models import Hearing, Panel, Session
from label.numbering import next_number


@transaction.atomic
def plan_session(
    *,
    by,
    starts_at: datetime,
    place: str,
    remote_url: str = "",
    facilitator=None,
    now: datetime | None = None,
) -> Session:
    now = now or timezone.now()
    if Role.SECRETARIAT not in roles.group_roles(by):
        raise Refused(_("C’est au secrétariat de fixer une séance."))
    if starts_at <= now:
        raise Refused(_("Donnez une date à venir."))
    return Session.objects.create(
        reference=next_number("SEA", clock.civil_day(starts_at)),
        starts_at=starts_at,
        place=place,
        remote_url=remote_url,
        facilitator=facilitator,
    )


@transaction.atomic
def put_on_agenda(
    session: Session, panel: Panel, *, by, planned_for=None, now: datetime | None = None
) -> Hearing:
    """Put a case on the agenda; jurors are convened ten days before or more, the operator told."""
    now = now or timezone.now()
    machine.lock(panel)
    case = panel.case
    if not roles.holds(by, Role.SECRETARIAT, case):
        raise Refused(_("C’est au secrétariat de fixer l’ordre du jour."))
    if session.state != SessionState.PLANNED:
        raise Refused(_("Cette séance n’est plus à venir."))
    if panel.state not in {PanelState.CONSTITUTED, PanelState.IN_SESSION}:
        raise Refused(_("Le jury n’est pas constitué."))
    if Hearing.objects.filter(panel=panel, closed_at=None).exists():
        raise Refused(_("Ce dossier est déjà à l’ordre du jour d’une séance."))
    days = case.procedure.convocation_days
    second = panel.kind == PanelKind.FIRST and case.convening > 1
    if not second and clock.civil_day(session.starts_at) < clock.civil_day(now) + timedelta(days):
        raise Refused(_("Les jurés se convoquent au moins %(days)s jours avant.") % {"days": days})
    machine.involve(case, by, Role.SECRETARIAT, now=now)
    hearing = Hearing.objects.create(
        session=session,
        panel=panel,
        position=session.hearings.count() + 1,
        convening=case.convening if panel.kind == PanelKind.FIRST else 1,
        planned_for=planned_for or session.starts_at,
    )
    journal.record(case, "put_on_agenda", by=by, role=Role.SECRETARIAT, now=now)
    context = {"session": session.reference, "starts_at": session.starts_at.isoformat()}
    outbox.tell_all(
        panel.effective_people(), "convocation", key=f"{hearing.pk}", now=now, case=case,
        held=True, urgent=True, context=context,
    )  # fmt: skip
    outbox.tell_operator(
        case, "hearing", key=f"{hearing.pk}", now=now, held=True, urgent=True, context=context
    )
    return hearing


@transaction.atomic
def convene(session: Session, panels, *, by, now: datetime | None = None) -> list[Hearing]:
    """Put several cases on the agenda at once, or none: every reason is given, case by case."""
    now = now or timezone.now()
    made, reasons = [], []
    if not panels:
        raise Refused(_("Choisissez au moins un dossier."))
    for panel in panels:
        try:
            made.append(put_on_agenda(session, panel, by=by, now=now))
        except Refused as refused:
            reasons += [f"{panel.case} : {reason}" for reason in refused.reasons]
    if reasons:
        raise Refused(*reasons)
    session.convened_at = now
    session.save(update_fields=["convened_at"])
    return made


@transaction.atomic
def cancel_session(session: Session, *, by, reason: str, now: datetime | None = None) -> None:
    """Call a session off before it opens: its cases go back to be planned, everyone is told."""
    now = now or timezone.now()
    session.refresh_from_db(from_queryset=Session.objects.select_for_update(of=("self",)))
    if Role.SECRETARIAT not in roles.group_roles(by):
        raise Refused(_("C’est au secrétariat d’annuler une séance."))
    if session.state != SessionState.PLANNED:
        raise Refused(_("Seule une séance à venir s’annule."))
    if not reason.strip():
        raise Refused(_("Dites pourquoi."))
    session.state = SessionState.CANCELLED
    session.save(update_fields=["state"])
    context = {"session": session.reference, "reason": reason}
    for hearing in session.hearings.filter(closed_at=None).select_related("panel__case"):
        case = hearing.case
        machine.lock(case)
        machine.involve(case, by, Role.SECRETARIAT, now=now)
        hearing.closed_at = now
        hearing.save(update_fields=["closed_at"])
        journal.record(case, "session_cancelled", by=by, role=Role.SECRETARIAT, now=now)
        outbox.tell_all(
            hearing.panel.effective_people(), "session_cancelled", key=f"{hearing.pk}", now=now,
            case=case, urgent=True, context=context,
        )  # fmt: skip
        outbox.tell_operator(
            case, "hearing_cancelled", key=f"{hearing.pk}", now=now, urgent=True, context=context
        )
    outbox.cancel(outbox.about_session(session))


@transaction.atomic
def open_session(session: Session, *, by, now: datetime | None = None) -> None:
    now = now or timezone.now()
    session.refresh_from_db(from_queryset=Session.objects.select_for_update(of=("self",)))
    if not {Role.FACILITATOR, Role.SECRETARIAT} & roles.group_roles(by):
        raise Refused(_("C’est à l’animation d’ouvrir la séance."))
    if session.state != SessionState.PLANNED or clock.civil_day(now) < clock.civil_day(
        session.starts_at
    ):
        raise Refused(_("Cette séance ne s’ouvre pas maintenant."))
    session.state, session.opened_at = SessionState.OPEN, now
    session.save(update_fields=["state", "opened_at"])


@transaction.atomic
def close_session(session: Session, *, by, now: datetime | None = None) -> None:
    now = now or timezone.now()
    session.refresh_from_db(from_queryset=Session.objects.select_for_update(of=("self",)))
    if not {Role.FACILITATOR, Role.SECRETARIAT} & roles.group_roles(by):
        raise Refused(_("C’est à l’animation de clore la séance."))
    if session.state != SessionState.OPEN:
        raise Refused(_("Cette séance n’est pas ouverte."))
    if session.hearings.filter(opened_at__isnull=False, closed_at=None).exists():
        raise Refused(_("Un examen est encore ouvert."))
    session.state, session.closed_at = SessionState.CLOSED, now
    session.save(update_fields=["state", "closed_at"])
