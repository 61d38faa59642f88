"""Guards from the investigation to the opinion (C09–C20)."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from label import (
    application,
    clock,
    deliberation_facts,
    judgement,
    outbox,
    outcome,
    presence,
    signed_papers,
)
from label import scoring_facts as sheets
from label.enums import Level, Outcome, PanelState, Role, VisitState
from label.wording import sentences

READY_PANEL = (PanelState.CONSTITUTED, PanelState.IN_SESSION)
ANSWERED_VISIT = (VisitState.REPLIED, VisitState.REPLY_EXPIRED, VisitState.LOCKED)


# C09 open_scoring ------------------------------------------------------------------------------


def visit_is_reported_and_answered(case, attempt):
    if not case.procedure.visit_required:
        return []
    visit = case.visit
    if visit is None or visit.filed_at is None:
        return [_("Le compte rendu de visite n’est pas déposé.")]
    if visit.state not in ANSWERED_VISIT:
        return [_("L’opérateur peut encore répondre au compte rendu.")]
    return []


def panel_is_constituted(case, attempt):
    panel = case.panel
    if panel is None or panel.state not in READY_PANEL:
        return [_("Le jury n’est pas constitué.")]
    return []


def file_was_open_long_enough(case, attempt):
    """The panel had the file ten days before the session."""
    hearing = deliberation_facts.next_hearing(case)
    if hearing is None:
        return [_("Aucune séance n’est prévue pour ce dossier.")]
    if case.file_opened_on is None:
        return [_("Le dossier n’est pas ouvert au jury.")]
    day = clock.civil_day(hearing.session.starts_at)
    days = case.procedure.file_open_days
    if day < case.file_opened_on + timedelta(days=days):
        return [
            ngettext(
                "Le jury doit avoir le dossier %(days)s jour avant la séance.",
                "Le jury doit avoir le dossier %(days)s jours avant la séance.",
                days,
            )
            % {"days": days}
        ]
    return []


def ruled_criteria_have_evidence(case, attempt):
    codes = application.without_evidence(case)
    if codes:
        return [_("Sans pièce, ni mention « aucune » : %(codes)s.") % {"codes": ", ".join(codes)}]
    return []


# C10 visit_refused -----------------------------------------------------------------------------


def proposals_failed(case, attempt):
    visit = case.visit
    proposals = visit.proposals.all() if visit else []
    failed = sum(one.is_accepted is False or one.was_missed for one in proposals)
    if failed < case.procedure.visit_proposals:
        return [_("Trop peu de propositions écrites ont été refusées ou manquées.")]
    return []


def notice_of_lapse_is_over(case, attempt):
    since, days = case.visit_notice_on, timedelta(days=case.procedure.visit_notice_days)
    if since is None or attempt.today < signed_papers.awaited_until(case, since + days):
        return [_("Le préavis n’est pas écoulé.")]
    return []


# C11–C13 reveal, extend, reopen ----------------------------------------------------------------


def sheets_are_in(case, attempt):
    """All effective jurors submitted, or the window is over with a quorum of sheets (I-09)."""
    panel = case.panel
    counts = sheets.submitted_by_college(panel, case.phase)
    total = panel.effective_seats().count()
    if total and sum(counts.values()) == total:
        return presence.faults(panel, counts, convening=case.convening)
    if attempt.today <= case.scoring_closes_on:
        return [_("Toutes les feuilles ne sont pas rendues, et le délai court encore.")]
    return presence.faults(panel, counts, convening=case.convening)


def not_revealed_yet(case, attempt):
    if sheets.is_revealed(case.panel, case.phase):
        return [_("Les scellés sont déjà levés.")]
    return []


def window_is_over(case, attempt):
    if attempt.today <= case.scoring_closes_on:
        return [_("Le délai de notation court encore.")]
    return []


def sheets_are_short(case, attempt):
    panel = case.panel
    counts = sheets.submitted_by_college(panel, case.phase)
    if not presence.faults(panel, counts, convening=case.convening):
        return [_("Assez de feuilles sont rendues : les scellés peuvent être levés.")]
    return []


def not_extended_yet(case, attempt):
    if case.is_scoring_extended:
        return [_("La notation a déjà été prolongée une fois.")]
    return []


def extension_is_exhausted(case, attempt):
    if not case.is_scoring_extended:
        return [_("Prolongez d’abord la notation.")]
    return []


# C14–C18 adjourn, defer, complement -------------------------------------------------------------


def hearing_is_open(case, attempt):
    if deliberation_facts.open_hearing(case) is None:
        return [_("L’examen de ce dossier n’est pas ouvert en séance.")]
    return []


def adjournment_has_a_cause(case, attempt):
    cause = attempt.data.get("cause")
    if cause not in {"quorum", "time"}:
        return [_("On renvoie à une autre séance faute de quorum ou de temps.")]
    hearing = deliberation_facts.open_hearing(case)
    if cause == "quorum" and hearing and not presence.faults_now(hearing):
        return [_("Le quorum est atteint.")]
    return []


def deferral_was_adopted(case, attempt):
    hearing = deliberation_facts.open_hearing(case)
    adopted = deliberation_facts.adopted(hearing) if hearing else None
    if adopted is None or adopted.outcome != Outcome.DEFER:
        return [_("Le jury n’a pas adopté d’ajournement.")]
    return deliberation_facts.vote_faults(hearing)


def questions_are_precise(case, attempt):
    questions = attempt.data.get("questions") or []
    if not questions or not all(str(one.get("text", "")).strip() for one in questions):
        return [_("Posez des questions précises.")]
    return []


def deferrals_are_left(case, attempt):
    figures = case.procedure
    if case.deferrals < figures.deferrals:
        return []
    if case.deferrals < figures.deferrals_with_guarantor and deliberation_facts.endorsed(
        case, "defer", Role.GUARANTOR
    ):
        return []
    return [_("Ce dossier a déjà été ajourné ; l’accord du garant est nécessaire.")]


def legal_days_allow_deferral(case, attempt):
    return _legal_days(case, attempt, case.procedure.deferral_legal_days)


def legal_days_allow_second_reading(case, attempt):
    return _legal_days(case, attempt, case.procedure.second_reading_legal_days)


def _legal_days(case, attempt, needed):
    if not case.has_silence_clock:
        return []
    left = clock.days_left(case.implicit_decision_on, attempt.today)
    if left < needed:
        return [
            _("Il reste %(left)s jours avant la date légale, il en faut %(needed)s.")
            % {"left": max(left, 0), "needed": needed}
        ]
    return []


def answer_is_there_in_time(case, attempt):
    deferral = case.deferral_rows.order_by("-number").first()
    if deferral is None or deferral.answered_at is None:
        return [_("L’opérateur n’a pas encore répondu.")]
    if signed_papers.answered_on(case, deferral.answered_at) > case.answer_due_on:
        return [_("La réponse est arrivée après le délai.")]
    return []


def answer_time_is_over(case, attempt):
    if case.answer_due_on is None or attempt.today <= signed_papers.awaited_until(
        case, case.answer_due_on
    ):
        return [_("Le délai de réponse court encore.")]
    deferral = case.deferral_rows.order_by("-number").first()
    if deferral is not None and deferral.answered_at is not None:
        return [_("L’opérateur a répondu : le jury doit reprendre le dossier.")]
    return []


def answer_was_reminded(case, attempt):
    if outbox.was_told("deferral_reminder", case, key=str(case.deferrals)) is None:
        return [_("Le rappel n’a pas été envoyé.")]
    return []


def silence_does_not_decide(case, attempt):
    if case.has_silence_clock:
        return [_("Sous le régime du silence, un refus exprès est signé.")]
    return []


# C19 adopt_opinion, C20 second_reading -----------------------------------------------------------


def opinion_is_drafted(case, attempt):
    if deliberation_facts.opinion_in_hand(case) is None:
        return [_("L’avis n’est pas rédigé.")]
    return []


def vote_held_with_quorum(case, attempt):
    opinion = deliberation_facts.opinion_in_hand(case)
    return deliberation_facts.vote_faults(opinion.hearing) if opinion else []


def opinion_follows_the_vote(case, attempt):
    """The opinion is the one that the panel adopted by consent or by vote (I-15)."""
    opinion = deliberation_facts.opinion_in_hand(case)
    adopted = deliberation_facts.adopted(opinion.hearing) if opinion else None
    if opinion and (adopted is None or adopted.outcome != opinion.outcome):
        return [_("L’avis n’est pas celui que le jury a adopté.")]
    if opinion and opinion.outcome == Outcome.DEFER:
        return [_("Un ajournement n’est pas un avis : posez les questions à l’opérateur.")]
    return []


def rule_table_is_applied(case, attempt):
    """The opinion is one that the table allows; a departure says why (label.md 7.3, I-13)."""
    opinion = deliberation_facts.opinion_in_hand(case)
    if opinion is None:
        return []
    proposed = judgement.proposal(opinion.panel, missing_proof=opinion.missing_proof)
    return sentences(
        outcome.may_choose(proposed, opinion.outcome, reasons=opinion.departure_reasons)
    )


def unmet_criteria_have_reasons(case, attempt):
    opinion = deliberation_facts.opinion_in_hand(case)
    if opinion is None:
        return []
    found = judgement.unmet(opinion.panel)
    codes = [
        one.code
        for one in (*found[Level.ELIMINATORY], *found[Level.MANDATORY])
        if not str(opinion.reasons.get(one.code, "")).strip()
    ]
    if codes:
        return [_("Dites pourquoi : %(codes)s.") % {"codes": ", ".join(codes)}]
    return []


def minutes_are_signed(case, attempt):
    opinion = deliberation_facts.opinion_in_hand(case)
    if opinion is None:
        return []
    reasons = []
    if opinion.chair_signed_at is None:
        reasons.append(_("La présidence n’a pas signé le procès-verbal."))
    if case.procedure.guarantor and opinion.guarantor_signed_at is None:
        reasons.append(_("Le garant ou la garante n’a pas signé le procès-verbal."))
    return reasons


def no_round_is_pending(case, attempt):
    """A second sealed round that is open is revealed before anything is concluded."""
    hearing = deliberation_facts.open_hearing(case)
    if hearing and hearing.second_round_at and not hearing.second_revealed_at:
        return [_("Le second tour est ouvert : levez ses scellés d’abord.")]
    return []


def no_second_reading_yet(case, attempt):
    if case.had_second_reading:
        return [_("Une seconde lecture a déjà été demandée.")]
    return []


def reasons_are_written(case, attempt):
    if not str(attempt.data.get("reasons") or "").strip():
        return [_("Écrivez les motifs.")]
    return []
