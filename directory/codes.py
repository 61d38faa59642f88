"""Six digits sent by mail, that prove somebody reads an address: short-lived, few tries."""

import secrets
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models.codes import Coded

DIGITS = 6
VALID_FOR = timedelta(minutes=30)
MOST_TRIES = 5  # of one code
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
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    coded.code_hash = _hash(about, code)
    coded.code_sent_at, coded.tries = now, 0
    coded.codes_sent += 1
    return code


def wrong(coded: Coded, code: str, *, about: str, now: datetime) -> str | None:
    """Why a code is not good, counting the try; None if it is. The caller saves."""
    if not coded.code_hash or now - coded.code_sent_at > VALID_FOR:
        return _("Ce code n’est plus valable. Demandez-en un autre.")
    if constant_time_compare(_hash(about, code), coded.code_hash):
        return None
    coded.tries += 1
    left = MOST_TRIES - coded.tries
    if left <= 0:
        coded.code_hash = ""
        return _("Ce n’est pas le bon code, et c’était le dernier essai. Demandez-en un autre.")
    words = ngettext(
        "Ce n’est pas le bon code. Il reste %(left)d essai.",
        "Ce n’est pas le bon code. Il reste %(left)d essais.",
        left,
    )
    return words % {"left": left}


def _hash(about: str, code: str) -> str:
    """Keyed, and of one thing alone: a stolen table gives no code."""
    return salted_hmac("directory.code", f"{about}:{code}", algorithm="sha256").hexdigest()
