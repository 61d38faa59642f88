"""Where a case is, in words: what comes next, who must act, before when (issue 5 §2)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from label import clock
from label.enums import CaseState, DecisionKind, PanelState, VisitState
from label.models import Case

# How far each state is along the way; a step is done before it and current at it.
PREPARING, FILED, VISITED, JUDGED, ADVISED, DECIDED = range(6)
_RANKS = {
    CaseState.DRAFT: PREPARING,
    CaseState.SUBMITTED: FILED,
    CaseState.INCOMPLETE: FILED,
    CaseState.INVESTIGATION: VISITED,
    CaseState.SCORING: JUDGED,
    CaseState.DELIBERATION: JUDGED,
    CaseState.DEFERRED: JUDGED,
    CaseState.OPINION_ISSUED: ADVISED,
}


@dataclass(frozen=True)
class Standing:
    """The present: `who` must do `what`, before `before`; `is_yours`: it is up to the operator."""

    where: str
    what: str
    who: str
    before: date | None = None
    is_yours: bool = False


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    look: str  # done, now, later
    on: date | None = None


def decision_told(case: Case):
    """The decision that stands, once it has been notified; None before."""
    decision = case.decision
    return decision if decision is not None and hasattr(decision, "notice") else None


def last_told(case: Case):
    """The last decision that was notified: it is read until the one that replaces it is told."""
    told = case.decisions.filter(grant=None, notice__isnull=False)
    return told.order_by("-pk").first()


def stand(case: Case, *, today: date) -> Standing:
    """Where the case is. What is decided and not notified yet is not said."""
    say = _SAYING.get(case.state)
    if case.state in _DECIDED and decision_told(case) is None and case.decision is not None:
        return Standing(
            _("La décision est prise."),
            _("Vous la recevez avec ses motifs et les voies de recours."),
            _("le secrétariat"),
            case.due_on,
        )
    return say(case, today)


def _draft(case, today):
    return Standing(
        _("Vous préparez votre demande."),
        _("Remplir les parties, puis déposer. Tout est gardé, rien ne presse."),
        _("vous"),
        is_yours=True,
    )


def _submitted(case, today):
    if case.hearing_opened_on:
        window = case.windows.filter(measure=DecisionKind.INADMISSIBLE).first()
        if window and not window.observed_at and not window.is_over(today):
            return Standing(
                _("Votre demande pourrait ne pas être recevable."),
                _("Dire ce que vous en pensez, par écrit."),
                _("vous"),
                window.closes_on,
                is_yours=True,
            )
    return Standing(
        _("Votre demande est déposée."),
        _("Vérifier que le dossier est complet."),
        _("le secrétariat"),
        case.due_on,
    )


def _incomplete(case, today):
    return Standing(
        _("Il manque des pièces à votre dossier."),
        _("Envoyer les pièces, ou dire pourquoi il n’y en a pas."),
        _("vous"),
        case.due_on,
        is_yours=True,
    )


def _investigation(case, today):
    visit, panel = case.visit, case.panel
    if visit is not None and visit.case_id == case.pk:
        found = _visit(visit, today)
        if found:
            return found
    forming = panel is not None and panel.state == PanelState.FORMING
    if forming and panel.challenge_until and today <= panel.challenge_until:
        return Standing(
            _("Le jury est désigné."),
            _("Lire les noms, et récuser quelqu’un si vous avez une raison."),
            _("vous, si vous le voulez"),
            panel.challenge_until,
        )
    if panel is not None and panel.state != PanelState.CONSTITUTED:
        return Standing(
            _("Le jury se forme."),
            _("Désigner le jury, puis vous donner les noms."),
            _("le secrétariat"),
            case.due_on,
        )
    return Standing(
        _("Le jury lit votre dossier."),
        _("Ouvrir la notation, puis tenir la séance."),
        _("le secrétariat"),
        _session_day(case) or case.due_on,
    )


def _visit(visit, today) -> Standing | None:
    proposal = visit.proposals.filter(answered_at=None).order_by("-pk").first()
    if visit.state in {VisitState.PLANNED, VisitState.POSTPONED}:
        if proposal:
            return Standing(
                _("Une date de visite vous est proposée."),
                _("Dire si cette date vous va."),
                _("vous"),
                clock.civil_day(proposal.proposed_for),
                is_yours=True,
            )
        return Standing(
            _("Votre dossier est complet."),
            _("Former l’équipe de visite et proposer une date."),
            _("le secrétariat"),
            visit.due_on,
        )
    if visit.state == VisitState.SCHEDULED:
        return Standing(
            _("La visite est fixée."),
            _("Vous rencontrer sur place."),
            _("les personnes qui visitent"),
            clock.civil_day(visit.scheduled_for),
        )
    if visit.state == VisitState.DONE:
        return Standing(
            _("La visite est faite."),
            _("Écrire le compte rendu et le signer."),
            _("les personnes qui visitent"),
            visit.report_due_on,
        )
    if visit.state == VisitState.REPORT_FILED:
        return Standing(
            _("Le compte rendu de visite est déposé."),
            _("Le lire, et y répondre si vous le voulez."),
            _("vous, si vous le voulez"),
            visit.reply_until,
            is_yours=True,
        )
    return None


def _scoring(case, today):
    return Standing(
        _("Chaque juré note seul votre dossier."),
        _("Rendre les feuilles, scellées jusqu’à la séance."),
        _("le jury"),
        case.scoring_closes_on,
    )


def _deliberation(case, today):
    return Standing(
        _("Le jury délibère."),
        _("Vous entendre, discuter, puis rendre un avis motivé."),
        _("le jury"),
        _session_day(case) or case.due_on,
    )


def _deferred(case, today):
    deferral = case.deferral_rows.order_by("-number").first()
    if deferral and deferral.answered_at:
        return Standing(
            _("Vous avez répondu au jury."),
            _("Reprendre l’examen des critères en question."),
            _("le secrétariat"),
            case.answer_due_on,
        )
    return Standing(
        _("Le jury vous pose des questions avant de donner son avis."),
        _("Répondre à chaque question."),
        _("vous"),
        case.answer_due_on,
        is_yours=True,
    )


def _opinion(case, today):
    return Standing(
        _("Le jury a rendu son avis."),
        _("Signer la décision."),
        _("l’autorité"),
        case.due_on,
    )


def _granted(case, today):
    grant = case.grants.order_by("-pk").first()
    if grant and grant.state == "pending_signature" and not grant.operator_signed_at:
        return Standing(
            _("Le label vous est accordé."),
            _("Signer la convention : le label est en vigueur ensuite."),
            _("vous"),
            grant.sign_before,
            is_yours=True,
        )
    return Standing(
        _("Le label vous est accordé."),
        _("Rien à faire pour ce dossier : la suite est sur la page de votre label."),
        _("personne"),
    )


def _refused(case, today):
    return Standing(
        _("Le label ne vous est pas accordé."),
        _("Lire les motifs. Un recours est possible jusqu’à cette date."),
        _("vous, si vous le voulez"),
        case.due_on,
    )


def _inadmissible(case, today):
    return Standing(
        _("Votre demande n’est pas recevable."),
        _("Lire les motifs. Un recours est possible jusqu’à cette date."),
        _("vous, si vous le voulez"),
        case.due_on,
    )


def _lapsed(case, today):
    return Standing(
        _("Le dossier est caduc, faute de réponse dans les délais."),
        _("Vous pouvez faire une nouvelle demande quand vous le voulez."),
        _("personne"),
    )


def _desisted(case, today):
    return Standing(
        _("Vous avez retiré votre demande."),
        _("Vous pouvez en faire une autre quand vous le voulez."),
        _("personne"),
    )


def _implicit(case, today):
    return Standing(
        _("La date légale est passée : le silence vaut accord."),
        _("Reconnaître cet accord par un acte signé. Le logo vient ensuite."),
        _("l’autorité"),
        case.due_on,
    )


def _under_appeal(case, today):
    appeal = case.appeal
    return Standing(
        _("Votre recours est déposé."),
        _("Former un autre jury, qui donne son avis, puis décider."),
        _("le secrétariat, puis l’autorité"),
        appeal.due_on,
    )


def _closed(case, today):
    return Standing(_("Le dossier est clos."), _("Plus rien n’est attendu."), _("personne"))


_SAYING = {
    CaseState.DRAFT: _draft,
    CaseState.SUBMITTED: _submitted,
    CaseState.INCOMPLETE: _incomplete,
    CaseState.INVESTIGATION: _investigation,
    CaseState.SCORING: _scoring,
    CaseState.DELIBERATION: _deliberation,
    CaseState.DEFERRED: _deferred,
    CaseState.OPINION_ISSUED: _opinion,
    CaseState.GRANTED: _granted,
    CaseState.GRANTED_WITH_RESERVES: _granted,
    CaseState.REFUSED: _refused,
    CaseState.INADMISSIBLE: _inadmissible,
    CaseState.LAPSED: _lapsed,
    CaseState.DESISTED: _desisted,
    CaseState.IMPLICIT_DECISION: _implicit,
    CaseState.UNDER_APPEAL: _under_appeal,
    CaseState.CLOSED: _closed,
}
_DECIDED = (
    CaseState.GRANTED,
    CaseState.GRANTED_WITH_RESERVES,
    CaseState.REFUSED,
    CaseState.INADMISSIBLE,
)


def steps(case: Case) -> list[Step]:
    """The whole way of a case, each step done, current or to come."""
    rank = _rank(case)
    figures, visit, session = case.procedure, case.visit, _session_day(case)
    decision = decision_told(case)
    found = [
        (FILED, _("Demande déposée"), _("Vous avez un accusé de réception."), case.complete_on),
    ]
    if figures.visit_required:
        seen = clock.civil_day(visit.done_at) if visit and visit.done_at else None
        found.append(
            (VISITED, _("Visite chez vous"), _("Deux personnes constatent, sans noter."), seen)
        )
    found += [
        (JUDGED, _("Examen par le jury"), _("Vous êtes entendu en séance."), session),
        (ADVISED, _("Avis motivé du jury"), _("Vous le lisez en entier."), None),
        (
            DECIDED,
            _("Décision reçue"),
            _("Avec ses motifs et les voies de recours."),
            decision.notice.notified_on if decision else None,
        ),
    ]
    return [
        Step(title, text, "done" if step < rank else "now" if step == rank else "later", on)
        for step, title, text, on in found
    ]


def _rank(case: Case) -> int:
    if case.state in _RANKS:
        return _RANKS[case.state]
    if case.state in _DECIDED and decision_told(case) is None:
        return DECIDED
    if case.decision is not None or case.state == CaseState.IMPLICIT_DECISION:
        return DECIDED + 1
    # Ended before a decision: as far as its dates tell.
    return VISITED if case.declared_complete_at else FILED


def _session_day(case: Case) -> date | None:
    from label.deliberation_facts import next_hearing

    hearing = next_hearing(case)
    return clock.civil_day(hearing.session.starts_at) if hearing else None
