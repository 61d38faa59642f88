"""What the list's scripts ask for: points of the map, suggestions."""

import json
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from directory import search, visits
from directory.models import ListedPage
from directory.suggestions import suggest

MOST_TYPED = 100


@require_safe
def search_points(request: HttpRequest) -> HttpResponse:
    """The results of a search as GeoJSON, for a map."""
    query = search.parse(request.GET, now=timezone.now())
    warnings = [str(warning) for warning in query.warnings]
    body = search.points_json(query, **({"avertissements": warnings} if warnings else {}))
    return _answer(request, body, "application/geo+json", seconds=60)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the letters of `q` may mean."""
    found = suggest(request.GET.get("q", "")[:MOST_TYPED])
    body = json.dumps({"suggestions": found}, ensure_ascii=False, separators=(",", ":"))
    return _answer(request, body.encode(errors="replace"), "application/json", seconds=300)


@require_safe
def scanned(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of a listing's QR code: on to its page as it is called today."""
    page = get_object_or_404(ListedPage.objects.live().public(), pk=pk)
    return visits.met(redirect(page.get_url(request)), visits.Way.SCAN, [pk])


def _answer(
    request: HttpRequest, content: bytes, content_type: str, *, seconds: int
) -> HttpResponse:
    """JSON that any cache may keep for a while, and that is not sent twice."""
    etag = f'"{sha256(content).hexdigest()[:24]}"'
    response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=seconds)
    return get_conditional_response(request, etag=etag, response=response) or response
