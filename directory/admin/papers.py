"""Private files, given to the team alone: downloaded, never shown by the browser."""

from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from directory.models import Claim, Mandate
from directory.people.uploads import CONTENT_TYPES


@require_GET
@never_cache
def claim_proof(request: HttpRequest, pk: int) -> FileResponse:
    if not request.user.has_perm("directory.view_claim"):
        raise PermissionDenied
    claim = get_object_or_404(Claim, pk=pk)
    return _download(claim.proof, claim.proof_name)


@require_GET
@never_cache
def mandate_document(request: HttpRequest, pk: int) -> FileResponse:
    if not request.user.has_perm("directory.view_mandate"):
        raise PermissionDenied
    mandate = get_object_or_404(Mandate, pk=pk)
    return _download(mandate.document, mandate.document_name)


def _download(file, name: str) -> FileResponse:
    """The type is that which was checked at the door, never what the name says."""
    if not file or not file.storage.exists(file.name):
        raise Http404
    kind = PurePath(file.name).suffix.lstrip(".")
    response = FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=f"{PurePath(name).stem or 'fichier'}.{kind}",
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
