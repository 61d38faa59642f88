"""Where a request comes from."""

import ipaddress

from django.conf import settings

UNKNOWN = "0.0.0.0"


def of(request) -> str:
    """The visitor's address; « 0.0.0.0 » where nobody can say.

    `settings.CLIENT_ADDRESS_HEADER` names what the reverse proxy writes; of a list, the last
    address is the one that our own proxy saw.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    listed = request.headers.get(header, "") if header else ""
    for address in (listed.rpartition(",")[2].strip(), request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ipaddress.ip_address(address))
        except ValueError:
            continue
    return UNKNOWN
