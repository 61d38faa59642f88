"""« Signaler une erreur »: anyone, on any listing, without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory import error_reports
from directory.error_report_forms import ReportForm
from directory.models import ListedPage
from directory.senders import sender_of
from home import navigation
from home.seo import Meta

REFUSED = 422
TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, then what happens next. A listing that the public cannot read has none."""
    page = ListedPage.objects.live().public().filter(pk=pk).first()
    if page is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, page, form)
    if not form.is_valid():
        return _show(request, page, form, status=REFUSED)
    typed = {name: form.cleaned_data[name] for name in ("subject", "text", "email")}
    try:
        error_reports.report(page, **typed, sender=sender_of(request), now=timezone.now())
    except error_reports.Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, page, form, status=TOO_MANY)
    return _show(request, page, None, has_address=bool(typed["email"]))


def _show(request, page, form, *, status: int = 200, **context) -> HttpResponse:
    title = _("Signaler une erreur")
    trail = [
        navigation.Link(page.title, page.get_url(request)),
        navigation.Link(title, request.path, is_current=True),
    ]
    context |= {"form": form, "listed": page, "title": title, "trail": trail}
    context["meta"] = Meta(title, is_indexed=False)
    return render(request, "directory/report_error.html", context, status=status)
