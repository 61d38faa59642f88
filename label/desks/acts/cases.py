"""Acts of the secretariat and the guarantor on a case, before the decision."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from label import archives, cases, panels, scoring
from label.desks import fields
from label.desks.acts.declaration import GUARANTOR, SECRETARIAT, Act, Agreement
from label.enums import CaseState, Channel, Role

S = CaseState
FOLLOWED = (
    S.SUBMITTED, S.INCOMPLETE, S.INVESTIGATION, S.SCORING, S.DELIBERATION, S.DEFERRED,
    S.OPINION_ISSUED, S.IMPLICIT_DECISION, S.UNDER_APPEAL,
)  # fmt: skip


def on_paper(case) -> bool:
    return case.channel == Channel.PAPER


def has_guarantor(case) -> bool:
    return case.procedure.guarantor


def waits_for_panel(case) -> bool:
    panel = case.panel
    return panel is not None and panel.state in {"constituted", "in_session"}


def has_reached_its_term(case) -> bool:
    return archives.to_eliminate(now=timezone.now()).filter(pk=case.pk).exists()


def _resume(case, *, by, extra_visit: bool = False):
    return cases.resume(case, by=by, extra_visit=extra_visit)


def _note(case, by):
    return {"note": fields.long(_("Motifs de votre accord"), required=False, most=4000, rows=3)}


ACTS = (
    Act(
        "suivre",
        _("Dire qui suit le dossier"),
        SECRETARIAT,
        cases.assign,
        lambda case, by: {
            "to": fields.one_of(
                _("Personne du secrétariat"),
                fields.people_of(Role.SECRETARIAT),
                initial=case.secretary_id,
            )
        },
        states=FOLLOWED,
    ),
    Act(
        "deposer",
        _("Déposer la demande reçue sur papier"),
        SECRETARIAT,
        cases.submit,
        states=(S.DRAFT,),
        shown=on_paper,
        event="submit",
        help=_("L’accusé de réception part aussitôt, avec la date légale."),
    ),
    Act(
        "declarer-complet",
        _("Déclarer le dossier complet"),
        SECRETARIAT,
        cases.declare_complete,
        states=(S.SUBMITTED,),
        event="declare_complete",
        help=_("La visite et le jury commencent. La date légale ne change pas."),
    ),
    Act(
        "demander-des-pieces",
        _("Demander des pièces"),
        SECRETARIAT,
        cases.request_documents,
        lambda case, by: {
            "items": fields.lines(
                _("Pièces attendues, une par ligne"),
                help=_("L’opérateur reçoit cette liste. Le délai légal partira de la dernière."),
            )
        },
        states=(S.SUBMITTED,),
        event="request_documents",
    ),
    Act(
        "pieces-recues",
        _("Noter les pièces reçues sur papier"),
        SECRETARIAT,
        cases.provide_documents,
        states=(S.INCOMPLETE,),
        shown=on_paper,
        event="provide_documents",
    ),
    Act(
        "entendre-avant-irrecevabilite",
        _("Demander ses observations avant une irrecevabilité"),
        SECRETARIAT,
        cases.open_inadmissibility_hearing,
        lambda case, by: {
            "rule": fields.short(_("Règle d’éligibilité"), most=40),
            "grounds": fields.long(_("Motifs communiqués à l’opérateur")),
        },
        states=(S.SUBMITTED,),
        help=_("L’opérateur a dix jours pour répondre."),
    ),
    Act(
        "proposer-irrecevabilite",
        _("Proposer l’irrecevabilité à l’autorité"),
        SECRETARIAT,
        cases.propose_inadmissible,
        lambda case, by: {"note": fields.long(_("Votre proposition"), most=4000, rows=3)},
        states=(S.SUBMITTED,),
        shown=lambda case: case.hearing_opened_on is not None,
        help=_("Sans cette proposition, l’autorité ne peut pas signer."),
    ),
    Act(
        "ouvrir-au-jury",
        _("Ouvrir le dossier au jury"),
        SECRETARIAT,
        panels.open_file,
        states=(S.INVESTIGATION,),
        shown=lambda case: case.file_opened_on is None and waits_for_panel(case),
        help=_("Au moins dix jours avant la séance."),
    ),
    Act(
        "preavis-de-caducite",
        _("Donner un préavis de caducité"),
        SECRETARIAT,
        cases.give_notice_of_lapse,
        states=(S.INVESTIGATION,),
        shown=lambda case: case.visit is not None and case.visit_notice_on is None,
        help=_("Quand les visites proposées sont refusées ou manquées."),
        grave=True,
    ),
    Act(
        "caducite",
        _("Constater la caducité, visites refusées"),
        SECRETARIAT,
        cases.lapse_for_refused_visits,
        states=(S.INVESTIGATION,),
        shown=lambda case: case.visit_notice_on is not None,
        event="visit_refused",
        grave=True,
    ),
    Agreement(
        "accord-caducite",
        _("Donner mon accord à la caducité"),
        GUARANTOR,
        _note,
        states=(S.INVESTIGATION,),
        shown=lambda case: case.visit_notice_on is not None and has_guarantor(case),
        joint="visit_refused",
    ),
    Act(
        "prolonger-la-notation",
        _("Prolonger la notation"),
        SECRETARIAT,
        scoring.extend,
        states=(S.SCORING,),
        event="extend",
        help=_("Cinq jours, une seule fois ; des suppléants sont appelés."),
    ),
    Act(
        "reprendre-instruction",
        _("Revenir à l’instruction, feuilles insuffisantes"),
        SECRETARIAT,
        scoring.reopen,
        states=(S.SCORING,),
        shown=lambda case: case.is_scoring_extended,
        event="reopen",
        help=_("Les feuilles rendues restent scellées et valables."),
    ),
    Agreement(
        "accord-reprise",
        _("Donner mon accord au retour à l’instruction"),
        GUARANTOR,
        _note,
        states=(S.SCORING,),
        shown=lambda case: case.is_scoring_extended and has_guarantor(case),
        joint="reopen",
    ),
    Agreement(
        "accord-ajournement",
        _("Donner mon accord à un second ajournement"),
        GUARANTOR,
        _note,
        states=(S.DELIBERATION,),
        shown=lambda case: has_guarantor(case) and case.deferrals >= case.procedure.deferrals,
        joint="defer",
    ),
    Act(
        "eliminer",
        _("Éliminer le dossier"),
        (Role.ARCHIVIST,),
        archives.eliminate,
        lambda case, by: {
            "visa": fields.short(
                _("Référence du visa d’élimination"),
                most=200,
                help=_("Donné par les archives départementales pour ce dossier."),
            )
        },
        states=(S.CLOSED,),
        shown=has_reached_its_term,
        help=_(
            "Les réponses, les pièces, les photos et les données personnelles sont détruites ; "
            "les décisions et le journal restent."
        ),
        grave=True,
    ),
    Act(
        "reprendre-apres-reponse",
        _("Reprendre après la réponse à l’ajournement"),
        SECRETARIAT,
        _resume,
        lambda case, by: {"extra_visit": fields.yes(_("Une nouvelle visite est nécessaire"))},
        states=(S.DEFERRED,),
        event="complement",
        told=lambda values: {},
    ),
)
