"""Papers over HTTP: to who may read them, never kept by anything in between."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from rules import has_perm

from label import letters, papers
from label.models import Case, Decision, Grant, Hearing, Opinion, OutboxMail, Visit
from label.papers import kept, logo_kit, logo_rules


def _private(view):
    return never_cache(require_safe(login_required(view)))


@_private
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_object_or_404(Case, reference=reference)
    _check(request, "label.print_receipt", case)
    return _pdf(papers.receipt(case), f"recepisse-{reference}")


@_private
def convocation(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    hearing = _hearing(reference, pk)
    _check(request, "label.print_convocation", hearing)
    return _pdf(papers.convocation(hearing), f"convocation-{reference}")


@_private
def hearing_time(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    hearing = _hearing(reference, pk)
    _check(request, "label.print_hearing_time", hearing)
    return _pdf(papers.hearing_time(hearing), f"audition-{reference}")


@_private
def visit_kit(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    visit = get_object_or_404(Visit, case__reference=reference, number=number)
    _check(request, "label.print_visit_kit", visit)
    return _pdf(papers.visit_kit(visit), f"visite-{reference}")


@_private
def minutes(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    opinion = _opinion(reference, pk)
    _check(request, "label.print_minutes", opinion)
    return _pdf(papers.minutes(opinion), f"proces-verbal-{reference}")


@_private
def opinion(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    found = _opinion(reference, pk)
    _check(request, "label.print_opinion", found)
    return _pdf(papers.opinion(found), f"avis-{reference}")


@_private
def decision(request: HttpRequest, number: str) -> HttpResponse:
    found = get_object_or_404(Decision, number=number)
    _check(request, "label.print_decision", found)
    return _pdf(kept.content_of(found), number)


@_private
def agreement(request: HttpRequest, number: str) -> HttpResponse:
    grant = get_object_or_404(Grant, number=number)
    _check(request, "label.print_agreement", grant)
    return _pdf(papers.agreement(grant), f"accord-{number}")


@_private
def kit(request: HttpRequest, number: str) -> HttpResponse:
    """The logo files, while the label gives the right to use them."""
    grant = get_object_or_404(Grant, number=number)
    _check(request, "label.take_logo_kit", grant)
    if not logo_rules.has_kit(grant):
        raise Http404
    return _file(logo_kit.archive(grant), f"logos-{number}.zip", "application/zip")


@_private
def posted(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter to print, while its words are kept."""
    mail = get_object_or_404(OutboxMail.objects.select_related("case"), pk=pk, is_letter=True)
    _check(request, "label.print_letter", mail)
    if letters.is_forgotten(mail, now=timezone.now()):
        raise Http404
    return _pdf(papers.posted(mail), f"lettre-{pk}")


def _check(request: HttpRequest, permission: str, obj) -> None:
    """Whether a paper exists is private too."""
    if not has_perm(permission, request.user, obj):
        raise Http404


def _hearing(reference: str, pk: int) -> Hearing:
    rows = Hearing.objects.select_related("session", "panel__case__operator")
    return get_object_or_404(rows, pk=pk, panel__case__reference=reference)


def _opinion(reference: str, pk: int) -> Opinion:
    rows = Opinion.objects.select_related("panel__case__operator", "hearing__session")
    return get_object_or_404(rows, pk=pk, panel__case__reference=reference)


def _pdf(content: bytes, name: str) -> HttpResponse:
    return _file(content, f"{name}.pdf", "application/pdf", how="inline")


def _file(content: bytes, name: str, kind: str, how: str = "attachment") -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
