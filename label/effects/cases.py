"""What the moves of a case change, in the case itself and around it (C02–C20, C24, C25)."""

from datetime import date, timedelta

from label import clock, outbox, sheets, signed_papers, storage
from label.enums import (
    IncidentKind,
    LegalRegime,
    PanelKind,
    PanelState,
    Role,
    VisitState,
)
from label.models import (
    Case,
    Deferral,
    DeferralQuestion,
    DocumentRequest,
    Incident,
    Panel,
    ReferentialVersion,
    RequestedItem,
    RulesVersion,
    Visit,
)


def days(attempt, number: int) -> date:
    return attempt.today + timedelta(days=number)


# Submission and completeness ----------------------------------------------------------------------


def freeze_versions(case, attempt):
    """A case is judged by the versions in force the day it was submitted (I-12)."""
    case.referential = ReferentialVersion.objects.in_force().get()
    case.rules = RulesVersion.objects.in_force().get()
    case.submitted_at = attempt.now
    case.legal_regime = case.procedure.legal_regime


def start_legal_clock(case, attempt):
    """T0 is the day the last piece was received; the legal date follows (I-25)."""
    is_first = case.complete_on is None
    case.complete_on = signed_papers.arrived_on(attempt.by, attempt.now)
    if is_first and case.paper_arrived_on:
        case.complete_on = case.paper_arrived_on
    if case.legal_regime == LegalRegime.SILENCE_ACCEPTS:
        months = case.procedure.silence_months
        case.implicit_decision_on = clock.implicit_decision_on(case.complete_on, months=months)
    case.due_on = case.complete_on + timedelta(days=case.procedure.completeness_days)


def send_receipt(case, attempt):
    """The receipt says the legal date; a new one replaces it when pieces arrive."""
    outbox.tell_operator(
        case,
        "receipt",
        key=case.complete_on.isoformat(),
        now=attempt.now,
        urgent=True,
        context={
            "complete_on": case.complete_on.isoformat(),
            "implicit_decision_on": _iso(case.implicit_decision_on),
        },
    )
    outbox.tell_role(
        Role.SECRETARIAT, "case_submitted", key=case.reference, now=attempt.now, case=case
    )


def list_missing_items(case, attempt):
    case.due_on = days(attempt, case.procedure.documents_days)


def ask_for_documents(case, attempt):
    request = DocumentRequest.objects.create(case=case, asked_on=attempt.today, due_on=case.due_on)
    items = [str(item).strip() for item in attempt.data["items"]]
    RequestedItem.objects.bulk_create(RequestedItem(request=request, label=item) for item in items)
    outbox.tell_operator(
        case,
        "documents_missing",
        key=str(request.pk),
        now=attempt.now,
        urgent=True,
        context={"items": items, "due_on": request.due_on.isoformat()},
    )


def close_document_request(case, attempt):
    case.document_requests.filter(answered_on=None).update(answered_on=attempt.today)


def plan_the_end(case, attempt):
    case.due_on = clock.add_months(attempt.today, case.procedure.ended_months)


def tell_of_lapse(case, attempt):
    outbox.tell_operator(case, "lapsed", now=attempt.now, context={"move": attempt.move.id})


def empty_draft(case, attempt):
    """A forgotten draft keeps nothing personal: answers, pieces and ties go."""
    for piece in case.evidence.all():
        storage.forget(piece.file)
    case.assessments.all().delete()
    case.evidence.all().delete()
    case.answers.all().delete()
    case.ties.all().delete()
    case.scope_lines.all().delete()


# Investigation ----------------------------------------------------------------------


def open_investigation(case, attempt):
    figures = case.procedure
    case.declared_complete_at = attempt.now
    case.secretary = case.secretary or attempt.by
    path = figures.completeness_days + figures.visit_days + figures.report_days + figures.reply_days
    case.due_on = case.complete_on + timedelta(days=path)
    if figures.visit_required:
        case.reused_visit = _reusable_visit(case, attempt.today)


