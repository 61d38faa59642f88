"""The end of a file: listed at its term, destroyed with the archivist's visa (rules.md 4.1).

Files of a public body cannot be destroyed without the departmental archivist's visa: nothing here
goes by itself. Decisions, opinions and the journal stay.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, journal, machine, roles, storage
from label.enums import ENDED_GRANT, Role
from label.machine import Refused
from label.models import (
    Answers,
    Case,
    DeclaredTie,
    EventPayload,
    Grant,
    RequestedItem,
    SelfAssessment,
    Visit,
    VisitAddendum,
    VisitPhoto,
    VisitReport,
)
from label.retention import closed_before

FILE_KEPT = 60  # months after the case and every label that came of it


def to_eliminate(*, now: datetime) -> QuerySet[Case]:
    """Cases whose file may go: five years after the case and every label that came of it."""
    before = clock.add_months(clock.civil_day(now), -FILE_KEPT)
    return (
        closed_before(clock.start_of(before))
        .exclude(grants__in=Grant.objects.exclude(state__in=ENDED_GRANT))
        .exclude(grants__ended_on__gte=before)
        .filter(Q(answers__isnull=False) | Q(evidence__file__gt=""))
        .distinct()
        .order_by("reference")
    )


@transaction.atomic
def eliminate(case: Case, *, by, visa: str, now: datetime | None = None) -> None:
    """Destroy the file of a case with the archivist's visa; decisions and the journal stay."""
    now = now or timezone.now()
    machine.lock(case)
    if Role.ARCHIVIST not in roles.group_roles(by):
        raise Refused(_("C’est à la personne chargée des archives."))
    if not visa.strip():
        raise Refused(_("Notez la référence du visa d’élimination."))
    if not to_eliminate(now=now).filter(pk=case.pk).exists():
        raise Refused(_("Ce dossier n’a pas atteint son terme de conservation."))
    for photo in VisitPhoto.objects.filter(report__visit__case=case):
        storage.forget(photo.file)
        photo.delete()
    for piece in case.evidence.exclude(file=""):
        storage.forget(piece.file)
        piece.file = piece.title = piece.filename = piece.issuer = piece.number = ""
        piece.removed_at = piece.removed_at or now
        piece.save()
    for paper in case.papers.all():
        storage.forget(paper.file)
        paper.delete()
    _forget_words(case)
    Answers.objects.filter(case=case).delete()
    DeclaredTie.objects.filter(case=case).delete()
    EventPayload.objects.filter(event__case=case, erased_at=None).update(
        data={}, salt="", erased_at=now
    )
    journal.record(case, "eliminate", by=by, role=Role.ARCHIVIST, now=now, payload={"visa": visa})


def _forget_words(case: Case) -> None:
    """What was written of the operator and their place; that there was a visit, and when, stays."""
    SelfAssessment.objects.filter(case=case).update(explanation="")
    RequestedItem.objects.filter(request__case=case).update(explanation="")
    case.scope_lines.update(description="", origin="", steps="", yearly_volume="")
    VisitReport.objects.filter(visit__case=case).update(
        facts={}, strong_points="", weak_points="", circumstances="", lot_exercise=""
    )
    VisitAddendum.objects.filter(visit__case=case).update(text="")
    Visit.objects.filter(case=case).update(reply="")
