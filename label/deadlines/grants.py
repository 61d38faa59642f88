"""Deadlines of grants: signature, plans, notices, suspensions, yearly word, renewal, end."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from label import charters, clock, outbox, watch
from label.deadlines.tools import Day, attempt, missed
from label.enums import CharterState, CheckOrigin, CheckState, GrantState, Role, Severity
from label.models import CharterSignature, Check, Finding, Grant, Reserve, SelfDeclaration

CYCLE_CHECK_MONTHS = 12  # before the end of a label, time enough to check it and to correct


def remind_signatures(day: Day) -> int:
    done = 0
    unsigned = Grant.objects.filter(state=GrantState.PENDING_SIGNATURE, operator_signed_at=None)
    for grant in unsigned:
        days = grant.procedure.signature_reminder_days
        if day.today < grant.sign_before - timedelta(days=days):
            continue
        done += outbox.was_told("signature_reminder", grant.case, key=grant.number) is None
        outbox.tell_operator(
            grant.case, "signature_reminder", key=grant.number, now=day.now,
            context={"sign_before": grant.sign_before.isoformat()},
        )  # fmt: skip
    return done


def close_signatures(day: Day) -> int:
    """Sixty days without the operator's signature (G04); where only ours lacks, it is our fault."""
    done = 0
    late = Grant.objects.filter(state=GrantState.PENDING_SIGNATURE, sign_before__lt=day.today)
    for grant in late.select_related("case"):
        if grant.operator_signed_at is None:
            done += attempt(grant, "no_signature", day)
        else:
            done += missed(
                day,
                _("Signature de la convention du label %(number)s") % {"number": grant.number},
                key=f"signature:{grant.number}",
                due_on=grant.sign_before,
                case=grant.case,
            )
    return done


def announce_plan_dates(day: Day) -> int:
    """Thirty and seven days before a date of the plan."""
    done = 0
    for reserve in _open_reserves(day.today, within=60):
        grant = reserve.grant
        for days in clock.alarms_due(
            reserve.due_on, day.today, before=grant.procedure.plan_alert_days
        ):
            key = f"{grant.number}:{reserve.pk}:{reserve.due_on}:{days}"
            done += outbox.was_told("plan_date", grant.case, key=key) is None
            outbox.tell_operator(
                grant.case, "plan_date", key=key, now=day.now,
                context={"due_on": reserve.due_on.isoformat(), "action": reserve.action},
            )  # fmt: skip
    return done


def watch_plans(day: Day) -> int:
    """A date has passed: remind the operator; fifteen days later the authority may give notice."""
    done = 0
    for reserve in _open_reserves(day.today, within=0).filter(
        due_on__lt=day.today, grant__state=GrantState.ACTIVE_WITH_RESERVES
    ):
        grant = reserve.grant
        key = f"{grant.number}:{reserve.pk}"
        known = outbox.was_told("plan_overdue", grant.case, key=key)
        outbox.tell_operator(grant.case, "plan_overdue", key=key, now=day.now, urgent=True)
        done += known is None
        days = timedelta(days=grant.procedure.plan_reminder_days)
        if known is not None and day.now >= known.created_at + days:
            outbox.tell_role(Role.AUTHORITY, "notice_due", key=key, now=day.now, case=grant.case)
    return done


def _open_reserves(today, *, within: int):
    return Reserve.objects.filter(
        lifted_on=None,
        due_on__lte=today + timedelta(days=within),
        grant__state__in=[GrantState.ACTIVE_WITH_RESERVES, GrantState.FORMAL_NOTICE],
    ).select_related("grant__case__rules")


def watch_reviews(day: Day) -> int:
    """A proof is looked at within thirty days (G05)."""
    done = 0
    waiting = Reserve.objects.filter(
        lifted_on=None,
        proved_at__isnull=False,
        grant__state=GrantState.ACTIVE_WITH_RESERVES,
    ).select_related("grant__case__rules")
    for reserve in waiting:
        due = reserve.review_due_on
        if day.today > due:
            done += missed(
                day,
                _("Examen d’une réserve du label %(grant)s") % {"grant": reserve.grant},
                key=f"reserve:{reserve.pk}",
                due_on=due,
                case=reserve.grant.case,
                grant=reserve.grant,
            )
    return done


def watch_notices(day: Day) -> int:
    """A notice has expired: the authority decides what follows."""
    for grant in Grant.objects.filter(state=GrantState.FORMAL_NOTICE, notice_until__lt=day.today):
        outbox.tell_role(
            Role.AUTHORITY, "notice_over", key=f"{grant.number}:{grant.notice_until}",
            now=day.now, case=grant.case,
        )  # fmt: skip
    return 0


def end_emergencies(day: Day) -> int:
    """An emergency suspension that nobody confirmed in thirty days ends (G12)."""
    over = Grant.objects.filter(
        state=GrantState.SUSPENDED, confirm_by__lt=day.today, is_emergency_confirmed=False
    )
    return sum(attempt(grant, "reinstate", day) for grant in over)


