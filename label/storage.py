"""Files of the label: never under /media/, streamed only after a permission check."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils.deconstruct import deconstructible

# A file that no row names is kept so long: a backup brought back may name it again.
UNNAMED_KEPT = timedelta(days=30)


@deconstructible
class PrivateStorage(FileSystemStorage):
    """A folder that no address serves (settings.PRIVATE_ROOT)."""

    def __init__(self):
        super().__init__(base_url=None)

    @property
    def base_url(self):
        """None, not the address of the public files, which Django would take instead."""
        return None

    @property
    def base_location(self):
        return settings.PRIVATE_ROOT

    @property
    def location(self):
        return str(settings.PRIVATE_ROOT)


def forget(file) -> None:
    """Delete a file once what lets it go is written for good: a refusal leaves it whole."""
    if file:
        transaction.on_commit(partial(file.storage.delete, file.name), robust=True)


def forget_unnamed(folder: str, known: Iterable[str], *, now: datetime) -> int:
    """Delete the old files of a folder that no row names: their act was refused, or cut short."""
    root, known = Path(settings.PRIVATE_ROOT), set(known)
    before = (now - UNNAMED_KEPT).timestamp()
    unnamed = [
        path
        for path in (root / folder).rglob("*")
        if path.is_file()
        and path.stat().st_mtime < before
        and path.relative_to(root).as_posix() not in known
    ]
    for path in unnamed:
        path.unlink(missing_ok=True)
    return len(unnamed)
