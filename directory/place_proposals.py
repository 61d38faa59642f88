"""A place that a resident misses: a draft that nobody tends, handed to the moderators, answered.

What was said and how to answer stand in an error report about the draft, never on its page.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from directory import error_reports
from directory.editing import creation, publishing
from directory.editing.moderation import Refused as NotRead
from directory.error_reports import Refused
from directory.models import Commune, ErrorReport, ListedPage
from directory.models.error_reports import ADDRESS_KEPT

MOST_WAITING = 200  # of the whole site: beyond, a machine writes, or nobody reads
State = ErrorReport.State


@transaction.atomic
def propose(
    name: str,
    kind: str,
    commune: Commune,
    *,
    address: str,
    text: str,
    email: str,
    sender: str,
    now: datetime,
) -> ErrorReport:
    """Write the draft and hand it over; Refused over the limits, or where nobody reads."""
    error_reports.check_sender(sender, now=now)
    if ErrorReport.objects.places_waiting().count() >= MOST_WAITING:
        raise Refused(
            _("Beaucoup de lieux attendent déjà d’être lus. Revenez dans quelques jours.")
        )
    try:
        page = creation.draft(name, kind, commune, address=address)
    except NotRead as refused:
        raise Refused(str(refused)) from refused
    if not publishing.submit(page, by=None):
        raise Refused(_("Personne ne relit encore les fiches ici. Appelez l’équipe."))
    return ErrorReport.objects.create(
        page=page,
        subject=ErrorReport.Subject.MISSING,
        text=text,
        email=email,
        sender=sender,
        created_at=now,
    )


def published(page: Page, *, now: datetime | None = None) -> None:
    """Tell who proposed a place that it is online. Called after any publication."""
    _answer(page, State.CORRECTED, "", now)


def refused(page: Page, reason: str, *, now: datetime | None = None) -> None:
    """Tell who proposed a place why it is not taken."""
    _answer(page, State.UNFOUNDED, reason.strip(), now)


@transaction.atomic
def answer(report: ErrorReport, *, state: str, text: str, by, now: datetime) -> None:
    """Answer from the desk: a place refused there is no longer to be read."""
    error_reports.answer(report, state=state, text=text, by=by, now=now)
    workflow = report.page.current_workflow_state
    if state == State.UNFOUNDED and workflow is not None:
        workflow.cancel(user=by)


def purge(*, now: datetime) -> int:
    """Delete the drafts of places refused two months ago, that nobody has taken up."""
    old = ErrorReport.objects.filter(
        subject=ErrorReport.Subject.MISSING,
        state=State.UNFOUNDED,
        answered_at__lt=now - ADDRESS_KEPT,
    )
    drafts = ListedPage.objects.filter(
        live=False, first_published_at=None, memberships=None, pk__in=old.values("page")
    )
    pages = list(drafts)
    for page in pages:
        page.specific.delete()
    return len(pages)


def _answer(page: Page, state: str, text: str, now: datetime | None) -> None:
    for report in ErrorReport.objects.places_waiting().filter(page=page.pk):
        error_reports.answer(report, state=state, text=text, by=None, now=now or timezone.now())
