"""The ground of the map, over HTTP."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from directory import outlines, vocabulary

FOR_EVER = 365 * 24 * 3600
A_MOMENT = 300


@require_safe
def communes(request):
    """Outlines and names of the communes, as stored: compressed once, named by their digest."""
    ground = outlines.load() or _names_only()
    etag = quote_etag(ground.digest)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(ground.compressed, content_type="application/json")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(ground.text, content_type="application/json")
    response["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    if request.GET.get("v") == ground.digest:
        patch_cache_control(response, public=True, max_age=FOR_EVER, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=A_MOMENT)
    return response


def _names_only() -> outlines.Outlines:
    return _kept_names(vocabulary.version_of_communes(), tuple(settings.PERIMETER or ()))


@lru_cache(maxsize=1)
def _kept_names(_version: tuple, _perimeter: tuple) -> outlines.Outlines:
    return outlines.names_only()
