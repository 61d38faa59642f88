"""Verbs of the authority (C20–C23, C26, C27) and of the notice that starts the time limits."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, journal, machine, outbox, roles, signed_papers
from label.enums import CaseState, DecisionKind, Role
from label.machine import Refused, move
from label.models import AdversarialWindow, Case, Decision, DecisionNotice, Event, OutboxMail


def request_second_reading(case: Case, *, by, reasons: str, now: datetime | None = None) -> Event:
    """Send the opinion back to the panel, once, with reasons that will be published (C20)."""
    return move(case, "second_reading", by=by, now=now, reasons=reasons)


@transaction.atomic
def accept_plan(case: Case, *, by, now: datetime | None = None) -> None:
    """The operator accepts the improvement plan that the panel proposed (C22)."""
    now = now or timezone.now()
    machine.lock(case)
    if case.state not in {CaseState.OPINION_ISSUED, CaseState.UNDER_APPEAL}:
        raise Refused(_("Aucun plan ne vous est proposé."))
    if not roles.is_operator(by, case):
        raise Refused(_("C’est à l’opérateur d’accepter son plan."))
    case.plan_accepted_at = now
    case.save(update_fields=["plan_accepted_at"])
    journal.record(case, "accept_plan", by=by, role=Role.OPERATOR, now=now)


def grant(case: Case, *, by, now: datetime | None = None, **decision) -> Event:
    """Sign a grant (C21). `decision`: text, competence_ref, departure_reasons, commitment."""
    return move(case, "grant", by=by, now=now, **decision)


def grant_with_reserves(case: Case, *, by, now: datetime | None = None, **decision) -> Event:
    """Sign a grant with reserves (C22). `decision` as `grant`, with reserves: a list of dicts
    criterion (code), action, proof, due_on."""
    return move(case, "grant_with_reserves", by=by, now=now, **decision)


def refuse(case: Case, *, by, now: datetime | None = None, **decision) -> Event:
    """Sign a refusal (C23). `decision`: text, competence_ref, reasons (code → text), road_map,
    departure_reasons, may_refile_at_once."""
    return move(case, "refuse", by=by, now=now, **decision)


def acknowledge(case: Case, *, by, now: datetime | None = None, **decision) -> Event:
    """Acknowledge a grant that silence decided (C26), flagged as such."""
    return move(case, "acknowledge", by=by, now=now, **decision)


@transaction.atomic
def open_retraction(
    case: Case, *, by, grounds: str, now: datetime | None = None
) -> AdversarialWindow:
    """Tell the operator why the implicit decision would be retracted, fifteen days before."""
    now = now or timezone.now()
    machine.lock(case)
    if case.state != CaseState.IMPLICIT_DECISION or not roles.holds(by, Role.AUTHORITY, case):
        raise Refused(_("C’est à l’autorité, après une décision implicite."))
    if not grounds.strip():
        raise Refused(_("Écrivez les motifs."))
    machine.involve(case, by, Role.AUTHORITY, now=now)
    today = clock.civil_day(now)
    window = AdversarialWindow.objects.create(
        case=case,
        measure=DecisionKind.REFUSED,
        grounds=grounds,
        opened_on=today,
        closes_on=today + timedelta(days=case.procedure.adversarial_days),
    )
    journal.record(case, "hear", by=by, role=Role.AUTHORITY, now=now)
    outbox.tell_operator(
        case, "retraction_hearing", now=now, urgent=True, context={"grounds": grounds}
    )
    return window


def retract(case: Case, *, by, now: datetime | None = None, **decision) -> Event:
    """Retract an illegal implicit decision within four months (C27). `decision`: text,
    competence_ref, illegality."""
    return move(case, "retract", by=by, now=now, **decision)


@transaction.atomic
def observe(
    window: AdversarialWindow,
    *,
    by,
    observations: str,
    wants_hearing: bool = False,
    now: datetime | None = None,
) -> AdversarialWindow:
    """The operator answers what is considered, in writing, and may ask to be heard."""
    now = now or timezone.now()
    window.refresh_from_db(from_queryset=AdversarialWindow.objects.select_for_update(of=("self",)))
    if not roles.is_operator(by, window.case):
        raise Refused(_("C’est à l’opérateur de répondre."))
    if signed_papers.told_on(by, now) > window.closes_on:
        raise Refused(_("Le délai pour répondre est passé."))
    window.observations, window.wants_hearing = observations, wants_hearing
    window.observed_at = now
    window.save()
    journal.record(window.case, "observe", by=by, role=Role.OPERATOR, now=now)
    return window


@transaction.atomic
def notify(
    decision: Decision, *, by, on: date, how: str, now: datetime | None = None
) -> DecisionNotice:
    """Note when and how a decision reached the operator; its messages may leave."""
    now = now or timezone.now()
    case = decision.case
    machine.lock(case)
    if not roles.holds(by, Role.SECRETARIAT, case):
        raise Refused(_("C’est au secrétariat de notifier."))
    if hasattr(decision, "notice"):
        raise Refused(_("Cette décision est déjà notifiée."))
    if not clock.civil_day(decision.signed_at) <= on <= clock.civil_day(now):
        raise Refused(_("La notification suit la signature et ne se date pas à l’avance."))
    machine.involve(case, by, Role.SECRETARIAT, now=now)
    notice = DecisionNotice.objects.create(
        decision=decision, notified_on=on, how=how, recorded_at=now
    )
    if decision.grant_id is None:
        case.notified_on = on
        case.due_on = clock.add_months(on, case.procedure.appeal_months)
        case.save(update_fields=["notified_on", "due_on"])
    journal.record(case, "notify", by=by, role=Role.SECRETARIAT, now=now)
    outbox.release(OutboxMail.objects.filter(case=case), by=by)
    _tell_the_panel(decision, now)
    transaction.on_commit(lambda: _keep_paper(decision, now), robust=True)
    return notice


def _keep_paper(decision: Decision, now: datetime) -> None:
    """What was notified stays as it was, whatever the site becomes."""
    from label.papers import kept

    kept.keep(decision, now=now)


def _tell_the_panel(decision: Decision, now: datetime) -> None:
    """Jurors learn what became of their opinion, once the operator knows."""
    case = decision.case
    panel = decision.opinion.panel if decision.opinion_id else None
    if decision.grant_id or panel is None:
        return
    if decision.supersedes_id and case.appeal_panel is not None:
        panel = case.appeal_panel
    outbox.tell_all(
        panel.effective_people(), "restitution", key=decision.number, now=now, case=case,
        context={"decision": decision.number},
    )  # fmt: skip
