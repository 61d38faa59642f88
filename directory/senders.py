"""Where a request comes from: enough to count what one network sends, not to know who it is."""

from django.conf import settings
from django.utils.crypto import salted_hmac


def sender_of(request) -> str:
    """A keyed hash of the network address, 64 hexadecimal digits.

    `settings.CLIENT_ADDRESS_HEADER` names what the reverse proxy writes; of a list, the last
    address is the one that our own proxy saw.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    listed = request.headers.get(header, "") if header else ""
    address = listed.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    return salted_hmac("directory.proposal.sender", address, algorithm="sha256").hexdigest()
