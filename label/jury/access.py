"""The one door of a juror: a seat of one's own, and what it lets read."""

import rules
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from label.enums import SeatState
from label.models import Panel, Seat

# Seats that a person still sees: the others call nobody yet.
SEEN = [state for state in SeatState if state != SeatState.DRAWN]
# Those who know whose case it is (`label.see_case`).
KNOWING = (SeatState.INVITED, SeatState.ACCEPTED, SeatState.SEATED)


def own_seats(user):
    newer = Panel.objects.filter(
        case=OuterRef("panel__case"),
        kind=OuterRef("panel__kind"),
        number__gt=OuterRef("panel__number"),
    )
    return (
        Seat.objects.of(user)
        .filter(state__in=SEEN)
        .annotate(is_former=Exists(newer))  # a remit called another panel
        .select_related("panel__case__operator__commune", "panel__case__rules", "member")
        .select_related("candidate__draw")
        .order_by("-invited_at", "-pk")
    )


def own_seat(user, pk: int) -> Seat:
    """A seat of that person; 404 for any other, whether it exists or not."""
    return get_object_or_404(own_seats(user), pk=pk)


def may_read(user, seat: Seat) -> bool:
    """Seated, without tie, the file open: the present panel of this case (I-01, I-03)."""
    return rules.has_perm("label.score_case", user, seat)


def reading_seat(user, pk: int) -> Seat:
    """A seat that gives the file now; 404 otherwise, at the very instant of a recusal."""
    seat = own_seat(user, pk)
    if not may_read(user, seat):
        raise Http404
    return seat


def knows_the_case(seat: Seat) -> bool:
    """Whether this seat still says whose case it is: a juror who left does not follow it."""
    return seat.state in KNOWING or (
        seat.state == SeatState.DISCHARGED and seat.seated_at is not None
    )
