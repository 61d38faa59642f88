"""Mails that were written to files instead of being sent, read back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

MOST_SHOWN = 50
SEPARATOR = b"-" * 79 + b"\n"  # what Django's file-based backend writes after each mail


@dataclass(frozen=True)
class Mail:
    subject: str
    to: str
    sent_at: datetime | None
    text: str
    attachments: list[str]


def newest(folder: Path, most: int = MOST_SHOWN) -> list[Mail]:
    """The last mails of a folder, the newest first."""
    files = sorted(folder.glob("*.log"), key=lambda file: (file.stat().st_mtime, file.name))
    found = []
    for file in reversed(files):
        found += reversed([_mail(part) for part in _parts(file)])
        if len(found) >= most:
            break
    return found[:most]


def _parts(file: Path) -> Iterator[bytes]:
    return (part for part in file.read_bytes().split(SEPARATOR) if part.strip())


def _mail(raw: bytes) -> Mail:
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    body = message.get_body(("plain", "html"))
    date = message["date"]
    return Mail(
        subject=str(message["subject"] or ""),
        to=str(message["to"] or ""),
        sent_at=date.datetime if date else None,
        text=body.get_content() if body else "",
        attachments=[part.get_filename() or "" for part in message.iter_attachments()],
    )
