"""What the authority's acts write: the decision, the grant, the appeal (C07, C21–C32)."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from label import deliberation_facts, outbox
from label.effects import cases
from label.enums import AppealState, DecisionKind, PanelKind, Role
from label.guards.deciding import as_day
from label.models import Appeal, Case, Criterion, Decision, Grant, GrantLine, Reserve
from label.numbering import next_number

GRANTING = (DecisionKind.GRANTED, DecisionKind.GRANTED_WITH_RESERVES)


def note_decision(case, attempt):
    case.decided_at = attempt.now
    case.notified_on = None
    case.due_on = attempt.today + timedelta(days=case.procedure.notification_days)


def remember_fast_track(case, attempt):
    case.may_refile_at_once = bool(attempt.data.get("may_refile_at_once"))


def decide(kind: DecisionKind):
    """The consequence that writes a decision of that kind, and its grant if it grants."""

    def decide(case, attempt):
        decision = write_decision(case, kind, attempt)
        if kind in GRANTING:
            make_grant(case, decision, attempt)
        outbox.tell_operator(
            case, "decision", key=decision.number, now=attempt.now, held=True, urgent=True,
            context={"decision": decision.number},
        )  # fmt: skip

    return decide


def write_decision(case: Case, kind: str, attempt, *, grant: Grant | None = None) -> Decision:
    """A decision signed by whoever acts, naming the one it supersedes (I-16, I-17)."""
    data = attempt.data
    opinion = deliberation_facts.standing_opinion(case) if case.panel else None
    return Decision.objects.create(
        number=next_number("DEC", attempt.today),
        case=case,
        grant=grant,
        kind=kind,
        is_implicit=attempt.move.id == "C26",
        supersedes=case.decision if grant is None else None,
        opinion=opinion,
        reasons=data.get("reasons") if isinstance(data.get("reasons"), dict) else {},
        text=data["text"],
        departure_reasons=data.get("departure_reasons") or "",
        second_reading_reasons=case.second_reading_reasons,
        reserves=[_as_json(one) for one in data.get("reserves") or []],
        commitment=data.get("commitment") or (opinion.commitment if opinion else ""),
        road_map=data.get("road_map") or "",
        signatory=attempt.by,
        competence_ref=data["competence_ref"],
        referential=case.referential,
        rules=case.rules,
        appeal_routes=appeal_routes(case, grant=grant),
        algorithm_mention=algorithm_mention(case),
        signed_at=attempt.now,
        document_hash=data.get("document_hash") or "",
    )


def appeal_routes(case: Case, *, grant: Grant | None = None) -> str:
    """Routes and time limits, as every notice must say (rules.md 4.5).

    Another jury looks once at what a case was answered (C28), never at a measure on a grant.
    """
    with override("fr"):
        if grant is not None:
            return _(
                "Vous pouvez demander par écrit à l’autorité de revoir sa décision, dans les deux "
                "mois qui suivent la notification. Vous pouvez aussi saisir le tribunal "
                "administratif de Nîmes dans les deux mois, ou après la réponse à votre demande."
            )
        if hasattr(case, "appeal"):
            return _(
                "Votre recours a eu sa réponse : un nouvel examen ne se demande qu’une fois. Vous "
                "pouvez saisir le tribunal administratif de Nîmes dans les deux mois qui suivent "
                "la notification."
            )
        jury = _("un autre jury, tiré au sort,") if case.procedure.is_drawn else _("un autre jury")
        return _(
            "Vous pouvez demander un nouvel examen dans les %(months)s mois qui suivent la "
            "notification : %(jury)s donne son avis. Vous pouvez aussi saisir "
            "le tribunal administratif de Nîmes dans les deux mois, ou après la réponse à votre "
            "recours."
        ) % {"months": case.procedure.appeal_months, "jury": jury}


def algorithm_mention(case: Case) -> str:
    """The mention that a decision taken with an algorithm bears (CRPA L311-3-1)."""
    with override("fr"):
        if not case.procedure.is_drawn:
            return _(
                "Cette décision s’appuie sur un traitement algorithmique : la table qui propose "
                "une issue d’après la médiane de chaque critère. Le jury et l’autorité restent "
                "libres. Ses règles sont publiées, et vous pouvez demander comment elles se sont "
                "appliquées à votre dossier."
            )
        return _(
            "Cette décision s’appuie sur deux traitements algorithmiques : le tirage au sort du "
            "jury, et la table qui propose une issue d’après la médiane de chaque critère. Le jury "
            "et l’autorité restent libres. Leurs règles sont publiées, et vous pouvez demander "
            "comment elles se sont appliquées à votre dossier."
        )


def make_grant(case: Case, decision: Decision, attempt) -> Grant:
    """The grant that a decision gives, to be signed by both sides (G01)."""
    from label import machine

    figures = case.procedure
    _end_pending_grants(case, attempt)
    grant = Grant.objects.create(
        number=next_number("MIG", attempt.today),
        case=case,
        decision=decision,
        operator=case.operator,
        is_implicit=decision.is_implicit,
        created_at=attempt.now,
        sign_before=attempt.today + timedelta(days=figures.signature_days),
        commitment=decision.commitment,
    )
    GrantLine.objects.bulk_create(
        GrantLine(grant=grant, line_id=row.line_id, origin=row.origin)
        for row in case.scope_lines.all()
    )
    codes = {one.code: one for one in Criterion.objects.filter(version=case.referential)}
    Reserve.objects.bulk_create(
        Reserve(
            grant=grant,
            criterion=codes[one["criterion"]],
            action=one["action"],
            proof=one["proof"],
            due_on=as_day(one["due_on"]),
        )
        for one in decision.reserves
    )
    machine.created(grant, "G01", now=attempt.now)
    outbox.tell_operator(
        case, "agreement_to_sign", key=grant.number, now=attempt.now, held=True,
        context={"number": grant.number},
    )  # fmt: skip
    if grant.is_implicit:
        from label import watch

        watch.open_priority_check(grant, now=attempt.now)
    return grant


def _end_pending_grants(case: Case, attempt) -> None:
    """A decision reformed on appeal replaces what was still to be signed."""
    from label import machine

    for grant in case.grants.filter(state="pending_signature"):
        machine.move(
            grant,
            "annul",
            by=attempt.by,
            now=attempt.now,
            ground="appeal",
            text=attempt.data["text"],
            competence_ref=attempt.data["competence_ref"],
        )


# Appeals ----------------------------------------------------------------------


def date_the_appeal(case, attempt):
    case.due_on = attempt.today + timedelta(days=case.procedure.appeal_days)


def lodge(case, attempt):
    from label import machine

    appeal = Appeal.objects.create(
        case=case,
        decision=case.decision,
        grounds=attempt.data["grounds"],
        contests_procedure=bool(attempt.data.get("contests_procedure")),
        lodged_at=attempt.now,
        due_on=case.due_on,
    )
    machine.created(appeal, "R01", by=attempt.by, now=attempt.now)
    outbox.tell_operator(case, "appeal_receipt", now=attempt.now, urgent=True)
    outbox.tell_role(Role.SECRETARIAT, "appeal_lodged", key=case.reference, now=attempt.now,
                     case=case)  # fmt: skip


def decide_appeal(case, attempt):
    from label import machine

    appeal = case.appeal
    if appeal.state == AppealState.OPINION:
        machine.move(appeal, "decide", by=attempt.by, now=attempt.now, caused_by=attempt.move.id)


def start_again(case, attempt):
    """A new instruction after a procedural defect: new panel, new clock, nothing of the scores."""
    case.phase += 1
    case.reopened = []
    case.revealed_at = None
    case.convening = 1
    case.deferrals = 0
    case.answer_due_on = None
    case.file_opened_on = None
    case.scoring_closes_on = None
    case.plan_accepted_at = None
    case.had_second_reading = False
    case.second_reading_reasons = ""
    case.decided_at = None
    case.notified_on = None
    cases.start_legal_clock(case, attempt)
    figures = case.procedure
    case.due_on = attempt.today + timedelta(days=figures.visit_days + figures.report_days)


def seat_another_panel(case, attempt):
    cases.discharge_panels(case, attempt)
    cases.form_panel(case, PanelKind.FIRST, attempt.now)
    if case.procedure.visit_required and case.visit is None:
        due = attempt.today + timedelta(days=case.procedure.visit_days)
        cases.plan_visit(case, attempt.now, due_on=due)


def _as_json(reserve: dict) -> dict:
    return {
        "criterion": reserve["criterion"],
        "action": reserve["action"],
        "proof": reserve["proof"],
        "due_on": as_day(reserve["due_on"]).isoformat(),
    }