def watch_suspensions(day: Day) -> int:
    over = Grant.objects.filter(state=GrantState.SUSPENDED, suspended_until__lt=day.today)
    return sum(
        missed(
            day,
            _("Fin de suspension du label %(grant)s à décider") % {"grant": grant},
            key=f"suspension:{grant.number}",
            due_on=grant.suspended_until,
            case=grant.case,
            grant=grant,
        )
        for grant in over
    )


def ask_declarations(day: Day) -> int:
    """Every year, ten minutes (label.md 1.4)."""
    done = 0
    for grant in Grant.objects.in_register().select_related("case__rules"):
        months, due = grant.procedure.self_declaration_months, grant.valid_from
        while True:
            due = clock.add_months(due, months)
            if due > day.today or due >= grant.valid_to:
                break
            row, is_new = SelfDeclaration.objects.get_or_create(grant=grant, due_on=due)
            done += is_new
            if row.filed_at is None:
                outbox.tell_operator(
                    grant.case, "self_declaration", key=f"{grant.number}:{due}", now=day.now
                )
    return done


def remind_renewals(day: Day) -> int:
    done = 0
    ending = Grant.objects.in_register().filter(
        valid_to__lte=day.today + timedelta(days=200), valid_to__gte=day.today
    )
    for grant in ending.select_related("case__rules"):
        for days in clock.alarms_due(
            grant.valid_to, day.today, before=grant.procedure.renewal_reminder_days
        ):
            key = f"{grant.number}:{grant.valid_to}:{days}"
            done += outbox.was_told("renewal", grant.case, key=key) is None
            outbox.tell_operator(
                grant.case, "renewal", key=key, now=day.now,
                context={"valid_to": grant.valid_to.isoformat()},
            )  # fmt: skip
    return done


def extend(day: Day) -> int:
    """A complete renewal still running prolongs a grant that ends, once (G16)."""
    ending = Grant.objects.filter(
        state__in=[GrantState.ACTIVE, GrantState.ACTIVE_WITH_RESERVES],
        valid_to__lte=day.today,
        was_extended=False,
    )
    return sum(attempt(grant, "extend_pending_renewal", day) for grant in ending)


def expire(day: Day) -> int:
    over = Grant.objects.in_register().filter(valid_to__lt=day.today)
    return sum(attempt(grant, "expire", day) for grant in over)


def open_cycle_checks(day: Day) -> int:
    """A year before its end, a label that was never checked is, as the rules say (label.md 1.4)."""
    done = 0
    soon = clock.add_months(day.today, CYCLE_CHECK_MONTHS)
    ending = Grant.objects.in_register().filter(valid_to__gte=day.today, valid_to__lte=soon)
    for grant in ending.select_related("case__rules").annotate(made=Count("checks")):
        if grant.made < grant.procedure.checks_per_cycle:
            watch.open_check(grant, origin=CheckOrigin.CYCLE, due_on=grant.valid_to, now=day.now)
            done += 1
    return done


def ask_places(day: Day) -> int:
    """Where and when one buys is confirmed every six months (ECO-5)."""
    done = 0
    for grant in Grant.objects.in_register().select_related("case__rules", "operator"):
        since = max(filter(None, (grant.valid_from, grant.operator.confirmed_on)))
        if day.today < clock.add_months(since, grant.procedure.sales_point_months):
            continue
        key = f"{grant.number}:{since}"
        done += outbox.was_told("places_to_confirm", grant.case, key=key) is None
        outbox.tell_operator(
            grant.case, "places_to_confirm", key=key, now=day.now,
            context={"since": since.isoformat()},
        )  # fmt: skip
    return done


def watch_checks(day: Day) -> int:
    late = (
        Check.objects.filter(due_on__lt=day.today)
        .exclude(state__in=[CheckState.DONE, CheckState.FINDINGS, CheckState.CLOSED])
        .select_related("grant__case")
    )
    return sum(
        missed(
            day,
            _("Contrôle du label %(grant)s") % {"grant": check.grant},
            key=f"check:{check.pk}",
            due_on=check.due_on,
            case=check.grant.case,
            grant=check.grant,
        )
        for check in late
    )


def remind_charters(day: Day) -> int:
    """A year after its last word, a place is asked whether its charter still says the truth."""
    before = clock.add_months(day.today, -charters.REMINDER_MONTHS)
    start = clock.start_of(before)
    silent = CharterSignature.objects.filter(
        Q(confirmed_on=None) | Q(confirmed_on__lt=before),
        Q(checked_on=None) | Q(checked_on__lt=before),
        state__in=[CharterState.LISTED, CharterState.CHECKED],
        signed_at__lt=start,
    )
    return sum(attempt(charter, "remind", day) for charter in silent)


def watch_findings(day: Day) -> int:
    """A minor finding is corrected within three months, or the controller is told."""
    late = Finding.objects.filter(
        severity=Severity.MINOR, corrected_on=None, action_due_on__lt=day.today
    ).select_related("check_made__grant__case")
    for finding in late:
        outbox.tell_role(
            Role.CONTROLLER, "finding_overdue", key=str(finding.pk), now=day.now,
            case=finding.check_made.case,
        )  # fmt: skip
    return 0
