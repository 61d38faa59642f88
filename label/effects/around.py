"""What the moves of panels, seats, visits, checks, alerts, appeals, versions, charters change."""

from datetime import timedelta

from label import charter_terms, outbox, sheets
from label.enums import PanelKind, PanelState, ReplacementReason, Role
from label.models import AdversarialWindow, ScoreSheet


def days(attempt, number: int):
    return attempt.today + timedelta(days=number)


# Panel and seats ----------------------------------------------------------------------


def note_constitution(panel, attempt):
    panel.constituted_at = attempt.now


def note_discharge(panel, attempt):
    panel.discharged_at = attempt.now


def discharge_seats(panel, attempt):
    from label import machine

    for seat in panel.seats.holding():
        machine.move(seat, "discharge", now=attempt.now, caused_by=attempt.move.id)


def date_invitation(seat, attempt):
    seat.invited_at = attempt.now
    seat.reply_until = days(attempt, seat.procedure.seat_reply_days)


def send_invitation(seat, attempt):
    outbox.tell(
        seat.member.person,
        "seat_invitation",
        key=seat.public_ref,
        now=attempt.now,
        urgent=True,
        case=seat.case,
        context={"reply_until": seat.reply_until.isoformat()},
    )


def note_answer(seat, attempt):
    seat.answered_at = attempt.now


def take_part(seat, attempt):
    """Accepting is the juror's one role on the case (I-02)."""
    from label import machine

    machine.involve(seat.case, seat.member.person, seat.panel.juror_role, now=attempt.now)


def note_seated(seat, attempt):
    seat.seated_at = attempt.now


def note_left(seat, attempt):
    seat.left_at = attempt.now


def keep_note(seat, attempt):
    """What the person said of it, in the event's own detail: never public, and erasable."""
    if note := str(attempt.data.get("note") or "").strip():
        attempt.payload["note"] = note[:1000]


def void_sheets(seat, attempt):
    """A sheet of a juror who left stays, voided, and counts nowhere (I-11)."""
    ScoreSheet.objects.filter(seat=seat, voided_at=None).update(voided_at=attempt.now)
    sheets.recompute(seat.panel, now=attempt.now)


def leave_the_room(seat, attempt):
    seat.attendances.filter(left_at=None).update(left_at=attempt.now)


def replace(reason: ReplacementReason):
    """Call the next rank of the same college, while the panel still forms."""

    def replace(seat, attempt):
        from label import machine, panels

        panel = seat.panel
        panel.refresh_from_db()
        if seat.called_for_id:
            _replace_about_measure(seat, attempt)
            return
        if panel.state == PanelState.CONSTITUTED and not machine.reasons_against(
            panel, "lose_seat", now=attempt.now
        ):
            machine.move(panel, "lose_seat", now=attempt.now)
        if panel.state == PanelState.FORMING:
            panels.call_next(panel, seat, reason=reason, now=attempt.now)

    return replace


def _replace_about_measure(seat, attempt):
    from label import review_places

    review = seat.called_for
    if review.given_at is None and seat.procedure.is_drawn:
        review_places.call_next(review, seat, now=attempt.now)


def open_the_measure(seat, attempt):
    """Whoever was called about a measure, and has no tie, is asked about it."""
    from label import review_places

    if seat.called_for_id:
        review_places.ask(seat, now=attempt.now)


# Visit ----------------------------------------------------------------------


def date_visit(visit, attempt):
    visit.scheduled_for = attempt.data["scheduled_for"]


def tell_of_date(visit, attempt):
    """The operator and the visitors learn the date that is fixed."""
    options = {
        "key": f"{visit.public_ref}:{visit.scheduled_for.isoformat()}",
        "now": attempt.now,
        "urgent": True,
        "context": {"scheduled_for": visit.scheduled_for.isoformat()},
    }
    outbox.tell_operator(visit.case, "visit_confirmed", **options)
    outbox.tell_all(visit.people(), "visit_team", case=visit.case, **options)


def note_postponement(visit, attempt):
    visit.was_postponed = True
    visit.put_off_from = visit.scheduled_for  # for the messages; the row forgets it
    # Nobody fixes that day again because it had been accepted.
    accepted = visit.proposals.filter(is_accepted=True, was_missed=False)
    accepted.filter(proposed_for=visit.scheduled_for).update(was_put_off=True)
    visit.scheduled_for = None


def tell_of_postponement(visit, attempt):
    """Whoever puts it off, nobody sets out: all who were to meet are told at once."""
    was_for = visit.put_off_from.isoformat()
    options = {
        "key": f"{visit.public_ref}:{was_for}",
        "now": attempt.now,
        "urgent": True,
        "context": {"put_off_from": was_for},
    }
    outbox.tell_operator(visit.case, "visit_put_off", **options)
    outbox.tell_all(visit.people(), "visit_team_put_off", case=visit.case, **options)
    outbox.tell_role(Role.SECRETARIAT, "visit_to_fix", case=visit.case, **options)


def note_visit_done(visit, attempt):
    visit.done_at = visit.scheduled_for
    visit.report_due_on = days(attempt, visit.procedure.report_days)


