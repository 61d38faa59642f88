"""Signed links of a mail: each does one thing, for one listing and one person, for sixty days.

Opening a link shows what it will do; a button does it. A mail reader that fetches every link in
advance changes nothing.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from home import seo

VALID = timedelta(days=60)
CONFIRM, EDIT, CLOSED, DIGEST = "confirmer", "corriger", "ferme", "nouvelles"


class Expired(Exception):
    """The link was good, more than sixty days ago."""


class Wrong(Exception):
    """Nobody signed this link, or for another purpose."""


@dataclass(frozen=True)
class Signed:
    """What a link is about: a page, or a person for the digest, and whom it was written to."""

    about: int
    recipient: str


def address(purpose: str, about: int, recipient: str) -> str:
    """The full address of a link."""
    token = _signer(purpose).sign_object([about, recipient])
    return seo.absolute(reverse("directory:mail_link", args=[purpose, token]))


def read(purpose: str, token: str) -> Signed:
    """What a token says; Expired or Wrong."""
    try:
        about, recipient = _signer(purpose).unsign_object(token, max_age=VALID)
    except signing.SignatureExpired as error:
        raise Expired from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Wrong from error
    return Signed(about, recipient)


def _signer(purpose: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"directory.mail.{purpose}")
