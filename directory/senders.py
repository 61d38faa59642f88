"""Where a request comes from, without keeping it: enough to count, not to know."""

from django.utils.crypto import salted_hmac
from madeingard.users import client_address


def sender_of(request) -> str:
    """The visitor's address as a keyed hash."""
    address = client_address.of(request)
    return salted_hmac("directory.proposal.sender", address, algorithm="sha256").hexdigest()
