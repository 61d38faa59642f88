"""Verbs after the grant: checks, alerts and adversarial windows."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, journal, machine, outbox, roles
from label.enums import AlertState, CheckOrigin, CheckState, DecisionKind, Role, Severity
from label.machine import Refused, move
from label.models import (
    AdversarialWindow,
    Alert,
    Check,
    Criterion,
    Event,
    Finding,
    Grant,
    Reporter,
)
from label.numbering import next_number

# Checks ----------------------------------------------------------------------


@transaction.atomic
def open_check(
    grant: Grant,
    *,
    by=None,
    origin: str = CheckOrigin.TARGETED,
    draw=None,
    alert: Alert | None = None,
    due_on: date | None = None,
    now: datetime | None = None,
) -> Check:
    """Decide a check: targeted or of the cycle by the secretariat, drawn by lot, or prioritary."""
    now = now or timezone.now()
    if not grant.is_in_register and origin != CheckOrigin.PRIORITY:
        raise Refused(_("Ce label n’est pas en vigueur."))
    drawn = origin == CheckOrigin.DRAWN
    check = Check.objects.create(
        grant=grant,
        origin=origin,
        draw=draw,
        alert=alert,
        state=CheckState.DRAWN if drawn else CheckState.TARGETED,
        opened_at=now,
        due_on=due_on,
    )
    machine.created(check, "K01" if drawn else "K02", by=by, now=now)
    return check


def open_priority_check(grant: Grant, *, now: datetime) -> Check:
    """A grant that silence decided is checked first (I-13)."""
    return open_check(grant, origin=CheckOrigin.PRIORITY, now=now)


def plan_check(
    check: Check, *, by, on: date, announced: bool = True, now: datetime | None = None
) -> Event:
    """Announced to the operator (K03), or not (K04)."""
    event = "announce" if announced else "keep_unannounced"
    return move(check, event, by=by, now=now, planned_for=on)


def carry_out(check: Check, *, by, report: str, now: datetime | None = None) -> Event:
    """The controller was there (K05)."""
    return move(check, "do", by=by, now=now, report=report)


@transaction.atomic
def add_finding(
    check: Check, *, by, criterion: Criterion, severity: str, text: str, now: datetime | None = None
) -> Finding:
    """A fact that does not conform, with its gravity; a minor one is corrected in three months."""
    now = now or timezone.now()
    machine.lock(check)
    if check.state != CheckState.DONE or by.pk != check.controller_id:
        raise Refused(_("Les constats sont écrits par la personne qui a contrôlé."))
    if not text.strip():
        raise Refused(_("Écrivez le constat."))
    due = None
    if severity == Severity.MINOR:
        due = clock.add_months(clock.civil_day(now), check.procedure.minor_finding_months)
    return Finding.objects.create(
        check_made=check, criterion=criterion, severity=severity, text=text, action_due_on=due
    )


def conclude_findings(check: Check, *, by, now: datetime | None = None) -> Event:
    """The findings are complete (K06)."""
    return move(check, "find", by=by, now=now)


@transaction.atomic
def note_corrected(finding: Finding, *, by, now: datetime | None = None) -> None:
    now = now or timezone.now()
    check = finding.check_made
    machine.lock(check)
    if not roles.first_held(by, (Role.CONTROLLER, Role.SECRETARIAT), check):
        raise Refused(_("C’est au contrôle ou au secrétariat de le noter."))
    finding.corrected_on = clock.civil_day(now)
    finding.save(update_fields=["corrected_on"])
    role = roles.first_held(by, (Role.CONTROLLER, Role.SECRETARIAT), check)
    journal.record(check, "corrected", by=by, role=role, now=now)


def close_check(check: Check, *, by, now: datetime | None = None) -> Event:
    """Nothing found, or everything followed up (K07)."""
    return move(check, "close", by=by, now=now)


# Adversarial windows ----------------------------------------------------------------------


@transaction.atomic
def open_window(
    grant: Grant,
    *,
    by,
    measure: str,
    grounds: str,
    check: Check | None = None,
    alert: Alert | None = None,
    now: datetime | None = None,
) -> AdversarialWindow:
    """Tell the operator which measure is considered and why; fifteen days to answer (I-19)."""
    now = now or timezone.now()
    machine.lock(grant)
    role = roles.first_held(by, (Role.AUTHORITY, Role.SECRETARIAT), grant)
    if not role:
        raise Refused(_("C’est à l’autorité ou au secrétariat."))
    if not grounds.strip() or measure not in DecisionKind.values:
        raise Refused(_("Dites la mesure envisagée et ses motifs."))
    if not grant.is_in_register:
        raise Refused(_("Ce label n’est pas en vigueur."))
    machine.involve(grant.case, by, role, now=now)
    today = clock.civil_day(now)
    window = AdversarialWindow.objects.create(
        case=grant.case,
        grant=grant,
        check_made=check,
        alert=alert,
        measure=measure,
        grounds=grounds,
        opened_on=today,
        closes_on=today + timedelta(days=grant.procedure.adversarial_days),
    )
    journal.record(grant, "hear", by=by, role=role, now=now)
    outbox.tell_operator(
        grant.case,
        "adversarial_window",
        key=str(window.pk),
        now=now,
        urgent=True,
        context={"closes_on": window.closes_on.isoformat(), "measure": measure},
    )
    return window


@transaction.atomic
def note_hearing(
    window: AdversarialWindow, *, by, on: date, now: datetime | None = None
) -> AdversarialWindow:
    """Note that the operator, who asked for it, was heard."""
    now = now or timezone.now()
    case = window.case
    machine.lock(case)
    role = roles.first_held(by, (Role.SECRETARIAT, Role.AUTHORITY), case)
    if not role:
        raise Refused(_("C’est à l’autorité ou au secrétariat."))
    if not window.opened_on <= on <= clock.civil_day(now):
        raise Refused(
            _("L’opérateur est entendu après l’ouverture, et cela ne se date pas à l’avance.")
        )
    machine.involve(case, by, role, now=now)
    window.heard_on = on
    window.save(update_fields=["heard_on"])
    journal.record(case, "heard_operator", by=by, role=role, now=now)
    return window


# Alerts ----------------------------------------------------------------------


@transaction.atomic
def report(
    *,
    matter: str,
    text: str,
    operator=None,
    grant: Grant | None = None,
    seen_on: date | None = None,
    seen_at_place: str = "",
    person=None,
    name: str = "",
    email: str = "",
    phone: str = "",
    now: datetime | None = None,
) -> Alert:
    """Anybody reports a problem; who they are is kept apart (A01, I-28)."""
    now = now or timezone.now()
    if not text.strip():
        raise Refused(_("Dites ce que vous avez vu."))
    alert = Alert.objects.create(
        reference=next_number("SIG", clock.civil_day(now)),
        operator=operator or (grant.operator.listedpage_ptr if grant else None),
        grant=grant,
        matter=matter,
        text=text,
        seen_on=seen_on,
        seen_at_place=seen_at_place,
        received_at=now,
    )
    Reporter.objects.create(alert=alert, person=person, name=name, email=email, phone=phone)
    # The journal names no reporter: whoever reports, « a reporter » did.
    journal.record(alert, "receive", role=Role.REPORTER, now=now, move="A01", target=alert.state)
    outbox.tell_role(
        Role.SECRETARIAT, "alert_received", key=alert.reference, now=now,
        context={"alert": alert.reference},
    )  # fmt: skip
    return alert


@transaction.atomic
def link_grant(alert: Alert, *, by, grant: Grant, now: datetime | None = None) -> Alert:
    """Say which grant an alert is about, before it is qualified."""
    machine.lock(alert)
    if not roles.holds(by, Role.SECRETARIAT, alert):
        raise Refused(_("C’est au secrétariat d’examiner un signalement."))
    if alert.state != AlertState.RECEIVED:
        raise Refused(_("Ce signalement est déjà examiné."))
    if not grant.is_in_register:
        raise Refused(_("Ce label n’est pas en vigueur."))
    alert.grant, alert.operator = grant, grant.operator.listedpage_ptr
    alert.save(update_fields=["grant", "operator"])
    journal.record(alert, "link_grant", by=by, role=Role.SECRETARIAT, now=now or timezone.now())
    return alert


def qualify(alert: Alert, *, by, now: datetime | None = None) -> Event:
    return move(alert, "qualify", by=by, now=now)


def reject(alert: Alert, *, by, conclusion: str, now: datetime | None = None) -> Event:
    return move(alert, "reject", by=by, now=now, conclusion=conclusion)


def forward(alert: Alert, *, by, to: str, now: datetime | None = None) -> Event:
    """To the service whose field it is (DDPP, DGCCRF…)."""
    return move(alert, "forward", by=by, now=now, forwarded_to=to)


def hear_operator(alert: Alert, *, by, grounds: str = "", now: datetime | None = None) -> Event:
    """Ask the operator for observations, fifteen days, without naming the reporter (A05)."""
    return move(alert, "hear", by=by, now=now, grounds=grounds)


def conclude(
    alert: Alert, *, by, founded: bool, conclusion: str, now: datetime | None = None
) -> Event:
    """Founded: a check or a notice may follow; or unfounded (A06, A07)."""
    event = "found" if founded else "dismiss"
    return move(alert, event, by=by, now=now, conclusion=conclusion)


def close_alert(alert: Alert, *, by, answer: str, now: datetime | None = None) -> Event:
    """Closed with an answer to whoever reported (A08)."""
    return move(alert, "close", by=by, now=now, answer=answer)
