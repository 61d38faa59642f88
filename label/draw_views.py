"""The draws over HTTP: the list, one draw and its verification, JSON."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.navigation import Link
from home.seo import Meta, breadcrumb_list
from label import check_draws, draw_file, draw_page
from label.enums import College
from label.public import draws
from label.site_tree import trail

PER_PAGE = 20
KNOWN = (*College.values, check_draws.COLLEGE)  # colleges of a file that somebody brings


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    links = trail(request, _to_list(is_current=True))
    page = Paginator(draws.listed(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": page,
        "results": draw_page.Pager.of(page),
        "trail": links,
        "meta": Meta(
            _("Les tirages au sort du label"),
            _("Chaque tirage est annoncé d’avance, refait par qui veut, et jamais effacé."),
        ),
        "structured_data": [breadcrumb_list(links)],
    }
    return render(request, "label/draws.html", context)


@require_safe
def index_json(request: HttpRequest) -> HttpResponse:
    return _json({"draws": draws.documents(draws.listed())})


@require_safe
def draw(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(draws.listed(), reference=reference)
    title = _("Tirage %(reference)s") % {"reference": found.reference}
    links = trail(request, _to_list(), Link(title, request.path, is_current=True))
    context = {
        **draw_page.gather(found),
        "trail": links,
        "meta": Meta(title, _("Un tirage au sort du label, à vérifier soi-même.")),
        "structured_data": [breadcrumb_list(links)],
    }
    return render(request, "label/draw.html", context)


@require_safe
def draw_json(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(draws.listed(), reference=reference)
    response = _json(draws.document_of(found))
    response["Content-Disposition"] = f'inline; filename="tirage-{found.reference}.json"'
    return response


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Verify a file of a draw, in the reader's browser: nothing is sent."""
    title = _("Vérifier un tirage")
    links = trail(request, _to_list(), Link(title, request.path, is_current=True))
    context = {
        "format": draw_file.FORMAT,
        "college_names": list(draw_page.college_names(KNOWN).items()),
        "trail": links,
        "meta": Meta(title, _("Refaire un tirage au sort du label à partir de son fichier.")),
        "structured_data": [breadcrumb_list(links)],
    }
    return render(request, "label/draw_check.html", context)


def _to_list(*, is_current: bool = False) -> Link:
    return Link(_("Les tirages au sort"), reverse("label:draws"), is_current=is_current)


def _json(document: dict) -> HttpResponse:
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})