def open_visit_and_panel(case, attempt):
    figures = case.procedure
    if figures.visit_required and case.reused_visit_id is None:
        plan_visit(case, attempt.now, due_on=case.complete_on + timedelta(days=figures.visit_days))
    form_panel(case, PanelKind.FIRST, attempt.now)
    outbox.tell_operator(
        case, "complete", key=case.complete_on.isoformat(), now=attempt.now,
        context={"implicit_decision_on": _iso(case.implicit_decision_on)},
    )  # fmt: skip


def plan_visit(case: Case, now, *, due_on: date) -> Visit:
    from label import machine

    visit = Visit.objects.create(case=case, number=case.visits.count() + 1, due_on=due_on)
    machine.created(visit, "V01", now=now)
    return visit


def form_panel(case: Case, kind: str, now) -> Panel:
    from label import machine

    figures = case.procedure
    panel = Panel.objects.create(
        case=case,
        kind=kind,
        number=case.panels.filter(kind=kind).count() + 1,
        formation=figures.panel_formation,
        quota=figures.seats if kind == PanelKind.FIRST else figures.appeal_seats,
    )
    machine.created(panel, "P01", now=now)
    return panel


def _reusable_visit(case: Case, today: date) -> Visit | None:
    """The visit of a case refused « en l’état » less than six months ago (C15)."""
    since = clock.add_months(today, -case.procedure.visit_reuse_months)
    return (
        Visit.objects.filter(
            case__operator=case.operator_id,
            case__may_refile_at_once=True,
            state=VisitState.LOCKED,
            done_at__gte=clock.start_of(since),
        )
        .order_by("-done_at")
        .first()
    )


# Scoring ----------------------------------------------------------------------


def open_scoring_window(case, attempt):
    from label.deliberation_facts import next_hearing

    figures = case.procedure
    closes = days(attempt, figures.scoring_days)
    hearing = next_hearing(case)
    if hearing is not None:
        eve = clock.civil_day(hearing.session.starts_at) - timedelta(days=1)
        closes = max(min(closes, eve), attempt.today)
    case.scoring_closes_on = case.due_on = closes
    case.is_scoring_extended = False
    case.revealed_at = None


def prepare_seals(case, attempt):
    panel = case.panel
    sheets.make_key(panel, case.phase, now=attempt.now)
    outbox.tell_all(
        panel.effective_people(),
        "scoring_opened",
        key=f"{case.reference}:{case.phase}",
        now=attempt.now,
        case=case,
        context={"closes_on": case.scoring_closes_on.isoformat()},
    )


def mark_revealed(case, attempt):
    case.revealed_at = attempt.now
    case.due_on = days(attempt, case.procedure.opinion_days)


def open_sealed_sheets(case, attempt):
    """All at once, once, in the transaction of the reveal (I-09)."""
    sheets.open_all(case.panel, case.phase, 1, now=attempt.now)


def prolong_scoring(case, attempt):
    case.is_scoring_extended = True
    case.scoring_closes_on = case.due_on = days(attempt, case.procedure.scoring_extension_days)


def call_alternates(case, attempt):
    from label import panels

    panels.fill_vacant_places(case.panel, now=attempt.now)


def return_to_investigation(case, attempt):
    case.due_on = days(attempt, case.procedure.adjournment_days)


# Deliberation ----------------------------------------------------------------------


def convene_again(case, attempt):
    case.convening += 1
    case.due_on = days(attempt, case.procedure.adjournment_days)


def close_adjourned_hearing(case, attempt):
    from label.deliberation_facts import open_hearing

    hearing = open_hearing(case)
    hearing.closed_at, hearing.was_adjourned = attempt.now, True
    hearing.save(update_fields=["closed_at", "was_adjourned"])


def date_the_answer(case, attempt):
    """Sixty days, or less when the law's clock runs: it does not pause (C15)."""
    figures = case.procedure
    allowed = figures.deferral_days
    if case.has_silence_clock:
        left = clock.days_left(case.implicit_decision_on, attempt.today)
        allowed = clock.answer_days(
            left, longest=figures.deferral_days, margin=figures.deferral_margin_days
        )
    case.deferrals += 1
    case.answer_due_on = case.due_on = days(attempt, allowed)


