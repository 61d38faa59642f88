"""A person's own line in the draws: the only place where a pseudonym meets its person."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from label import pool_draws
from label.draw_page import college_names
from label.enums import DrawPurpose, DrawState, PoolState, SeatState
from label.models import Draw, DrawCandidate, DrawReplacement, PoolMember, Seat

# A place that was theirs, or would have been.
_REPLACED = DrawReplacement.objects.filter(out=OuterRef("pk"))
_LEFT = Seat.objects.filter(candidate=OuterRef("pk"), seated_at=None).filter(
    state__in=[
        SeatState.DECLINED,
        SeatState.NO_REPLY,
        SeatState.RECUSED,
        SeatState.EXCUSED,
        SeatState.DISCHARGED,
    ]
)


@dataclass(frozen=True)
class OwnLine:
    draw: Draw
    pseudonym: str
    college: str
    says: str
    is_past: bool  # not drawn, or void: nothing follows
    until: date | None = None  # a term just offered, which may be given up


def of_person(user):
    return DrawCandidate.objects.filter(member__person=user)


def lines(user, *, now: datetime) -> list[OwnLine]:
    """Each draw that a person was a candidate of, the last first."""
    rows = list(
        of_person(user)
        .select_related("draw", "called")
        .annotate(is_left=Exists(_REPLACED) | Exists(_LEFT))
        .order_by("-draw__committed_at", "-pk")
    )
    names = college_names({row.college for row in rows})
    offer = _offer(user, now)
    return [
        OwnLine(
            row.draw,
            row.pseudonym,
            names[row.college],
            _says(row),
            _is_past(row),
            pool_draws.may_decline_until(row) if offer and row.pk == offer.pk else None,
        )
        for row in rows
    ]


def _offer(user, now: datetime) -> DrawCandidate | None:
    member = PoolMember.objects.filter(person=user, state=PoolState.MEMBER).first()
    return pool_draws.offered(member, now=now) if member else None


def _is_past(row: DrawCandidate) -> bool:
    undrawn = row.draw.state == DrawState.DRAWN and row.rank is None
    return undrawn or row.draw.state == DrawState.VOIDED


def _says(row: DrawCandidate) -> str:
    if row.draw.state == DrawState.COMMITTED:
        return _("Le tirage n’est pas encore fait.")
    if row.draw.state == DrawState.VOIDED:
        return _("Ce tirage a été annulé : la raison est publiée.")
    if row.rank is None:
        return _("Votre ligne n’a pas été tirée cette fois.")
    if row.is_left:
        return _("Rang %(rank)s : cette place n’est plus la vôtre.") % {"rank": row.rank}
    if row.is_alternate and hasattr(row, "called"):
        return _("Rang %(rank)s : vous avez été appelé à la suite.") % {"rank": row.rank}
    if row.is_alternate:
        return _("Rang %(rank)s : suppléant ou suppléante.") % {"rank": row.rank}
    return _PLACES.get(row.draw.purpose, _PANEL) % {"rank": row.rank}


_PANEL = gettext_lazy("Rang %(rank)s : un siège vous est proposé.")
_PLACES = {
    DrawPurpose.VISIT: gettext_lazy("Rang %(rank)s : la visite vous est confiée."),
    DrawPurpose.POOL: gettext_lazy("Rang %(rank)s : une place au vivier est à vous."),
}
