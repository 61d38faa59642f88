"""Codes sent by mail: made, kept sealed in a session, typed back a few minutes later."""

import secrets
import time
from dataclasses import asdict, dataclass

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DIGITS = 6
VALID_FOR = 15 * 60  # seconds
MOST_TRIES = 5  # of one code


def make() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def seal(about: str, code: str) -> str:
    """Keyed, and of one thing alone: a stolen table gives no code."""
    return salted_hmac("users.code", f"{about}:{code}", algorithm="sha256").hexdigest()


def too_late() -> str:
    return _("Ce code n’est plus valable. Demandez-en un autre.")


def not_it(left: int) -> str:
    """What to say of a wrong code when so many tries are left."""
    if left <= 0:
        return _("Ce n’est pas le bon code, et c’était le dernier essai. Demandez-en un autre.")
    words = ngettext(
        "Ce n’est pas le bon code. Il reste %(left)d essai.",
        "Ce n’est pas le bon code. Il reste %(left)d essais.",
        left,
    )
    return words % {"left": left}


class Refused(Exception):
    """Why a code is not accepted, in words for the person; `is_over` when another one is needed."""

    def __init__(self, words: str, *, is_over: bool):
        super().__init__(words)
        self.is_over = is_over


@dataclass
class Waiting:
    """A code on its way to an address; without a seal, none will ever be right.

    What it opens: `then`, an address of the site; `link`, a name at the OpenID Connect provider.
    """

    email: str
    sent_at: float
    nonce: str
    seal: str
    tries: int = 0
    then: str = ""
    link: str = ""

    @property
    def is_over(self) -> bool:
        return self.tries >= MOST_TRIES or time.time() - self.sent_at > VALID_FOR


class Mailbox:
    """The code that waits in a session for one purpose; the code itself is only in the mail."""

    def __init__(self, session, purpose: str):
        self.session, self.key = session, f"code:{purpose}"

    @property
    def waiting(self) -> Waiting | None:
        kept = self.session.get(self.key)
        return Waiting(**kept) if kept else None

    def issue(self, email: str, *, is_void: bool = False, **opens) -> str:
        """Make a code for an address, in place of any other; `is_void`: one that opens nothing."""
        code, nonce = make(), secrets.token_urlsafe(16)
        sealed = "" if is_void else seal(nonce, code)
        self._keep(Waiting(email, time.time(), nonce, sealed, **opens))
        return code

    def check(self, typed: str) -> Waiting:
        """What was waiting for this code, which is then spent; Refused if it is not the right one.

        A wrong code is counted; after the last try allowed, only another code may be right.
        """
        waiting = self.waiting
        if waiting is None or waiting.is_over:
            raise Refused(too_late(), is_over=True)
        if constant_time_compare(seal(waiting.nonce, typed), waiting.seal):
            self.forget()
            return waiting
        waiting.tries += 1
        self._keep(waiting)
        left = MOST_TRIES - waiting.tries
        raise Refused(not_it(left), is_over=not left)

    def forget(self) -> None:
        self.session.pop(self.key, None)

    def _keep(self, waiting: Waiting) -> None:
        self.session[self.key] = asdict(waiting)
