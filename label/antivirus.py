"""The antivirus of evidence: a function named by settings.EVIDENCE_SCANNER, or none.

The function takes an open file and says whether it is clean; it raises OSError when it cannot
tell, and the file is then not taken. `clamd` speaks to a ClamAV daemon (settings.CLAMD_ADDRESS).
"""

import socket
import struct

from django.conf import settings
from django.utils.module_loading import import_string

from label.enums import ScanState

CHUNK = 64 * 1024
SECONDS = 20


class Unavailable(Exception):
    """The antivirus cannot be asked now."""


def scan(file) -> ScanState:
    """What is known of a file: clean, infected, or not scanned without a scanner."""
    if not settings.EVIDENCE_SCANNER:
        return ScanState.NOT_SCANNED
    scanner = import_string(settings.EVIDENCE_SCANNER)
    file.seek(0)
    try:
        is_clean = scanner(file)
    except OSError as error:
        raise Unavailable from error
    finally:
        file.seek(0)
    return ScanState.CLEAN if is_clean else ScanState.INFECTED


def clamd(file) -> bool:
    """Ask a ClamAV daemon: « /run/clamav/clamd.ctl » or « host:port »."""
    with _connect(settings.CLAMD_ADDRESS) as line:
        line.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while part := line.recv(1024):
            answer += part
    words = answer.strip(b"\0\n ")
    if words.endswith(b"OK"):
        return True
    if words.endswith(b"FOUND"):
        return False
    raise OSError(f"clamd: {words!r}")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(address)
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
