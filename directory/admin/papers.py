"""Private files, given to the team alone: downloaded, never shown by the browser."""

from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from directory.models import Claim, Mandate
from directory.people.uploads import download


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
    return download(file, name, PurePath(file.name).suffix.lstrip(".") if file else "")
