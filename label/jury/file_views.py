"""The file as a juror reads it; each reading is logged before anything is shown."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from label import case_file, private_files, read_log
from label.enums import PanelKind, ReadObject
from label.jury import first_sheets
from label.jury.access import KNOWING, may_read, own_seat, reading_seat
from label.jury.views import above
from label.models import VisitPhoto
from label.screens import private, show


@private
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    seat = own_seat(request.user, pk)
    if not may_read(request.user, seat):
        if seat.state not in KNOWING:
            raise Http404
        messages.warning(request, _("Le dossier ne vous est pas encore ouvert."))
        return redirect("label:jury_seat", pk)
    note(request, seat, ReadObject.FILE)
    return show(
        request,
        "label/jury/file.html",
        _("Le dossier"),
        above=above(seat),
        seat=seat,
        file=case_file.gather(seat.case),
        contested=_contested(seat),
        evidence_address="label:jury_evidence",
        photo_address="label:jury_photo",
        number=seat.pk,
    )


def _contested(seat) -> dict | None:
    """What an appeal panel looks at again: the decision with its reasons, and why it is contested.

    The operator wrote the grounds, and reads the reasons: nothing here is hidden from them.
    """
    appeal = getattr(seat.case, "appeal", None)
    if seat.panel.kind != PanelKind.APPEAL or appeal is None:
        return None
    titles = {one.code: one.title for one in seat.case.criteria()}
    reasons = [(titles.get(code, code), why) for code, why in appeal.decision.reasons.items()]
    return {
        "appeal": appeal,
        "decision": appeal.decision,
        "reasons": reasons,
        "opens_sheets": first_sheets.are_open(seat),
    }


@private
@require_safe
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """What the first panel noted, once its procedure is contested."""
    seat = reading_seat(request.user, pk)
    if not first_sheets.are_open(seat):
        raise Http404
    note(request, seat, ReadObject.GRADES)
    return show(
        request,
        "label/jury/first_sheets.html",
        _("Les feuilles du premier jury"),
        above=[*above(seat), (_("Le dossier"), reverse("label:jury_file", args=[pk]))],
        seat=seat,
        graded=first_sheets.of(seat),
    )


@private
@require_safe
def evidence(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    seat = reading_seat(request.user, pk)
    piece = get_object_or_404(case_file.readable(seat.case), pk=evidence)
    note(request, seat, ReadObject.EVIDENCE, piece.pk)
    return private_files.stream(
        piece.file, content_type=piece.content_type, filename=piece.filename
    )


@private
@require_safe
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    seat = reading_seat(request.user, pk)
    visit = case_file.filed_visit(seat.case)
    found = get_object_or_404(VisitPhoto, pk=photo, report__visit=visit)
    note(request, seat, ReadObject.PHOTO, found.pk)
    return private_files.stream(
        found.file, content_type="image/jpeg", filename=f"photo-{found.pk}.jpg"
    )


def note(request: HttpRequest, seat, what: str, object_id: int | None = None) -> None:
    read_log.note(seat.case, what, by=request.user, role=seat.panel.juror_role, object_id=object_id)
