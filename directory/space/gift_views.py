"""What a producer takes away: sheets to print, a picture to share, private numbers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from directory import gifts as made
from directory import visits
from directory.space.access import get_managed_page
from directory.space.screen import show


@never_cache
@require_safe
@login_required
def gifts(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    title = _("Affiche, panneau et carte")
    return show(request, "espace/gifts.html", title, page=page, address=made.short_address(page))


@never_cache
@require_safe
@login_required
def poster(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    if paper not in made.PAPERS:
        raise Http404
    sheet = made.poster(page, paper, now=timezone.now())
    return _file(sheet.content, "application/pdf", f"{page.slug}-{paper}.pdf")


@never_cache
@require_safe
@login_required
def card(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    return _file(made.card(page), "image/png", f"{page.slug}.png")


@never_cache
@require_safe
@login_required
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    return _file(made.qr(page).encode(), "image/svg+xml", f"{page.slug}-qr.svg")


@never_cache
@require_safe
@login_required
def visit_numbers(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_managed_page(request.user, pk)
    weeks = visits.weeks_of(page, today=timezone.localdate())
    totals = {way: sum(week[way] for week in weeks) for way in visits.Way.values}
    title = _("Combien de fois on vous a lu")
    return show(request, "espace/visits.html", title, page=page, weeks=weeks, totals=totals)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
