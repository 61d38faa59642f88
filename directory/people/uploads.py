"""A photo or a PDF that somebody shows to the team: what it is, not what it says it is."""

import re
from pathlib import PurePath
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

LARGEST = 8 * 1024 * 1024
LONGEST_NAME = 120
# The first bytes of a file, and what it then is.
_KINDS = (
    (re.compile(rb"%PDF-\d"), "pdf"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
)
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


def accept(file: UploadedFile) -> str:
    """Check a file, rename it after what it is, and give the name it came with.

    ValidationError where it is too large, empty, or neither a photo nor a PDF. Nothing decodes
    it here: the team downloads it, no page shows it.
    """
    if file.size > LARGEST:
        raise ValidationError(
            _("Ce fichier pèse plus de %(most)d Mo. Prenez une photo moins grande.")
            % {"most": LARGEST // (1024 * 1024)}
        )
    if not file.size:
        raise ValidationError(_("Ce fichier est vide : choisissez-le de nouveau."))
    kind = _kind(file)
    if kind is None:
        raise ValidationError(_("Ce n’est ni une photo (JPEG, PNG, WebP) ni un PDF."))
    came_as = re.sub(r"[\x00-\x1f\x7f]", "", PurePath(file.name).name)[:LONGEST_NAME]
    file.name = f"{uuid4().hex}.{kind}"
    return came_as


def _kind(file: UploadedFile) -> str | None:
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    return next((kind for pattern, kind in _KINDS if pattern.match(start)), None)


def download(file, name: str, kind: str) -> FileResponse:
    """Give a private file to whoever was let in: the type is that which was checked at the door,
    never what the name says, and no browser shows it in a page."""
    if not file or not file.storage.exists(file.name):
        raise Http404
    response = FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=f"{PurePath(name).stem or 'fichier'}.{kind}",
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
