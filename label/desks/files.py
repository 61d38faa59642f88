"""Private pieces of a case, for the team alone: each look is noted before anything is shown."""

import rules
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from label import private_files, read_log, roles
from label.desks.subjects import SUBJECTS, TEAM
from label.enums import ReadObject, Role
from label.models import Draw, Evidence


@require_GET
@never_cache
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    piece = get_object_or_404(Evidence.objects.usable().select_related("case"), pk=pk)
    permission = "label.read_confidential" if piece.is_confidential else "label.read_case"
    reads = SUBJECTS["dossier"].may_read(request.user, piece.case)
    if not reads or not rules.has_perm(permission, request.user, piece.case):
        raise Http404
    read_log.note(
        piece.case,
        ReadObject.EVIDENCE,
        by=request.user,
        role=sorted(roles.group_roles(request.user) & set(TEAM))[0],
        object_id=piece.pk,
    )
    return private_files.stream(
        piece.file, content_type=piece.content_type, filename=piece.filename
    )


@require_GET
@never_cache
def draw_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidates of a draw that is not published whole: pseudonyms, for the guarantor."""
    draw = get_object_or_404(Draw, pk=pk, is_pool_hidden=True)
    if Role.GUARANTOR not in roles.group_roles(request.user):
        raise Http404
    response = HttpResponse(draw.pool, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="liste-{draw.reference}.txt"'
    return response
