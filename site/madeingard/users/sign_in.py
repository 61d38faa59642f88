"""Signing in by a code sent to an address: the same steps whether it has an account or not."""

import logging

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from madeingard.users import codes, links, mails, people

logger = logging.getLogger(__name__)


class TooMany(Exception):
    """Why no code can be sent for now, in words for the person."""


def pending(request: HttpRequest) -> codes.Waiting | None:
    return _mailbox(request).waiting


def begin(request: HttpRequest, email: str, *, then: str = "", link: str = "") -> None:
    """Send a code to an address; TooMany over the limits of settings.ACCOUNT_RATE_LIMITS.

    Neither the answer nor its time says whether the address has an account: only the mail does,
    to the one who reads it.
    """
    email = people.normalize(email)
    if not ratelimit.consume(request, action="request_login_code", key=email):
        raise TooMany(_("Trop de codes ont été demandés. Attendez dix minutes, puis recommencez."))
    user = people.find(email)
    is_closed = user is not None and not user.is_active
    code = _mailbox(request).issue(email, is_void=is_closed, then=then, link=link)
    try:
        if is_closed:
            mails.send_closed(email)
        else:
            mails.send_code(email, code)
    except OSError:  # smtplib's errors are some of them; the next page offers another code
        logger.exception("a sign-in code could not be mailed")


def finish(request: HttpRequest, typed: str) -> HttpResponse:
    """Let the person in who typed the right code; codes.Refused otherwise.

    The answer leads to the second factor for those who have one, else where they were going.
    """
    waiting = _mailbox(request).check(typed)
    user = people.join(waiting.email)
    if waiting.link and user.is_active:
        links.link(user, waiting.link)
    record_authentication(request, user, method="code", email=user.email)
    return perform_login(request, user, redirect_url=waiting.then or None, email=user.email)


def _mailbox(request: HttpRequest) -> codes.Mailbox:
    return codes.Mailbox(request.session, "sign-in")