def open_reply(visit, attempt):
    visit.filed_at = attempt.now
    visit.reply_until = days(attempt, visit.procedure.reply_days)


def send_report(visit, attempt):
    outbox.tell_operator(
        visit.case,
        "visit_report",
        key=visit.public_ref,
        now=attempt.now,
        urgent=True,
        context={"reply_until": visit.reply_until.isoformat()},
    )


def keep_reply(visit, attempt):
    visit.reply = attempt.data["reply"]
    visit.replied_at = attempt.now


def lock_visit(visit, attempt):
    from label import machine

    machine.move(visit, "lock", now=attempt.now)


def note_lock(visit, attempt):
    visit.locked_at = attempt.now


# Checks and alerts ----------------------------------------------------------------------


def plan_check(check, attempt):
    check.planned_for = attempt.data.get("planned_for") or check.planned_for


def tell_of_check(check, attempt):
    outbox.tell_operator(
        check.case,
        "check_announced",
        key=check.public_ref,
        now=attempt.now,
        context={"planned_for": check.planned_for.isoformat()},
    )


def note_check(check, attempt):
    check.controller = attempt.by
    check.done_at = attempt.now
    check.report = attempt.data["report"]


def note_closed(obj, attempt):
    obj.closed_at = attempt.now


def keep_conclusion(alert, attempt):
    alert.conclusion = attempt.data.get("conclusion") or alert.conclusion
    alert.forwarded_to = attempt.data.get("forwarded_to") or alert.forwarded_to


def open_alert_window(alert, attempt):
    """The operator learns what is reported, never by whom (I-28), and has fifteen days."""
    AdversarialWindow.objects.create(
        case=alert.case,
        grant=alert.grant,
        alert=alert,
        measure="formal_notice",
        grounds=attempt.data.get("grounds") or alert.get_matter_display(),
        opened_on=attempt.today,
        closes_on=days(attempt, alert.grant.procedure.adversarial_days),
    )
    outbox.tell_operator(
        alert.case, "alert_opened", key=alert.reference, now=attempt.now, urgent=True,
        context={"closes_on": days(attempt, alert.grant.procedure.adversarial_days).isoformat()},
    )  # fmt: skip


def answer_reporter(alert, attempt):
    alert.answer = attempt.data["answer"]
    alert.answered_at = attempt.now


def write_to_reporter(alert, attempt):
    """To an address alone: no case, nobody else, so that nothing leads to them (I-28)."""
    outbox.tell_reporter(alert, "report_answered", now=attempt.now)


# Appeals ----------------------------------------------------------------------


def admit(appeal, attempt):
    appeal.admitted_at = attempt.now


def form_appeal_panel(appeal, attempt):
    from label.effects.cases import form_panel

    form_panel(appeal.case, PanelKind.APPEAL, attempt.now)


def reject_appeal(appeal, attempt):
    appeal.inadmissible_reasons = attempt.data["reasons"]


def note_advice(appeal, attempt):
    appeal.advised_at = attempt.now


def note_appeal_decided(appeal, attempt):
    appeal.decided_at = attempt.now


# Versions and charters ----------------------------------------------------------------------


def open_consultation(version, attempt):
    from label.models import RulesVersion

    rules = (
        version if isinstance(version, RulesVersion) else RulesVersion.objects.in_force().first()
    )
    length = rules.procedure.consultation_days if rules else attempt.data.get("days", 30)
    version.consultation_opened_on = attempt.today
    version.consultation_closes_on = attempt.today + timedelta(days=length - 1)


def note_deliberation(version, attempt):
    version.deliberation_ref = attempt.data["deliberation_ref"]
    version.adopted_on = attempt.today


def replace_former(version, attempt):
    """Only one version is in force: the former one retires first, and binds its own cases still."""
    from label import machine

    for former in type(version).objects.in_force():
        machine.move(former, "retire", by=attempt.by, now=attempt.now, caused_by="T04")
    version.in_force_on = attempt.today
    version.transition_until = attempt.data.get("transition_until") or version.transition_until


def note_retirement(version, attempt):
    version.retired_on = attempt.today


def note_signature(charter, attempt):
    charter.signed_at = attempt.now
    charter.declared_by = attempt.by
    charter.terms = charter_terms.NUMBER


def note_listing(charter, attempt):
    charter.listed_at = attempt.now
    charter.note_read()


def note_charter_check(charter, attempt):
    charter.checked_on = attempt.today
    charter.note_read()


def note_reminder(charter, attempt):
    charter.reminded_on = attempt.today


def note_confirmation(charter, attempt):
    """What is corrected was not seen by whoever checked, and is published once it is read."""
    share, words = attempt.data["local_share"], attempt.data["declaration"]
    if (share, words) != (charter.local_share, charter.declaration):
        charter.checked_on = None
    charter.local_share, charter.declaration = share, words
    charter.confirmed_on, charter.declared_by = attempt.today, attempt.by
    charter.terms = charter_terms.NUMBER
    if attempt.role == Role.SECRETARIAT:  # typed from paper: read by who types
        charter.note_read()


def note_removal(charter, attempt):
    charter.removed_at = attempt.now
    charter.note = attempt.data["reasons"]
