"""What those who tend a listing are told of the fate of their edits."""

import logging

from django.urls import reverse

from directory.mails import send
from directory.models import Edit, ListedPage
from home import seo

logger = logging.getLogger(__name__)

ANSWERS = {
    Edit.State.APPROVED: "mails/edit_approved.txt",
    Edit.State.REFUSED: "mails/edit_refused.txt",
    Edit.State.REVERTED: "mails/edit_reverted.txt",
}


def send_begun(recipient: str, page: ListedPage) -> None:
    """The way back to a listing that somebody has begun, from any device."""
    address = seo.absolute(reverse("directory:espace_begin_contacts", args=[page.pk]))
    context = {"title": " ".join(page.title.split()), "address": address}
    _try("mails/listing_begun.txt", recipient, context, page)


def send_answer(
    people: list[str], page: ListedPage, *, state: str, reason: str, is_new: bool = False
) -> None:
    """Tell what became of an edit, and how to mend it; `is_new`: the whole page was awaited."""
    context = {
        "title": " ".join(page.title.split()),  # it stands in a header
        "reason": reason,
        "is_new": is_new,
        "address": page.full_url or seo.absolute("/"),
        "edit": seo.absolute(reverse("directory:espace_changes", args=[page.pk])),
    }
    for person in people:
        _try(ANSWERS[state], person, context, page)


def _try(template: str, to: str, context: dict, page: ListedPage) -> None:
    try:
        send(template, to, context)
    except OSError:  # smtplib's errors are some of them; the space says it too
        logger.exception("the mail about listing %s could not leave", page.pk)
