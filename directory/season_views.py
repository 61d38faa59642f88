"""The seasons over HTTP: months, products, sheets to print, a feed, a piece for other sites."""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from directory import product_page, season_facts, seasons
from directory.models import Product
from directory.printing import PAPERS, Sheet
from directory.seasons.feed import feed

FEW_MINUTES = 300


@require_safe
def month(request: HttpRequest, slug: str) -> HttpResponse:
    context = season_facts.show_month(_month(slug), request, now=timezone.now())
    return render(request, "directory/season_month.html", context)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Product.objects.select_related("family__parent"), slug=slug)
    context = product_page.gather(found, request, now=timezone.now())
    return render(request, "directory/product_page.html", context)


@require_safe
def year_sheet(request: HttpRequest, paper: str) -> HttpResponse:
    """The whole year to print."""
    if paper not in PAPERS:
        raise Http404
    sheet = season_facts.sheet(seasons.read(), None, paper, request)
    return _pdf(request, sheet, f"saisons-{paper}.pdf")


@require_safe
def month_sheet(request: HttpRequest, slug: str, paper: str) -> HttpResponse:
    """One month to print."""
    if paper not in PAPERS:
        raise Http404
    sheet = season_facts.sheet(seasons.read(), _month(slug), paper, request)
    return _pdf(request, sheet, f"saisons-{slug}-{paper}.pdf")


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The starts of the seasons for a calendar application."""
    calendar = seasons.read().of(request.GET.get("famille", ""))
    if calendar.warnings:
        raise Http404
    response = HttpResponse(feed(calendar), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="saisons.ics"'
    patch_cache_control(response, public=True, max_age=FEW_MINUTES)
    return response


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest) -> HttpResponse:
    """A month without menus, for the pages of others."""
    context = season_facts.of_embed(request.GET, now=timezone.now())
    return render(request, "directory/season_embed.html", context)


def _month(slug: str) -> seasons.Month:
    found = seasons.of_slug(slug)
    if found is None:
        raise Http404
    return found


def _pdf(request: HttpRequest, sheet: Sheet, name: str) -> HttpResponse:
    response = HttpResponse(sheet.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = f'"{sheet.digest}"'
    patch_cache_control(response, public=True, max_age=FEW_MINUTES)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
