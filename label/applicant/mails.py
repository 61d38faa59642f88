"""The way back to an application, sent at once; the rest goes through the outbox."""

import logging

from django.urls import reverse
from django.utils.translation import override
from madeingard.users.mails import send

from home import seo
from label.models import Case

logger = logging.getLogger(__name__)


def send_begun(case: Case, person) -> None:
    """A link to resume, on this telephone or elsewhere; it asks who it is."""
    context = {
        "title": " ".join(case.operator.title.split()),  # it stands in a header
        "reference": case.reference,
        "address": seo.absolute(reverse("label:case", args=[case.reference])),
    }
    try:
        with override("fr"):
            send("mails/label_begun.txt", person.email, context)
    except OSError:  # smtplib's errors are some of them
        logger.exception("the way back to %s could not be mailed", case.reference)
