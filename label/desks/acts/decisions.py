"""Acts of the authority on a case: decide, acknowledge, retract, answer an appeal."""

from django.utils.translation import gettext_lazy as _

from label import appeals, cases, decisions, judgement
from label.desks import fields
from label.desks.acts.declaration import AUTHORITY, SECRETARIAT, Act
from label.enums import CaseState, Level
from label.models import Decision

S = CaseState


def signed(obj, by):
    """Reasons, and the delegation last used by whoever signs."""
    last = Decision.objects.filter(signatory=by).order_by("-pk").first()
    return {
        "text": fields.long(_("Motifs de la décision"), most=12000, rows=8),
        "competence_ref": fields.short(
            _("Délégation qui vous donne compétence"),
            most=200,
            initial=last.competence_ref if last else None,
        ),
    }


def departure(obj, by):
    return {
        "departure_reasons": fields.long(
            _("Pourquoi s’écarter de l’avis"),
            required=False,
            help=_("Seulement si la décision s’en écarte. Ces motifs sont publiés."),
        )
    }


def unmet(case) -> list:
    """E and O criteria that are not met, once there are medians."""
    panel = case.panel
    if panel is None or not panel.results.exists():
        return []
    return [one for rows in judgement.unmet(panel).values() for one in rows]


def plan_fields(criteria, *, known=None):
    """An action, a proof and a date for each criterion."""
    asked = {}
    for one in criteria:
        told = (known or {}).get(one.code, {})
        name = f"{one.code} {one.title}"
        asked |= {
            f"reserves:{one.code}:action": fields.short(
                _("%(name)s : action attendue") % {"name": name}, initial=told.get("action")
            ),
            f"reserves:{one.code}:proof": fields.short(
                _("%(code)s : preuve attendue") % {"code": one.code}, initial=told.get("proof")
            ),
            f"reserves:{one.code}:due_on": fields.day(
                _("%(code)s : avant le") % {"code": one.code},
                initial=told.get("due_on"),
                help=_("Dans les six mois."),
            ),
        }
    return asked


def as_plan(reserves: dict) -> list[dict]:
    return [{"criterion": code, **one} for code, one in reserves.items()]


def _proposed(case) -> dict:
    """The reserves that the panel proposed, by criterion."""
    opinion = case.panel.opinions.order_by("-number").first() if case.panel else None
    return {one.get("criterion"): one for one in (opinion.reserves if opinion else [])}


def _plan(case, by, *, left=lambda case: unmet(case)):
    mandatory = [one for one in left(case) if one.level == Level.MANDATORY]
    return plan_fields(mandatory, known=_proposed(case))


def _left_by_appeal(case) -> list:
    settled = {code for code, why in case.appeal.findings.items() if str(why).strip()}
    return [one for one in unmet(case) if one.code not in settled]


def _reasons(case, by):
    opinion = case.panel.opinions.order_by("-number").first() if case.panel else None
    known = opinion.reasons if opinion else {}
    return {
        f"reasons:{one.code}": fields.long(
            _("%(criterion)s : pourquoi il n’est pas rempli") % {"criterion": one},
            most=2000,
            rows=2,
            initial=known.get(one.code),
        )
        for one in unmet(case)
    }


def _told(values: dict) -> dict:
    if isinstance(values.get("reserves"), dict):
        values = values | {"reserves": as_plan(values["reserves"])}
    return values


def grant(case, *, by, text, competence_ref, departure_reasons="", commitment=""):
    return decisions.grant(
        case,
        by=by,
        text=text,
        competence_ref=competence_ref,
        departure_reasons=departure_reasons,
        commitment=commitment,
    )


def grant_with_reserves(case, *, by, text, competence_ref, departure_reasons="", reserves=None):
    return decisions.grant_with_reserves(
        case,
        by=by,
        text=text,
        competence_ref=competence_ref,
        departure_reasons=departure_reasons,
        reserves=as_plan(reserves or {}),
    )


def refuse(
    case, *, by, text, competence_ref, departure_reasons="", reasons=None, road_map="",
    may_refile_at_once=False,
):  # fmt: skip
    return decisions.refuse(
        case,
        by=by,
        text=text,
        competence_ref=competence_ref,
        departure_reasons=departure_reasons,
        reasons=reasons or {},
        road_map=road_map,
        may_refile_at_once=may_refile_at_once,
    )


def reform_with_reserves(case, *, by, text, competence_ref, departure_reasons="", reserves=None):
    return appeals.reform_with_reserves(
        case,
        by=by,
        text=text,
        competence_ref=competence_ref,
        departure_reasons=departure_reasons,
        reserves=as_plan(reserves or {}),
    )


def _signed_and(*more):
    def asked(case, by):
        found = {}
        for one in (signed, departure, *more):
            found |= one(case, by)
        return found

    return asked


