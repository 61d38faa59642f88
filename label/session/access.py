"""The one door to a hearing: who may look, and as whom."""

from dataclasses import dataclass

import rules
from django.http import Http404

from label import conduct, roles
from label.enums import PanelKind, PanelState, Role, SessionState
from label.models import Hearing, Seat, Session

TEAM = frozenset({Role.FACILITATOR, Role.SECRETARIAT, Role.GUARANTOR})


@dataclass(frozen=True)
class Place:
    """Where a person stands in the room."""

    user: object
    hearing: Hearing
    seat: Seat | None  # their own; None: not of the panel
    is_chair: bool
    is_runner: bool
    is_guarantor: bool

    @property
    def panel(self):
        return self.hearing.panel

    @property
    def case(self):
        return self.hearing.panel.case

    @property
    def session(self) -> Session:
        return self.hearing.session

    @property
    def is_appeal(self) -> bool:
        return self.panel.kind == PanelKind.APPEAL


def place_of(user, reference: str, position: int) -> Place:
    """Where this person stands; 404 for who has no place there, whether it exists or not."""
    hearing = (
        Hearing.objects.filter(session__reference=reference, position=position)
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("session", "panel__case__rules")
        .first()
    )
    if hearing is None or not rules.has_perm("label.attend_hearing", user, hearing):
        raise Http404
    seat = conduct.own_seat(hearing, user)
    held = roles.held_for(user, hearing)
    is_chair = seat is not None and seat.pk == hearing.chair_id
    return Place(
        user=user,
        hearing=hearing,
        seat=seat,
        is_chair=is_chair,
        is_runner=is_chair or bool({Role.FACILITATOR, Role.SECRETARIAT} & held),
        is_guarantor=Role.GUARANTOR in held and seat is None,
    )


def sessions_of(user):
    """The sessions that a person may enter: the team's, or those of the panels they sit on."""
    shown = Session.objects.exclude(state=SessionState.CANCELLED)
    if TEAM & roles.group_roles(user):
        return shown
    return shown.filter(hearings__panel__in=panels_of(user)).distinct()


def hearings_of(user, session: Session):
    """What a person may see of an agenda."""
    hearings = session.hearings.select_related("panel__case__operator", "session")
    if not TEAM & roles.group_roles(user):
        hearings = hearings.filter(panel__in=panels_of(user))
    return [
        hearing
        for hearing in hearings.order_by("position")
        if rules.has_perm("label.attend_hearing", user, hearing)
    ]


def panels_of(user):
    """Panels on which a person sits now, or sat until the end."""
    return (
        Seat.objects.effective().of(user).exclude(panel__state=PanelState.FORMING).values("panel")
    )
