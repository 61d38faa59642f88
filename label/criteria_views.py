"""The criteria over HTTP: a version, what changed between two, JSON."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.navigation import Link
from home.seo import Meta, breadcrumb_list
from label import differences as compared
from label import how_it_works
from label.models import ReferentialVersion
from label.public import referential
from label.site_tree import trail


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    return _page(request, _current(), reverse("label:criteria"))


@require_safe
def current_json(request: HttpRequest) -> HttpResponse:
    return _json(_current())


@require_safe
def version(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(referential.versions(), code=code)
    return _page(request, found, reverse("label:criteria_version", args=[code]))


@require_safe
def version_json(request: HttpRequest, code: str) -> HttpResponse:
    return _json(get_object_or_404(referential.versions(), code=code))


@require_safe
def differences(request: HttpRequest) -> HttpResponse:
    """What changed from ?avant=… to ?apres=…; without them, the last version and the one before."""
    versions = {version.code: version for version in referential.versions()}
    codes = list(versions)
    if not codes:
        raise Http404
    after = versions.get(request.GET.get("apres", "")) or versions[codes[0]]
    older = codes[codes.index(after.code) + 1 :]
    before = versions.get(request.GET.get("avant", "")) or versions[(older or codes)[0]]
    links = trail(
        request,
        Link(_("Les critères"), reverse("label:criteria")),
        Link(_("Ce qui change"), request.path, is_current=True),
    )
    context = {
        "versions": list(versions.values()),
        "before": before,
        "after": after,
        "differences": compared.between(
            referential.criteria_of(before), referential.criteria_of(after)
        ),
        "trail": links,
        "meta": Meta(_("Ce qui change entre deux versions des critères")),
        "structured_data": [breadcrumb_list(links)],
    }
    return render(request, "label/criteria_differences.html", context)


def _current() -> ReferentialVersion:
    version = referential.current()
    if version is None:
        raise Http404
    return version


def _page(request: HttpRequest, version: ReferentialVersion, url: str) -> HttpResponse:
    criteria = referential.criteria_of(version)
    links = trail(request, Link(_("Les critères"), url, is_current=True))
    context = {
        "version": version,
        "versions": list(referential.versions()),
        "criteria_count": len(criteria),
        "petals": how_it_works.petals_of(criteria),
        "sections": how_it_works.sections(criteria),
        "procedure": how_it_works.current_procedure(),
        "trail": links,
        "meta": Meta(
            _("Les critères du label"),
            _("Chaque critère en mots simples : ce qui est demandé, ce qui le prouve."),
        ),
        "structured_data": [breadcrumb_list(links)],
    }
    return render(request, "label/criteria.html", context)


def _json(version: ReferentialVersion) -> HttpResponse:
    url = reverse("label:version_json", args=[version.code])
    document = referential.document(version, referential.criteria_of(version), url=url)
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})
