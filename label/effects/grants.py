"""What the moves of a grant change (G02–G18)."""

from datetime import timedelta

from label import clock, listing_marks, outbox
from label.effects.deciding import write_decision
from label.enums import DecisionKind, IncidentKind, Role
from label.models import AdversarialWindow, Grant, GrantLine, Incident


def days(attempt, number: int):
    return attempt.today + timedelta(days=number)


def start_validity(grant, attempt):
    grant.authority_signed_at = attempt.now
    grant.valid_from = attempt.today
    grant.valid_to = clock.add_months(attempt.today, grant.procedure.validity_months)
    _supersede_former(grant, attempt)


def put_lines_in_force(grant, attempt):
    grant.lines.update(is_in_force=True)
    outbox.tell_operator(
        grant.case, "grant_active", key=grant.number, now=attempt.now,
        context={"number": grant.number},
    )  # fmt: skip


def mark_listing(grant, attempt):
    listing_marks.follow(grant.operator)


def _supersede_former(grant, attempt):
    """Grants of the same lines give way before the new one is in force (I-22)."""
    from label import machine

    lines = set(grant.lines.values_list("line", flat=True))
    former = (
        Grant.objects.in_register()
        .filter(lines__line__in=lines, lines__is_in_force=True)
        .exclude(pk=grant.pk)
        .distinct()
    )
    for one in former:
        covered = set(one.lines.filter(is_in_force=True).values_list("line", flat=True))
        if covered <= lines:
            machine.move(one, "renewed", now=attempt.now, successor=grant)
        else:
            one.lines.filter(line__in=lines).update(is_in_force=False)


def end(grant, attempt):
    """An ended grant covers nothing any more and never comes back (I-24)."""
    grant.ended_on = attempt.today
    grant.end_reason = str(attempt.data.get("public_reason") or "")[:300]
    stops_on = days(attempt, grant.procedure.end_logo_days)
    # Under a suspension the logo had to go already: ending gives no more time.
    grant.logo_stops_on = min(stops_on, grant.logo_stops_on or stops_on)
    grant.notice_until = grant.suspended_until = grant.confirm_by = None
    GrantLine.objects.filter(grant=grant, is_in_force=True).update(is_in_force=False)


def name_successor(grant, attempt):
    grant.superseded_by = attempt.data["successor"]


def tell_of_end(grant, attempt):
    outbox.tell_operator(
        grant.case, "grant_ended", key=f"{grant.number}:{attempt.move.id}", now=attempt.now,
        held=attempt.by is not None, context={"move": attempt.move.id, "number": grant.number},
    )  # fmt: skip


def lift_open_reserves(grant, attempt):
    grant.open_reserves.update(lifted_on=attempt.today)


def date_notice(grant, attempt):
    grant.notice_until = days(attempt, grant.procedure.notice_days)


def clear_notice(grant, attempt):
    grant.notice_until = None


def correct_findings(grant, attempt):
    from label.models import Finding

    Finding.objects.filter(check_made__grant=grant, corrected_on=None).update(
        corrected_on=attempt.today
    )


def close_remedies(grant, attempt):
    """The measure is lifted: what was shown for it waits for nobody."""
    grant.remedies.standing().update(closed_at=attempt.now)


def suspend(grant, attempt):
    figures = grant.procedure
    grant.suspended_on = attempt.today
    grant.suspended_until = clock.add_months(attempt.today, figures.suspension_months)
    grant.logo_stops_on = days(attempt, figures.suspension_logo_days)
    grant.notice_until = grant.confirm_by = None
    grant.is_emergency_confirmed = False


def suspend_in_emergency(grant, attempt):
    suspend(grant, attempt)
    grant.confirm_by = days(attempt, grant.procedure.emergency_review_days)


def open_emergency_window(grant, attempt):
    """The adversarial phase starts at once, well within its three days (G11)."""
    AdversarialWindow.objects.create(
        case=grant.case,
        grant=grant,
        measure=DecisionKind.SUSPENDED,
        grounds=attempt.data["text"],
        opened_on=attempt.today,
        closes_on=days(attempt, grant.procedure.adversarial_days),
    )
    outbox.tell_role(
        Role.SECRETARIAT, "emergency_review", key=f"{grant.number}:{attempt.today}",
        now=attempt.now, case=grant.case, urgent=True,
    )  # fmt: skip


def reinstate(grant, attempt):
    grant.suspended_on = grant.suspended_until = grant.confirm_by = None
    grant.logo_stops_on = None
    grant.is_emergency_confirmed = False


def say_why_reinstated(grant, attempt):
    """By hand: a decision. By the calendar: an incident, for the emergency was not confirmed."""
    if attempt.by is not None:
        measure(DecisionKind.REINSTATED)(grant, attempt)
        return
    Incident.objects.get_or_create(
        key=f"reinstated:{grant.number}:{attempt.today}",
        defaults={
            "kind": IncidentKind.REINSTATED_BY_DEADLINE,
            "case": grant.case,
            "grant": grant,
            "text": grant.number,
            "raised_at": attempt.now,
        },
    )
    outbox.tell_operator(
        grant.case, "reinstated", key=f"{grant.number}:{attempt.today}", now=attempt.now,
        urgent=True, context={"number": grant.number},
    )  # fmt: skip


def prolong(grant, attempt):
    grant.was_extended = True
    grant.valid_to = clock.add_months(grant.valid_to, grant.procedure.extension_months)


def measure(kind: DecisionKind):
    """The consequence that writes the decision of a measure on a grant."""

    def measure(grant, attempt):
        decision = write_decision(grant.case, kind, attempt, grant=grant)
        outbox.tell_operator(
            grant.case, "measure", key=decision.number, now=attempt.now, held=True, urgent=True,
            context={"decision": decision.number, "kind": kind.value},
        )  # fmt: skip

    return measure
