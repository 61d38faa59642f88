"""Private pieces of a case, for the team alone: each look is noted before anything is shown."""

import rules
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html_join
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from label import private_files, read_log, roles
from label.desks.sections import link
from label.desks.subjects import SUBJECTS, TEAM
from label.enums import ReadObject, Role, ScanState
from label.models import Draw, Evidence, SignedPaper


@require_GET
@never_cache
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    piece = get_object_or_404(Evidence.objects.usable().select_related("case"), pk=pk)
    _check(request, piece.case, _permission(piece))
    _note(request, piece.case, ReadObject.EVIDENCE, piece.pk)
    return private_files.stream(
        piece.file, content_type=piece.content_type, filename=piece.filename
    )


@require_GET
@never_cache
def draw_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidates of a draw that is not published whole: pseudonyms, for the guarantor."""
    draw = get_object_or_404(Draw, pk=pk, is_pool_hidden=True)
    if Role.GUARANTOR not in roles.held_for(request.user, draw):
        raise Http404
    response = HttpResponse(draw.pool, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="liste-{draw.reference}.txt"'
    return response


@require_GET
@never_cache
def paper(request: HttpRequest, pk: int) -> FileResponse:
    """What somebody without an account signed."""
    signed = get_object_or_404(SignedPaper.objects.select_related("case"), pk=pk)
    _check(request, signed.case, "label.read_confidential")
    if signed.scan == ScanState.INFECTED:
        raise Http404
    _note(request, signed.case, ReadObject.PAPER, signed.pk)
    return private_files.stream(
        signed.file, content_type=signed.content_type, filename=signed.filename
    )


def pieces_of(found, case, user) -> str:
    """Pieces by their names, each a link where this person may open it."""
    links = (
        (one, reverse("label_desk:evidence", args=[one.pk]) if _opens(one, case, user) else "")
        for one in found
    )
    return format_html_join(", ", "{}", ((link(one.title, url),) for one, url in links))


def _opens(piece: Evidence, case, user) -> bool:
    if piece.removed_at or piece.scan == ScanState.INFECTED:
        return False
    return _may(user, case, _permission(piece))


def _permission(piece: Evidence) -> str:
    return "label.read_confidential" if piece.is_confidential else "label.read_case"


def _may(user, case, permission: str) -> bool:
    return SUBJECTS["dossier"].may_read(user, case) and rules.has_perm(permission, user, case)


def _check(request: HttpRequest, case, permission: str) -> None:
    if not _may(request.user, case, permission):
        raise Http404


def _note(request: HttpRequest, case, what: str, pk: int) -> None:
    role = sorted(roles.held_for(request.user, case) & set(TEAM))[0]
    read_log.note(case, what, by=request.user, role=role, object_id=pk)
