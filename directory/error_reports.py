"""What somebody reports: kept, told to the people of the listing, answered."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from directory import mails
from directory.models import ErrorReport, ListedPage
from directory.reminders import news

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
MOST_PER_SENDER = 20  # in a day
MOST_PER_PAGE = 10  # that nobody has answered yet


class Refused(Exception):
    """Why it cannot be done, in words for the person."""


@transaction.atomic
def report(
    page: ListedPage, *, subject: str, text: str, email: str, sender: str, now: datetime
) -> ErrorReport:
    """Keep what somebody saw and tell the listing's people; Refused over the limits."""
    check_sender(sender, now=now)
    if page.error_reports.open().count() >= MOST_PER_PAGE:
        raise Refused(_("Plusieurs personnes l’ont déjà signalé : nous y travaillons."))
    kept = ErrorReport.objects.create(
        page=page, subject=subject, text=text, email=email, sender=sender, created_at=now
    )
    transaction.on_commit(lambda: _tell_managers(kept))
    return kept


def check_sender(sender: str, *, now: datetime) -> None:
    """Refused where one network has sent enough for a day, of errors and of places together."""
    if ErrorReport.objects.filter(sender=sender, created_at__gt=now - DAY).count() >= (
        MOST_PER_SENDER
    ):
        raise Refused(
            _(
                "%(number)d signalements sont déjà partis de votre réseau aujourd’hui. "
                "Revenez demain."
            )
            % {"number": MOST_PER_SENDER}
        )


@transaction.atomic
def answer(found: ErrorReport, *, state: str, text: str, by, now: datetime) -> None:
    """Say what became of a report; Refused if somebody has answered it meanwhile."""
    found = ErrorReport.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not found.is_open:
        raise Refused(_("Quelqu’un y a déjà répondu."))
    if found.is_place and state == ErrorReport.State.CORRECTED and not found.page.live:
        raise Refused(not_online())
    found.state, found.answer = state, text
    found.answered_by, found.answered_at = by, now
    found.save()
    if found.email:
        transaction.on_commit(lambda: tell(found, now=now))


def not_online() -> str:
    return _("Publiez d’abord sa fiche : la personne est prévenue aussitôt.")


def tell(found: ErrorReport, *, now: datetime) -> bool:
    """Mail the answer to who reported; one that could not leave is tried again every night."""
    try:
        mails.send_report_answer(found)
    except OSError:
        logger.exception("the answer to report %s could not be mailed", found.pk)
        return False
    ErrorReport.objects.filter(pk=found.pk).update(told_at=now)
    return True


def tell_late(*, now: datetime) -> int:
    """Mail the answers that could not leave, and give how many did."""
    return sum(tell(found, now=now) for found in ErrorReport.objects.untold())


def purge(*, now: datetime) -> int:
    """Forget who reported, then what; give how many addresses went."""
    forgotten = ErrorReport.objects.with_address_to_forget(now).update(email="", sender="")
    ErrorReport.objects.to_forget(now).delete()
    return forgotten


def _tell_managers(found: ErrorReport) -> None:
    for recipient in news.managers(found.page):
        try:
            mails.send_report(recipient, found)
        except OSError:  # it stands in their space too
            logger.exception("report %s could not be mailed", found.pk)
