"""What the directory writes to people: plain text, in French, from templates/mails."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from directory.models import Proposal
from home import seo

ANSWERS = {
    Proposal.State.PUBLISHED: "mails/recipe_published.txt",
    Proposal.State.REFUSED: "mails/recipe_refused.txt",
}


def send_code(email: str, code: str, *, minutes: int) -> None:
    """The code alone: nothing of what was typed may be sent to somebody else's address."""
    _send("mails/recipe_code.txt", email, {"code": code, "minutes": minutes})


def send_answer(proposal: Proposal) -> None:
    page = proposal.page
    context = {
        "title": " ".join(page.title.split()),  # it stands in a header
        "author": page.author_name,
        "reason": proposal.reason,
        "address": page.full_url or seo.absolute("/"),
    }
    _send(ANSWERS[proposal.state], proposal.email, context)


def _send(template: str, to: str, context: dict) -> None:
    """The first line of a template is the subject."""
    with override("fr"):
        context = {"site": settings.WAGTAIL_SITE_NAME, "home": seo.absolute("/")} | context
        text = render_to_string(template, context)
    subject, _newline, body = text.partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[to]).send()
