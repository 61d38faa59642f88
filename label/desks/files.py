"""Private pieces of a case, for the team alone: downloaded, never shown by the browser."""

import rules
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from label.desks.subjects import SUBJECTS
from label.enums import ScanState
from label.models import Evidence


@require_GET
@never_cache
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    piece = get_object_or_404(Evidence.objects.usable().select_related("case"), pk=pk)
    permission = "label.read_confidential" if piece.is_confidential else "label.read_case"
    reads = SUBJECTS["dossier"].may_read(request.user, piece.case)
    if not reads or not rules.has_perm(permission, request.user, piece.case):
        raise Http404
    if piece.scan == ScanState.INFECTED or not piece.file.storage.exists(piece.file.name):
        raise Http404
    response = FileResponse(
        piece.file.open("rb"),
        as_attachment=True,
        filename=piece.filename,
        content_type=piece.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
