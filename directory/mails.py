"""What the directory writes to people: plain text, in French, from templates/mails."""

import logging

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from madeingard.users.mails import send

from directory import listing_in_words
from directory.models import ErrorReport, ListedPage, Proposal
from directory.reminders import links
from home import seo

logger = logging.getLogger(__name__)

ANSWERS = {
    Proposal.State.PUBLISHED: "mails/recipe_published.txt",
    Proposal.State.REFUSED: "mails/recipe_refused.txt",
}


def send_code(email: str, code: str, *, minutes: int) -> None:
    """The code alone: nothing of what was typed may be sent to somebody else's address."""
    send("mails/recipe_code.txt", email, {"code": code, "minutes": minutes})


def send_answer(proposal: Proposal) -> None:
    page = proposal.page
    context = {
        "title": " ".join(page.title.split()),  # it stands in a header
        "author": page.author_name,
        "reason": proposal.reason,
        "address": page.full_url or seo.absolute("/"),
    }
    send(ANSWERS[proposal.state], proposal.email, context)


def send_reminder(recipient: str, pages: list[ListedPage]) -> None:
    """Ask whether the facts of these listings are still true, by one tap for each."""
    send("mails/reminder.txt", recipient, {"listings": _asked(recipient, pages)})


def send_left(recipient: str, pages: list[ListedPage]) -> None:
    """Say that listings are no longer published, and how they come back."""
    send("mails/left.txt", recipient, {"listings": _asked(recipient, pages)})


def send_report(recipient: str, report: ErrorReport) -> None:
    """Tell somebody who tends a listing what a visitor saw; never who."""
    address = seo.absolute(reverse("directory:espace_reports", args=[report.page_id]))
    send("mails/report.txt", recipient, _told(report) | {"address": address})


def send_report_answer(report: ErrorReport) -> None:
    """Tell who reported an error what became of it."""
    address = (report.page.live and report.page.full_url) or seo.absolute("/")
    send("mails/report_answer.txt", report.email, _told(report) | {"address": address})


def send_sign_expiry(recipient: str, lines: list) -> None:
    """Say which quality signs of a listing expire, or are shown no more."""
    page = lines[0].page
    address = seo.absolute(reverse("directory:espace_listing", args=[page.pk]))
    title = " ".join(page.title.split())
    send("mails/sign_expiry.txt", recipient, {"lines": lines, "title": title, "address": address})


def send_digest(user, lines: list[dict]) -> None:
    """The week of somebody's listings, with a way to stop it in one tap."""
    stop = links.address(links.DIGEST, user.pk, user.email)
    address = seo.absolute(reverse("directory:espace_home"))
    context = {"lines": lines, "address": address, "stop": stop}
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    send("mails/digest.txt", user.email, context, headers=headers)


def _told(report: ErrorReport) -> dict:
    with override("fr"):
        subject = str(report.get_subject_display())
    title = " ".join(report.page.title.split())
    return {"report": report, "subject": subject, "title": title}


def _asked(recipient: str, pages: list[ListedPage]) -> list[dict]:
    now = timezone.now()
    with override("fr"):
        return [
            {
                "title": " ".join(page.title.split()),
                "facts": listing_in_words.facts(page, now),
                "confirm": links.address(links.CONFIRM, page.pk, recipient),
                "closed": links.address(links.CLOSED, page.pk, recipient),
                "edit": links.address(links.EDIT, page.pk, recipient),
                "address": page.full_url or seo.absolute("/"),
            }
            for page in pages
        ]
