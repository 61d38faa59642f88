"""Six digits sent by mail, that prove somebody reads an address: short-lived, few tries."""

from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from madeingard.users import codes
from madeingard.users.codes import DIGITS, MOST_TRIES

from directory.models.codes import Coded

__all__ = ["DIGITS", "MOST_TRIES", "Refused", "make", "wrong"]

VALID_FOR = timedelta(minutes=30)
MOST_CODES = 3  # of one request
BETWEEN = timedelta(minutes=1)


class Refused(Exception):
    """Why it cannot be done, in words for the person."""


def make(coded: Coded, *, about: str, now: datetime) -> str:
    """A new code, that replaces the one before; Refused when it is too soon or too many.

    `about` says in one string what the code opens: it opens nothing else. The caller saves.
    """
    if coded.codes_sent >= MOST_CODES:
        raise Refused(
            _("Nous avons déjà envoyé %(number)d codes. Revenez demain, ou téléphonez-nous.")
            % {"number": MOST_CODES}
        )
    if coded.code_sent_at and now - coded.code_sent_at < BETWEEN:
        raise Refused(
            _("Un code vient de partir. Attendez une minute avant d’en demander un autre.")
        )
    code = codes.make()
    coded.code_hash = codes.seal(about, code)
    coded.code_sent_at, coded.tries = now, 0
    coded.codes_sent += 1
    return code


def wrong(coded: Coded, code: str, *, about: str, now: datetime) -> str | None:
    """Why a code is not good, counting the try; None if it is. The caller saves."""
    if not coded.code_hash or now - coded.code_sent_at > VALID_FOR:
        return codes.too_late()
    if constant_time_compare(codes.seal(about, code), coded.code_hash):
        return None
    coded.tries += 1
    left = MOST_TRIES - coded.tries
    if left <= 0:
        coded.code_hash = ""
    return codes.not_it(left)