def ask_questions(case, attempt):
    deferral = Deferral.objects.create(
        case=case,
        number=case.deferrals,
        asked_at=attempt.now,
        answer_due_on=case.answer_due_on,
    )
    criteria = {one.code: one for one in case.criteria()}
    questions = attempt.data["questions"]
    DeferralQuestion.objects.bulk_create(
        DeferralQuestion(
            deferral=deferral, criterion=criteria.get(one.get("criterion")), text=one["text"]
        )
        for one in questions
    )
    close_hearing(case, attempt)
    outbox.tell_operator(
        case,
        "deferral_questions",
        key=str(case.deferrals),
        now=attempt.now,
        urgent=True,
        context={
            "questions": [one["text"] for one in questions],
            "answer_due_on": case.answer_due_on.isoformat(),
        },
    )


def reopen_questioned_criteria(case, attempt):
    """Only the criteria that a question named are scored again; all, if none was named."""
    questions = DeferralQuestion.objects.filter(
        deferral__case=case, deferral__number=case.deferrals
    )
    codes = questions.exclude(criterion=None).values_list("criterion__code", flat=True)
    case.reopened = sorted(set(codes))
    case.phase += 1
    case.revealed_at = None
    case.file_opened_on = attempt.today
    case.answer_due_on = None


def plan_extra_visit(case, attempt):
    due = days(attempt, case.procedure.visit_days)
    plan_visit(case, attempt.now, due_on=due)


def date_extra_visit(case, attempt):
    case.due_on = days(attempt, case.procedure.visit_days)


def date_the_decision(case, attempt):
    case.due_on = days(attempt, case.procedure.decision_days)


def adopt_opinion(case, attempt):
    from label.deliberation_facts import opinion_in_hand

    opinion = opinion_in_hand(case)
    opinion.adopted_at = attempt.now
    opinion.save(update_fields=["adopted_at"])
    close_hearing(case, attempt)
    outbox.tell_role(Role.AUTHORITY, "opinion_adopted", key=f"{case.reference}:{opinion.number}",
                     now=attempt.now, case=case)  # fmt: skip
    outbox.tell_operator(case, "opinion", key=str(opinion.number), now=attempt.now, held=True)


def close_hearing(case, attempt):
    from label.deliberation_facts import open_hearing

    hearing = open_hearing(case)
    if hearing is not None:
        hearing.closed_at = attempt.now
        hearing.save(update_fields=["closed_at"])


def note_second_reading(case, attempt):
    case.had_second_reading = True
    case.second_reading_reasons = attempt.data["reasons"]
    case.due_on = days(attempt, case.procedure.second_reading_days)


# Ends ----------------------------------------------------------------------


def discharge_panels(case, attempt):
    from label import machine

    for panel in case.panels.exclude(state=PanelState.DISCHARGED):
        machine.move(panel, "discharge", now=attempt.now, caused_by=attempt.move.id)


def thank_the_panel(case, attempt):
    if panel := case.panel:
        people = panel.effective_people()
        outbox.tell_all(people, "case_desisted", key=case.reference, now=attempt.now, case=case)


def note_implicit_decision(case, attempt):
    case.implicit_at = attempt.now
    case.due_on = clock.add_months(attempt.today, case.procedure.retract_months)


def raise_implicit_incident(case, attempt):
    Incident.objects.get_or_create(
        key=f"implicit:{case.reference}",
        defaults={
            "kind": IncidentKind.IMPLICIT_DECISION,
            "case": case,
            "text": f"{case.reference}",
            "due_on": case.implicit_decision_on,
            "raised_at": attempt.now,
        },
    )
    for role in (Role.AUTHORITY, Role.GUARANTOR, Role.SECRETARIAT):
        outbox.tell_role(
            role, "implicit_decision", key=case.reference, now=attempt.now, case=case, urgent=True
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
