"""Acts on sessions: plan, convene several cases at once, open, close, call off."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from label import deliberation, planning
from label.desks import fields
from label.desks.acts.declaration import SECRETARIAT, Act
from label.enums import CaseState as S
from label.enums import PanelState, Role, SessionState
from label.models import Hearing, Panel


def plan(team, *, by, starts_at, place, remote_url="", facilitator=None):
    return planning.plan_session(
        by=by,
        starts_at=starts_at,
        place=place,
        remote_url=remote_url,
        facilitator=facilitator,
    )


AWAITING = (S.INVESTIGATION, S.SCORING, S.DELIBERATION)


def ready_panels():
    """Panels that exist and have no session ahead."""
    ahead = Hearing.objects.filter(panel=OuterRef("pk"), closed_at=None)
    ready = [PanelState.CONSTITUTED, PanelState.IN_SESSION]
    return (
        Panel.objects.filter(
            Q(kind="first", case__state__in=AWAITING)
            | Q(kind="appeal", case__state=S.UNDER_APPEAL),
            ~Exists(ahead),
            state__in=ready,
        )
        .select_related("case__operator")
        .order_by("case__implicit_decision_on", "pk")
    )


def _in_words(panel) -> str:
    return f"{panel} – {panel.case.operator.title}"


def convene(session, *, by, panels):
    return planning.convene(session, list(panels), by=by)


TEAM_ACTS = (
    Act(
        "fixer-une-seance",
        _("Fixer une séance"),
        SECRETARIAT,
        plan,
        lambda team, by: {
            "starts_at": fields.moment(_("Date et heure")),
            "place": fields.short(_("Lieu"), most=200),
            "remote_url": fields.address(_("Lien à distance")),
            "facilitator": fields.one_of(
                _("Animation"), fields.people_of(Role.FACILITATOR), required=False
            ),
        },
    ),
)
SESSION_ACTS = (
    Act(
        "convoquer",
        _("Mettre des dossiers à l’ordre du jour et convoquer"),
        SECRETARIAT,
        convene,
        lambda session, by: {
            "panels": fields.some_of(_("Dossiers prêts"), ready_panels(), said=_in_words)
        },
        states=(SessionState.PLANNED,),
        help=_("Les jurés sont convoqués dix jours avant au moins, l’opérateur reçoit son heure."),
    ),
    Act(
        "ouvrir",
        _("Ouvrir la séance"),
        (Role.FACILITATOR, Role.SECRETARIAT),
        planning.open_session,
        states=(SessionState.PLANNED,),
    ),
    Act(
        "clore",
        _("Clore la séance"),
        (Role.FACILITATOR, Role.SECRETARIAT),
        planning.close_session,
        states=(SessionState.OPEN,),
        grave=True,
    ),
    Act(
        "annuler",
        _("Annuler la séance"),
        SECRETARIAT,
        planning.cancel_session,
        lambda session, by: {"reason": fields.long(_("Pourquoi"), most=1000, rows=2)},
        states=(SessionState.PLANNED,),
        help=_("Les jurés et les opérateurs sont prévenus."),
        grave=True,
    ),
)
MINUTES_ACTS = (
    Act(
        "signer-le-proces-verbal",
        _("Signer le procès-verbal"),
        (Role.GUARANTOR,),
        deliberation.sign_minutes,
        shown=lambda opinion: (
            not opinion.is_adopted
            and opinion.guarantor_signed_at is None
            and opinion.panel.case.procedure.guarantor
        ),
        grave=True,
    ),
)
