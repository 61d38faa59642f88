"""What visitors report on a listing, answered by its people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory import error_reports
from directory.error_report_forms import AnswerForm
from directory.space.access import get_managed_page
from directory.space.screen import show

MOST_SHOWN = 50
REFUSED = 422


@never_cache
@require_safe
@login_required
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    found = list(page.error_reports.on_listings()[:MOST_SHOWN])
    return show(request, "espace/reports.html", _("Signalements"), page=page, reports=found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, pk: int, report_pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    report = get_object_or_404(page.error_reports.on_listings(), pk=report_pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            typed = {"state": form.cleaned_data["state"], "text": form.cleaned_data["answer"]}
            try:
                error_reports.answer(report, **typed, by=request.user, now=timezone.now())
            except error_reports.Refused as refusal:
                messages.warning(request, str(refusal))
            else:
                messages.success(request, _("C’est noté, merci."))
            return redirect("directory:espace_reports", pk)
    title = report.get_subject_display()
    context = {"report": report, "form": form}
    return show(request, "espace/report.html", title, page=page, status=status, **context)
