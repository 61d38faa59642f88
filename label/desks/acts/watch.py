"""Acts after the grant: adversarial windows, checks, findings, alerts, charters, incidents."""

from django.utils.translation import gettext_lazy as _

from label import charters, incidents, watch
from label.desks import fields
from label.desks.acts.declaration import CONTROLLER, SECRETARIAT, Act
from label.enums import AlertState, CharterState, CheckOrigin, CheckState, Role, Severity
from label.models import CharterSignature, Criterion, Grant

K, A, H = CheckState, AlertState, CharterState
PLANNERS = (Role.SECRETARIAT, Role.CONTROLLER)

WINDOW_ACTS = (
    Act(
        "entendu",
        _("Noter que l’opérateur a été entendu"),
        (Role.SECRETARIAT, Role.AUTHORITY),
        watch.note_hearing,
        lambda window, by: {"on": fields.day(_("Entendu le"))},
        shown=lambda window: window.wants_hearing and window.heard_on is None,
    ),
)


# Checks ----------------------------------------------------------------------


def _criteria(check):
    return Criterion.objects.filter(version=check.grant.case.referential).order_by("position")


def close_check(check, *, by):
    return watch.close_check(check, by=by)


CHECK_ACTS = (
    Act(
        "fixer-la-date",
        _("Fixer la date du contrôle"),
        PLANNERS,
        watch.plan_check,
        lambda check, by: {
            "on": fields.day(_("Prévu le")),
            "announced": fields.yes_or_no(_("Le contrôle est"), _("annoncé"), _("inopiné")),
        },
        states=(K.DRAWN, K.TARGETED),
        event="announce",
        told=lambda values: {"planned_for": values["on"]},
    ),
    Act(
        "compte-rendu",
        _("Écrire le compte rendu du contrôle"),
        CONTROLLER,
        watch.carry_out,
        lambda check, by: {"report": fields.long(_("Ce qui a été contrôlé"), most=12000, rows=10)},
        states=(K.ANNOUNCED, K.UNANNOUNCED),
        event="do",
    ),
    Act(
        "constat",
        _("Ajouter un constat"),
        CONTROLLER,
        watch.add_finding,
        lambda check, by: {
            "criterion": fields.one_of(_("Critère"), _criteria(check)),
            "severity": fields.choice(_("Gravité"), Severity.choices),
            "text": fields.long(_("Constat"), most=4000),
        },
        states=(K.DONE,),
        help=_("Mineur : à corriger en trois mois. Majeur ou critique : l’autorité décide."),
    ),
    Act(
        "clore-les-constats",
        _("Dire que les constats sont complets"),
        CONTROLLER,
        watch.conclude_findings,
        states=(K.DONE,),
        event="find",
    ),
    Act(
        "clore",
        _("Clore le contrôle"),
        PLANNERS,
        close_check,
        states=(K.DONE, K.FINDINGS),
        event="close",
    ),
)
FINDING_ACTS = (
    Act(
        "corrige",
        _("Noter que c’est corrigé"),
        PLANNERS,
        watch.note_corrected,
        shown=lambda finding: finding.corrected_on is None,
    ),
)


# Alerts ----------------------------------------------------------------------


def found(alert, *, by, conclusion):
    return watch.conclude(alert, by=by, founded=True, conclusion=conclusion)


def dismiss(alert, *, by, conclusion):
    return watch.conclude(alert, by=by, founded=False, conclusion=conclusion)


def check_after(alert, *, by, due_on=None):
    return watch.open_check(
        alert.grant, by=by, origin=CheckOrigin.TARGETED, alert=alert, due_on=due_on
    )


def _conclusion(alert, by):
    return {"conclusion": fields.long(_("Conclusion"), most=4000)}


def _in_words(grant) -> str:
    return f"{grant.number} – {grant.operator.title}"


