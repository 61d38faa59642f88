"""Acts on a grant: signature, reserves, measures."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from label import grants, remedies, watch
from label.desks import fields
from label.desks.acts.cases import has_guarantor
from label.desks.acts.decisions import as_plan, plan_fields, signed
from label.desks.acts.declaration import AUTHORITY, GUARANTOR, SECRETARIAT, Act, Agreement
from label.enums import TO_CORRECT, CheckOrigin, DecisionKind, GrantState, Role

G = GrantState
IN_FORCE = (G.ACTIVE, G.ACTIVE_WITH_RESERVES, G.FORMAL_NOTICE, G.SUSPENDED)
MEASURES = (
    DecisionKind.FORMAL_NOTICE,
    DecisionKind.SUSPENDED,
    DecisionKind.WITHDRAWN,
    DecisionKind.ANNULLED,
)
ORIGINS = (CheckOrigin.TARGETED, CheckOrigin.CYCLE)


def has_plan(grant) -> bool:
    return grant.open_reserves.exists()


def notice_for_finding(grant, *, by, text, competence_ref):
    return grants.give_notice(grant, by=by, text=text, competence_ref=competence_ref)


def notice_for_plan(grant, *, by, text, competence_ref):
    return grants.give_notice(
        grant, by=by, for_overdue_plan=True, text=text, competence_ref=competence_ref
    )


def remedied_partly(grant, *, by, proof):
    return grants.remedied(grant, by=by, proof=proof, partly=True)


def new_plan(grant, *, by, reserves=None):
    return grants.write_new_plan(grant, as_plan(reserves or {}), by=by)


def answer_remedy(grant, *, by, remedy, text):
    return remedies.answer(remedy, by=by, text=text)


def _open_plan(grant, by):
    rows = list(grant.open_reserves.select_related("criterion"))
    known = {
        row.criterion.code: {"action": row.action, "proof": row.proof, "due_on": row.due_on}
        for row in rows
    }
    return plan_fields([row.criterion for row in rows], known=known)


def _proof(label):
    return lambda grant, by: {"proof": fields.long(label, most=4000, rows=3)}


def _note(grant, by):
    return {"note": fields.long(_("Motifs de votre accord"), required=False, most=4000, rows=3)}


def _agreement(name, label, joint):
    return Agreement(
        name,
        label,
        GUARANTOR,
        _note,
        states=(G.FORMAL_NOTICE,),
        shown=lambda grant: has_guarantor(grant.case),
        joint=joint,
    )


ACTS = (
    Act(
        "signer",
        _("Signer la convention"),
        AUTHORITY,
        grants.sign_as_authority,
        states=(G.PENDING_SIGNATURE,),
        shown=lambda grant: not has_plan(grant),
        event="sign",
        help=_("Le label entre en vigueur et paraît au registre."),
        grave=True,
    ),
    Act(
        "signer-avec-plan",
        _("Signer la convention et le plan"),
        AUTHORITY,
        grants.sign_as_authority,
        states=(G.PENDING_SIGNATURE,),
        shown=has_plan,
        event="sign_with_plan",
        grave=True,
    ),
    Act(
        "lever-les-reserves",
        _("Lever les réserves"),
        SECRETARIAT,
        grants.lift_reserves,
        states=(G.ACTIVE_WITH_RESERVES,),
        event="lift_reserves",
        help=_("Trois jurés doivent avoir trouvé chaque preuve suffisante."),
    ),
    Act(
        "contradictoire",
        _("Ouvrir une procédure contradictoire"),
        (Role.AUTHORITY, Role.SECRETARIAT),
        watch.open_window,
        lambda grant, by: {
            "measure": fields.choice(
                _("Mesure envisagée"), [(one.value, one.label) for one in MEASURES]
            ),
            "grounds": fields.long(_("Motifs communiqués à l’opérateur")),
        },
        states=IN_FORCE,
        help=_("L’opérateur a quinze jours pour répondre."),
    ),
    Act(
        "decider-un-controle",
        _("Décider un contrôle"),
        SECRETARIAT,
        watch.open_check,
        lambda grant, by: {
            "origin": fields.choice(_("Origine"), [(one.value, one.label) for one in ORIGINS]),
            "due_on": fields.day(_("À faire avant le"), required=False),
        },
        states=IN_FORCE,
    ),
    Act(
        "mettre-en-demeure",
        _("Mettre en demeure"),
        AUTHORITY,
        notice_for_finding,
        signed,
        states=(G.ACTIVE, G.ACTIVE_WITH_RESERVES),
        event="major_finding",
        help=_("Pour un constat majeur ou un signalement fondé."),
        grave=True,
    ),
    Act(
        "mettre-en-demeure-plan",
        _("Mettre en demeure, plan en retard"),
        AUTHORITY,
        notice_for_plan,
        signed,
        states=(G.ACTIVE_WITH_RESERVES,),
        event="plan_overdue",
        grave=True,
    ),
    Act(
        "nouveau-plan",
        _("Dater de nouveau le plan"),
        SECRETARIAT,
        new_plan,
        _open_plan,
        states=(G.FORMAL_NOTICE,),
        shown=has_plan,
    ),
    Act(
        "remedie",
        _("Constater la remise en ordre"),
        SECRETARIAT,
        grants.remedied,
        _proof(_("Preuve vérifiée")),
        states=(G.FORMAL_NOTICE,),
        event="remedied",
    ),
    Act(
        "remedie-en-partie",
        _("Constater une remise en ordre partielle"),
        SECRETARIAT,
        remedied_partly,
        _proof(_("Preuve vérifiée")),
        states=(G.FORMAL_NOTICE,),
        event="remedied_partly",
    ),
    Act(
        "repondre-a-une-correction",
        _("Dire ce qui manque encore dans ce qui est corrigé"),
        SECRETARIAT,
        answer_remedy,
        lambda grant, by: {
            "remedy": fields.one_of(
                _("Ce que vous avez regardé, jusqu’à la correction reçue le"),
                grant.remedies.waiting(),
                initial=grant.remedies.waiting().first(),
                said=lambda one: date_format(localtime(one.sent_at), "j F Y, H:i"),
            ),
            "text": fields.long(_("Ce qui manque encore, écrit à l’opérateur"), most=4000),
        },
        states=TO_CORRECT,
        shown=lambda grant: grant.remedies.waiting().exists(),
        help=_("L’opérateur le lit et peut montrer autre chose ; la mesure reste en place."),
    ),
    _agreement("accord-remise-en-ordre", _("Donner mon accord à la remise en ordre"), "remedied"),
    _agreement(
        "accord-remise-partielle",
        _("Donner mon accord à la remise en ordre partielle"),
        "remedied_partly",
    ),
    Act(
        "suspendre",
        _("Suspendre"),
        AUTHORITY,
        grants.suspend,
        signed,
        states=(G.FORMAL_NOTICE,),
        event="suspend",
        grave=True,
    ),
    Act(
        "suspendre-en-urgence",
        _("Suspendre en urgence"),
        AUTHORITY,
        grants.suspend_at_once,
        lambda grant, by: {
            "danger": fields.choice(
                _("Urgence"),
                [("health", _("Danger pour la santé")), ("fraud", _("Fraude évidente"))],
            ),
            **signed(grant, by),
        },
        states=(G.ACTIVE, G.ACTIVE_WITH_RESERVES, G.FORMAL_NOTICE),
        event="emergency_suspend",
        help=_("Elle prend fin d’elle-même si elle n’est pas confirmée dans les trente jours."),
        grave=True,
    ),
    Act(
        "confirmer-urgence",
        _("Confirmer la suspension d’urgence"),
        AUTHORITY,
        grants.confirm_emergency,
        states=(G.SUSPENDED,),
        shown=lambda grant: grant.confirm_by is not None and not grant.is_emergency_confirmed,
        grave=True,
    ),
    Act(
        "lever-la-suspension",
        _("Lever la suspension"),
        AUTHORITY,
        grants.reinstate,
        lambda grant, by: {
            "proof": fields.long(_("Preuve vérifiée"), most=4000, rows=3),
            **signed(grant, by),
        },
        states=(G.SUSPENDED,),
        event="reinstate",
    ),
    Act(
        "retirer",
        _("Retirer le label"),
        AUTHORITY,
        grants.withdraw,
        lambda grant, by: {
            **signed(grant, by),
            "public_reason": fields.short(
                _("Raison courte, qui paraîtra au registre"), required=False
            ),
        },
        states=(G.SUSPENDED, G.FORMAL_NOTICE),
        event="withdraw",
        grave=True,
    ),
    Act(
        "annuler",
        _("Annuler le label"),
        AUTHORITY,
        grants.annul,
        lambda grant, by: {
            "ground": fields.choice(
                _("Fondement"),
                [
                    ("court", _("Décision de justice")),
                    ("appeal", _("Recours")),
                    ("illegal", _("Illégalité de moins de quatre mois")),
                ],
            ),
            **signed(grant, by),
        },
        states=(G.PENDING_SIGNATURE, *IN_FORCE),
        event="annul",
        grave=True,
    ),
)
