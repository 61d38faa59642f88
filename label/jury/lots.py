"""A person's own line in the draws: the only place where a pseudonym meets its person."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from label.enums import College, DrawState
from label.models import Draw, DrawCandidate


@dataclass(frozen=True)
class OwnLine:
    draw: Draw
    pseudonym: str
    college: str
    says: str


def of_person(user):
    return DrawCandidate.objects.filter(member__person=user)


def lines(user) -> list[OwnLine]:
    """Each draw that a person was a candidate of, the last first."""
    rows = of_person(user).select_related("draw").order_by("-draw__committed_at", "-pk")
    return [
        OwnLine(row.draw, row.pseudonym, str(College(row.college).label), _says(row))
        for row in rows
    ]


def _says(row: DrawCandidate) -> str:
    if row.draw.state == DrawState.COMMITTED:
        return _("Le tirage n’est pas encore fait.")
    if row.draw.state == DrawState.VOIDED:
        return _("Ce tirage a été annulé : la raison est publiée.")
    if row.rank is None:
        return _("Votre ligne n’a pas été tirée cette fois.")
    if row.is_alternate:
        return _("Rang %(rank)s : suppléant ou suppléante.") % {"rank": row.rank}
    return _("Rang %(rank)s : un siège vous est proposé.") % {"rank": row.rank}