ALERT_ACTS = (
    Act(
        "rattacher",
        _("Rattacher à un label"),
        SECRETARIAT,
        watch.link_grant,
        lambda alert, by: {
            "grant": fields.one_of(
                _("Label"),
                Grant.objects.in_register().select_related("operator"),
                said=_in_words,
                initial=alert.grant_id,
            )
        },
        states=(A.RECEIVED,),
    ),
    Act(
        "retenir",
        _("Retenir le signalement"),
        SECRETARIAT,
        watch.qualify,
        states=(A.RECEIVED,),
        event="qualify",
    ),
    Act(
        "ecarter",
        _("Écarter le signalement"),
        SECRETARIAT,
        watch.reject,
        _conclusion,
        states=(A.RECEIVED,),
        event="reject",
    ),
    Act(
        "transmettre",
        _("Transmettre au service compétent"),
        SECRETARIAT,
        watch.forward,
        lambda alert, by: {"to": fields.short(_("Service"), most=120, help=_("DDPP, DGCCRF…"))},
        states=(A.RECEIVED,),
        event="forward",
        told=lambda values: {"forwarded_to": values["to"]},
    ),
    Act(
        "demander-des-observations",
        _("Demander ses observations à l’opérateur"),
        SECRETARIAT,
        watch.hear_operator,
        lambda alert, by: {
            "grounds": fields.long(
                _("Ce qui lui est dit"), help=_("Sans rien qui désigne la personne qui signale.")
            )
        },
        states=(A.QUALIFIED,),
        event="hear",
    ),
    Act(
        "fonde",
        _("Conclure : fondé"),
        SECRETARIAT,
        found,
        _conclusion,
        states=(A.ADVERSARIAL,),
        event="found",
        grave=True,
    ),
    Act(
        "non-fonde",
        _("Conclure : non fondé"),
        SECRETARIAT,
        dismiss,
        _conclusion,
        states=(A.ADVERSARIAL,),
        event="dismiss",
    ),
    Act(
        "decider-un-controle",
        _("Décider un contrôle"),
        SECRETARIAT,
        check_after,
        lambda alert, by: {"due_on": fields.day(_("À faire avant le"), required=False)},
        states=(A.QUALIFIED, A.ADVERSARIAL, A.FOUNDED),
        shown=lambda alert: alert.grant_id is not None,
    ),
    Act(
        "repondre-et-clore",
        _("Répondre et clore"),
        SECRETARIAT,
        watch.close_alert,
        lambda alert, by: {
            "answer": fields.long(_("Réponse à la personne qui a signalé"), most=4000)
        },
        states=(A.REJECTED, A.FORWARDED, A.FOUNDED, A.UNFOUNDED),
        event="close",
    ),
)


# Charters ----------------------------------------------------------------------


def open_charter(team, *, by, page):
    return charters.open_charter(page, by=by)


def _declared(charter, by):
    return {
        "local_share": fields.number(_("Part de produits d’ici (%)"), initial=charter.local_share),
        "declaration": fields.long(
            _("Ce qui est proposé d’ici"), most=4000, initial=charter.declaration
        ),
    }


def _places():
    """Those that may sign, and have no charter that stands."""
    standing = CharterSignature.objects.exclude(state=H.REMOVED)
    return charters.eligible().exclude(pk__in=standing.values("page")).order_by("title")


CHARTER_ACTS = (
    Act(
        "remplir",
        _("Remplir la charte"),
        SECRETARIAT,
        charters.fill_charter,
        _declared,
        states=(H.DRAFT,),
    ),
    Act(
        "confirmee",
        _("Noter la confirmation reçue sur papier"),
        SECRETARIAT,
        charters.confirm_charter,
        _declared,
        states=(H.LISTED, H.CHECKED, H.REMINDED),
        event="confirm",
    ),
    Act(
        "signee",
        _("Noter la signature"),
        SECRETARIAT,
        charters.sign_charter,
        states=(H.DRAFT,),
        event="sign",
    ),
    Act(
        "publier",
        _("Publier la charte"),
        SECRETARIAT,
        charters.list_charter,
        states=(H.SIGNED,),
        event="list",
    ),
    Act(
        "publier-la-correction",
        _("Publier ce qui est corrigé"),
        SECRETARIAT,
        charters.publish_correction,
        states=(H.LISTED, H.CHECKED, H.REMINDED),
        shown=lambda charter: charter.awaits_reading,
        help=_("Relisez ce qui est déclaré. D’ici là, le public lit ce qui était publié avant."),
    ),
    Act(
        "verifiee",
        _("Noter que la charte est vérifiée"),
        PLANNERS,
        charters.check_charter,
        states=(H.LISTED, H.CHECKED, H.REMINDED),
        event="check",
    ),
    Act(
        "rappeler",
        _("Rappeler la charte"),
        SECRETARIAT,
        charters.remind_charter,
        states=(H.LISTED, H.CHECKED),
        event="remind",
    ),
    Act(
        "retirer-charte",
        _("Retirer la charte"),
        SECRETARIAT,
        charters.remove_charter,
        lambda charter, by: {"reasons": fields.long(_("Motifs"), most=4000)},
        states=(H.SIGNED, H.LISTED, H.CHECKED, H.REMINDED),
        event="remove",
        grave=True,
    ),
)
CHARTER_TEAM_ACTS = (
    Act(
        "ouvrir-une-charte",
        _("Ouvrir une charte"),
        SECRETARIAT,
        open_charter,
        lambda team, by: {"page": fields.one_of(_("Lieu"), _places())},
    ),
)

INCIDENT_ACTS = (
    Act(
        "repondre",
        _("Dire la suite donnée"),
        (Role.GUARANTOR, Role.SECRETARIAT),
        incidents.resolve,
        lambda incident, by: {"resolution": fields.long(_("Suite donnée"), most=2000, rows=3)},
        shown=lambda incident: incident.resolved_at is None,
    ),
)
