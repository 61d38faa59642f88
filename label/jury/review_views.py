"""A juror called after the grant: the proof of a reserve, or a measure, looked at alone."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from label import case_file, private_files, reviews
from label.enums import ReadObject
from label.jury.access import reading_seat
from label.jury.file_views import note
from label.jury.forms import MeasureForm, ProofForm, TieForm
from label.jury.views import above
from label.machine import Refused
from label.models import Finding, PanelVote, ReserveReview, Seat
from label.models.reviews import Call
from label.screens import REFUSED, private, show

METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Kind:
    """What differs between looking at a proof and at a measure."""

    model: type[Call]
    form: type
    template: str
    title: str
    read: str


@private
@require_http_methods(METHODS)
def reserve(request: HttpRequest, pk: int, call: int) -> HttpResponse:
    kind = Kind(
        ReserveReview, ProofForm, "label/jury/proof.html", _("Cette preuve suffit-elle ?"),
        ReadObject.PROOF,
    )  # fmt: skip
    seat, found = _called(request, pk, call, ReserveReview)
    piece = found.reserve.evidence
    return _screen(
        request, seat, found, kind,
        reserve=found.reserve,
        piece=piece if piece and _is_readable(seat, piece.pk) else None,
        is_kept_back=piece is not None and not _is_readable(seat, piece.pk),
    )  # fmt: skip


@private
@require_safe
def evidence(request: HttpRequest, pk: int, call: int) -> HttpResponse:
    """The file brought as a proof, streamed once the juror said that they have no tie."""
    seat, found = _called(request, pk, call, ReserveReview)
    piece = found.reserve.evidence
    is_open = found.reaffirmed_at and not found.withdrew_at
    if not is_open or piece is None or not _is_readable(seat, piece.pk):
        raise Http404
    note(request, seat, ReadObject.EVIDENCE, piece.pk)
    return private_files.stream(
        piece.file, content_type=piece.content_type, filename=piece.filename
    )


@private
@require_http_methods(METHODS)
def measure(request: HttpRequest, pk: int, call: int) -> HttpResponse:
    kind = Kind(
        PanelVote, MeasureForm, "label/jury/measure.html", _("Cette mesure est-elle juste ?"),
        ReadObject.MEASURE,
    )  # fmt: skip
    seat, found = _called(request, pk, call, PanelVote)
    findings = Finding.objects.filter(check_made__grant=found.grant).select_related("criterion")
    return _screen(
        request, seat, found, kind, review=found.review, window=found.review.window,
        findings=findings, remedies=found.grant.remedies.standing(),
        pieces=case_file.of_remedies(found.grant),
    )  # fmt: skip


@private
@require_safe
def measure_evidence(request: HttpRequest, pk: int, call: int, evidence: int) -> HttpResponse:
    """A file of what the operator corrected, for who looks at the measure and has no tie."""
    seat, found = _called(request, pk, call, PanelVote)
    piece = get_object_or_404(case_file.of_remedies(found.grant), pk=evidence)
    if not found.reaffirmed_at or found.withdrew_at:
        raise Http404
    note(request, seat, ReadObject.EVIDENCE, piece.pk)
    return private_files.stream(
        piece.file, content_type=piece.content_type, filename=piece.filename
    )


def _called(request: HttpRequest, pk: int, call: int, model) -> tuple[Seat, Call]:
    """A call of one's own, while one still sits; 404 otherwise."""
    seat = reading_seat(request.user, pk)
    return seat, get_object_or_404(model, pk=call, seat=seat)


def _is_readable(seat: Seat, evidence: int) -> bool:
    return case_file.readable(seat.case).filter(pk=evidence).exists()


def _screen(request: HttpRequest, seat: Seat, call: Call, kind: Kind, **context) -> HttpResponse:
    """First whether a tie appeared, then what there is to look at, then the answer."""
    is_open = call.reaffirmed_at is not None
    if call.withdrew_at:
        return redirect("label:jury_seat", seat.pk)
    if is_open and "tie" in request.POST:  # a second tap of the first step
        return redirect(request.path)
    form = (kind.form if is_open else TieForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _answer(call, form, request.user) if is_open else _tie(call, form, request.user)
        except Refused as refused:
            form.add_error(None, refused.reasons)
        else:
            messages.success(request, said)
            if is_open or form.has_tie:
                return redirect("label:jury_seat", seat.pk)
            return redirect(request.path)
    if is_open:
        note(request, seat, kind.read, call.pk)
    return show(
        request,
        kind.template,
        kind.title,
        above=above(seat),
        status=REFUSED if form.errors else 200,
        seat=seat,
        call=call,
        form=form,
        is_open=is_open,
        **context,
    )


def _tie(call: Call, form: TieForm, by) -> str:
    if form.has_tie:
        reviews.step_aside(call, by=by)
        return _("Merci de l’avoir dit : vous n’avez rien d’autre à faire.")
    reviews.confirm_no_tie(call, by=by)
    return _("C’est noté. Voici ce qu’il y a à regarder.")


def _answer(call: Call, form, by) -> str:
    answer = reviews.review_reserve if isinstance(call, ReserveReview) else (
        reviews.answer_panel_review
    )  # fmt: skip
    answer(call, by=by, **form.cleaned_data)
    return _("Merci, votre réponse est gardée. Personne ne la lit avant celles des autres.")
