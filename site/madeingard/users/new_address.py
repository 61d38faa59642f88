"""Moving an account to another e-mail address: a code to the new one, a word to the old one."""

import logging

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from madeingard.users import codes, mails, people
from madeingard.users.sign_in import TooMany

logger = logging.getLogger(__name__)


class SameAddress(Exception):
    """Nothing would change."""


def pending(request: HttpRequest) -> codes.Waiting | None:
    return _mailbox(request).waiting


def begin(request: HttpRequest, email: str) -> None:
    """Send a code to a new address; SameAddress or TooMany say why not.

    An address that has an account already is answered alike: the mail alone says so.
    """
    email = people.normalize(email)
    if email == request.user.email:
        raise SameAddress(_("C’est déjà votre adresse."))
    if not ratelimit.consume(request, action="request_login_code", key=email):
        raise TooMany(_("Trop de codes ont été demandés. Attendez dix minutes, puis recommencez."))
    is_taken = people.find(email) is not None
    code = _mailbox(request).issue(email, is_void=is_taken)
    try:
        if is_taken:
            mails.send_taken(email)
        else:
            mails.send_change_code(email, code)
    except OSError:
        logger.exception("the code of a new address could not be mailed")


def finish(request: HttpRequest, typed: str) -> None:
    """Move the account of who typed the right code; codes.Refused otherwise."""
    waiting = _mailbox(request).check(typed)
    user, former = request.user, request.user.email
    try:
        people.change_email(user, waiting.email)
    except people.AddressTaken as error:
        words = _("Cette adresse vient d’être prise par un autre compte.")
        raise codes.Refused(words, is_over=True) from error
    try:
        mails.send_changed(former, waiting.email)
    except OSError:
        logger.exception("the former address of person %s could not be told", user.pk)


def _mailbox(request: HttpRequest) -> codes.Mailbox:
    return codes.Mailbox(request.session, f"address-of-{request.user.pk}")
