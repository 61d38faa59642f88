"""Every kind of message: to whom it speaks, and where it leads.

The words of a kind are in `templates/mails/label/<kind>.txt`; their first line is the subject.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from label.enums import Role


class Audience(TextChoices):
    OPERATOR = "operator", _("l’opérateur")
    JUROR = "juror", _("le jury")
    VISITOR = "visitor", _("les personnes qui visitent")
    SIGNATORY = "signatory", _("un lieu qui signe la charte")
    POOL = "pool", _("le vivier")
    TEAM = "team", _("l’équipe")
    REPORTER = "reporter", _("la personne qui a signalé")


@dataclass(frozen=True)
class Kind:
    """`label`: how the secretariat's screen names it."""

    audience: Audience
    label: str
    roles: tuple[Role, ...] = ()  # of the team


def _operator(label):
    return Kind(Audience.OPERATOR, label)


def _juror(label):
    return Kind(Audience.JUROR, label)


def _visitor(label):
    return Kind(Audience.VISITOR, label)


def _signatory(label):
    return Kind(Audience.SIGNATORY, label)


def _pool(label):
    return Kind(Audience.POOL, label)


def _team(label, *roles):
    return Kind(Audience.TEAM, label, roles)


KINDS = {
    "receipt": _operator(_("accusé de réception")),
    "documents_missing": _operator(_("pièces manquantes")),
    "documents_reminder": _operator(_("rappel des pièces")),
    "complete": _operator(_("dossier complet")),
    "visit_proposal": _operator(_("date de visite proposée")),
    "visit_confirmed": _operator(_("visite fixée")),
    "visit_put_off": _operator(_("visite reportée")),
    "visit_reminder": _operator(_("rappel de visite")),
    "visit_report": _operator(_("compte rendu de visite")),
    "panel_names": _operator(_("noms du jury")),
    "hearing": _operator(_("heure d’audition")),
    "hearing_cancelled": _operator(_("audition annulée")),
    "deferral_questions": _operator(_("questions du jury")),
    "deferral_reminder": _operator(_("rappel des questions")),
    "opinion": _operator(_("avis du jury")),
    "decision": _operator(_("décision")),
    "agreement_to_sign": _operator(_("accord à signer")),
    "signature_reminder": _operator(_("rappel de signature")),
    "measure": _operator(_("mesure sur un label")),
    "reinstated": _operator(_("suspension levée")),
    "retraction_hearing": _operator(_("retrait envisagé")),
    "inadmissibility_hearing": _operator(_("irrecevabilité envisagée")),
    "notice_of_lapse": _operator(_("préavis de caducité")),
    "lapsed": _operator(_("demande caduque")),
    "draft_expiring": _operator(_("brouillon bientôt effacé")),
    "appeal_receipt": _operator(_("recours reçu")),
    "grant_active": _operator(_("label en vigueur")),
    "grant_ended": _operator(_("fin d’un label")),
    "plan_date": _operator(_("date du plan")),
    "plan_overdue": _operator(_("date du plan passée")),
    "proof_insufficient": _operator(_("preuve insuffisante")),
    "remedy_answered": _operator(_("correction insuffisante")),
    "adversarial_window": _operator(_("mesure envisagée")),
    "alert_opened": _operator(_("signalement reçu")),
    "check_announced": _operator(_("contrôle annoncé")),
    "self_declaration": _operator(_("déclaration de l’année")),
    "places_to_confirm": _operator(_("lieux et horaires à confirmer")),
    "renewal": _operator(_("renouvellement")),
    "seat_invitation": _juror(_("place de juré proposée")),
    "file_opened": _juror(_("dossier ouvert au jury")),
    "scoring_opened": _juror(_("notation ouverte")),
    "still_to_score": _juror(_("feuille à rendre")),
    "convocation": _juror(_("convocation")),
    "session_cancelled": _juror(_("séance annulée")),
    "case_desisted": _juror(_("dossier retiré")),
    "restitution": _juror(_("suite donnée à l’avis")),
    "charter_receipt": _signatory(_("reçu de la charte")),
    "charter_listed": _signatory(_("charte publiée")),
    "charter_reminder": _signatory(_("rappel de la charte")),
    "charter_removed": _signatory(_("charte retirée")),
    "proof_to_review": _juror(_("preuve à regarder")),
    "measure_to_review": _juror(_("mesure à examiner")),
    "visit_assigned": _visitor(_("visite confiée")),
    "visit_team": _visitor(_("visite fixée, équipe")),
    "visit_team_put_off": _visitor(_("visite reportée, équipe")),
    "visit_team_reminder": _visitor(_("rappel de visite, équipe")),
    "report_to_sign": _visitor(_("compte rendu à signer")),
    "charter_corrected": _team(_("charte corrigée à relire"), Role.SECRETARIAT),
    "charter_signed": _team(_("charte signée"), Role.SECRETARIAT),
    "pool_drawn": _pool(_("place au vivier, tirée au sort")),
    "pool_alternate": _pool(_("suppléance au vivier")),
    "pool_not_drawn": _pool(_("vivier : pas cette année")),
    "pool_draw_voided": _pool(_("tirage du vivier annulé")),
    "case_submitted": _team(_("demande déposée"), Role.SECRETARIAT),
    "challenge": _team(_("récusation à trancher"), Role.GUARANTOR, Role.AUTHORITY),
    "deferral_answered": _team(_("réponse aux questions"), Role.SECRETARIAT),
    "legal_alarm": _team(_("alarme de la date légale"), Role.SECRETARIAT, Role.AUTHORITY),
    "implicit_decision": _team(
        _("décision implicite"), Role.AUTHORITY, Role.GUARANTOR, Role.SECRETARIAT
    ),
    "retraction_closed": _team(_("retrait impossible"), Role.AUTHORITY, Role.GUARANTOR),
    "appeal_lodged": _team(_("recours déposé"), Role.SECRETARIAT),
    "opinion_adopted": _team(_("avis adopté"), Role.AUTHORITY),
    "visit_to_fix": _team(_("visite reportée, date à proposer"), Role.SECRETARIAT),
    "visit_short": _team(_("place à pourvoir pour une visite"), Role.SECRETARIAT),
    "review_short": _team(_("juré à remplacer pour un examen"), Role.SECRETARIAT),
    "emergency_review": _team(_("suspension d’urgence"), Role.SECRETARIAT),
    "remedy_shown": _team(_("correction montrée"), Role.SECRETARIAT, Role.AUTHORITY),
    "alert_received": _team(_("signalement arrivé"), Role.SECRETARIAT),
    "notice_due": _team(_("mise en demeure possible"), Role.AUTHORITY),
    "notice_over": _team(_("mise en demeure échue"), Role.AUTHORITY),
    "finding_overdue": _team(_("constat non corrigé"), Role.CONTROLLER),
    "deferral_over": _team(_("refus à signer"), Role.AUTHORITY),
    "consultation_over": _team(_("consultation terminée"), Role.AUTHORITY),
    "missed_deadline": _team(_("échéance passée"), Role.GUARANTOR, Role.SECRETARIAT),
    "report_answered": Kind(Audience.REPORTER, _("réponse à un signalement")),
}