ACTS = (
    Act(
        "irrecevabilite",
        _("Signer l’irrecevabilité"),
        AUTHORITY,
        cases.declare_inadmissible,
        signed,
        states=(S.SUBMITTED,),
        event="declare_inadmissible",
        grave=True,
    ),
    Act(
        "accorder",
        _("Accorder le label"),
        AUTHORITY,
        grant,
        _signed_and(
            lambda case, by: {
                "commitment": fields.long(
                    _("Engagement de progrès"),
                    required=False,
                    most=1000,
                    rows=2,
                    help=_("S’il y en a un : il est revu au bout d’un an."),
                )
            }
        ),
        states=(S.OPINION_ISSUED,),
        event="grant",
        grave=True,
    ),
    Act(
        "accorder-avec-reserves",
        _("Accorder avec réserves"),
        AUTHORITY,
        grant_with_reserves,
        _signed_and(_plan),
        states=(S.OPINION_ISSUED,),
        event="grant_with_reserves",
        told=_told,
        help=_("Une réserve pour chaque critère attendu non rempli, avec son plan daté."),
        grave=True,
    ),
    Act(
        "refuser",
        _("Refuser"),
        AUTHORITY,
        refuse,
        _signed_and(
            _reasons,
            lambda case, by: {
                "road_map": fields.long(
                    _("Ce qui permettrait une nouvelle demande"), required=False, most=8000
                ),
                "may_refile_at_once": fields.yes(
                    _("Peut redéposer aussitôt, en reprenant la visite")
                ),
            },
        ),
        states=(S.OPINION_ISSUED, S.DEFERRED),
        event="refuse",
        grave=True,
    ),
    Act(
        "seconde-lecture",
        _("Demander une seconde lecture"),
        AUTHORITY,
        decisions.request_second_reading,
        lambda case, by: {
            "reasons": fields.long(_("Motifs"), help=_("Ils seront publiés avec la décision."))
        },
        states=(S.OPINION_ISSUED,),
        event="second_reading",
        help=_("Une seule fois par dossier."),
        grave=True,
    ),
    Act(
        "reconnaitre",
        _("Reconnaître la décision implicite"),
        AUTHORITY,
        decisions.acknowledge,
        _signed_and(),
        states=(S.IMPLICIT_DECISION,),
        event="acknowledge",
        grave=True,
    ),
    Act(
        "ouvrir-un-retrait",
        _("Ouvrir la procédure contradictoire d’un retrait"),
        AUTHORITY,
        decisions.open_retraction,
        lambda case, by: {"grounds": fields.long(_("Motifs communiqués à l’opérateur"))},
        states=(S.IMPLICIT_DECISION,),
        help=_("L’opérateur a quinze jours pour répondre."),
    ),
    Act(
        "retirer-decision-implicite",
        _("Retirer la décision implicite"),
        AUTHORITY,
        decisions.retract,
        lambda case, by: {
            **signed(case, by),
            "illegality": fields.long(_("En quoi elle est illégale"), most=4000),
        },
        states=(S.IMPLICIT_DECISION,),
        event="retract",
        grave=True,
    ),
    Act(
        "confirmer-apres-recours",
        _("Confirmer la décision après le recours"),
        AUTHORITY,
        appeals.uphold,
        _signed_and(),
        states=(S.UNDER_APPEAL,),
        event="uphold",
        grave=True,
    ),
    Act(
        "accorder-apres-recours",
        _("Accorder après le recours"),
        AUTHORITY,
        appeals.reform_grant,
        _signed_and(),
        states=(S.UNDER_APPEAL,),
        event="reform_grant",
        grave=True,
    ),
    Act(
        "accorder-avec-reserves-apres-recours",
        _("Accorder avec réserves après le recours"),
        AUTHORITY,
        reform_with_reserves,
        _signed_and(lambda case, by: _plan(case, by, left=_left_by_appeal)),
        states=(S.UNDER_APPEAL,),
        event="reform_reserves",
        told=_told,
        grave=True,
    ),
    Act(
        "reprendre-apres-recours",
        _("Reprendre l’instruction après le recours"),
        AUTHORITY,
        appeals.remit,
        _signed_and(
            lambda case, by: {"defect": fields.long(_("Vice de procédure"), most=4000, rows=3)}
        ),
        states=(S.UNDER_APPEAL,),
        event="remit",
        help=_("Un autre jury, un nouveau délai légal."),
        grave=True,
    ),
)

DECISION_ACTS = (
    Act(
        "notifier",
        _("Noter la notification"),
        SECRETARIAT,
        decisions.notify,
        lambda decision, by: {
            "on": fields.day(_("Notifiée le")),
            "how": fields.short(
                _("Par"), most=120, help=_("Lettre recommandée, remise en main propre…")
            ),
        },
        shown=lambda decision: not hasattr(decision, "notice"),
        help=_("Les délais de recours partent de ce jour ; les messages retenus partent."),
    ),
)

APPEAL_ACTS = (
    Act(
        "admettre",
        _("Déclarer le recours recevable"),
        SECRETARIAT,
        appeals.admit,
        states=("lodged",),
        event="admit",
        help=_("Un nouveau jury se forme, sans personne du premier."),
    ),
    Act(
        "proposer-rejet",
        _("Proposer l’irrecevabilité du recours"),
        SECRETARIAT,
        appeals.propose_inadmissible,
        lambda appeal, by: {"note": fields.long(_("Votre proposition"), most=4000, rows=3)},
        states=("lodged",),
    ),
    Act(
        "rejeter-recours",
        _("Déclarer le recours irrecevable"),
        AUTHORITY,
        appeals.reject,
        lambda appeal, by: {"reasons": fields.long(_("Motifs"))},
        states=("lodged",),
        event="reject",
        grave=True,
    ),
    Act(
        "noter-jury-de-recours",
        _("Noter que le jury de recours est constitué"),
        SECRETARIAT,
        appeals.note_panel,
        states=("admitted",),
        event="draw_panel",
    ),
)
