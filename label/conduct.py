"""Who conducts a hearing: its chair, the facilitation, the secretariat."""

from django.db.models import Exists
from django.utils.translation import gettext as _

from label import presence, roles
from label.enums import Role
from label.machine import Refused
from label.models import Hearing, InterestDeclaration, Seat


def own_seat(hearing: Hearing, user) -> Seat | None:
    """The seat of a juror who sits at a hearing and declared no tie with the case."""
    seat = _own_seats(hearing, user).select_related("member__person").first()
    if seat is not None:
        seat.panel = hearing.panel
    return seat


def sits(hearing: Hearing, user) -> bool:
    return _own_seats(hearing, user).exists()


def _own_seats(hearing: Hearing, user):
    panel = hearing.panel
    declared = InterestDeclaration.objects.filter(
        case=panel.case_id, person=user, role=panel.juror_role, is_nil=True
    )
    return Seat.objects.effective().of(user).filter(Exists(declared), panel=panel)


def chairs(hearing: Hearing, user) -> bool:
    """Whether a person chairs; not any more once recused or excused (label.md I-01)."""
    return (
        hearing.chair_id is not None
        and Seat.objects.effective().of(user).filter(pk=hearing.chair_id).exists()
    )


def runs(hearing: Hearing, user) -> bool:
    held = roles.held_for(user, hearing)
    return bool({Role.FACILITATOR, Role.SECRETARIAT} & held) or chairs(hearing, user)


def must_run(hearing: Hearing, user) -> None:
    if not runs(hearing, user):
        raise Refused(_("C’est à la présidence ou à l’animation."))


def role_of(hearing: Hearing, user) -> str:
    """In which capacity a person who runs a hearing acts."""
    if chairs(hearing, user):
        return Role.CHAIR
    held = roles.held_for(user, hearing)
    return Role.FACILITATOR if Role.FACILITATOR in held else Role.SECRETARIAT


def must_sit(hearing: Hearing, seat: Seat, user) -> None:
    """A juror speaks for themselves, present and without interest."""
    if user.pk != seat.member.person_id:
        raise Refused(_("Chacun vote pour soi : il n’y a pas de mandat."))
    if not presence.seats_present(hearing).filter(pk=seat.pk).exists():
        raise Refused(_("Vous n’êtes pas noté présent, ou n’avez pas confirmé vos intérêts."))
