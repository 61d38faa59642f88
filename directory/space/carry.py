"""Nothing that was typed is lost when the session has ended: it waits on the other side of the
sign-in."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import resolve_url

_KEY = "space_typed"
_MOST = 60_000  # characters: more than any form of the space holds
_NOT_TYPED = {"csrfmiddlewaretoken"}
SIGNED_OUT = 401


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which shows the answer itself."""
    return request.accepts("application/json") and not request.accepts("text/html")


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who it is, and keep what was sent meanwhile."""
    if wants_json(request):
        return JsonResponse(
            {"state": "signed_out", "sign_in": resolve_url(settings.LOGIN_URL)}, status=SIGNED_OUT
        )
    if request.method == "POST":
        text = _as_query(request.POST).urlencode()
        if len(text) <= _MOST:
            request.session[_KEY] = {"path": request.path, "typed": text}
    return redirect_to_login(request.get_full_path())


def take(request: HttpRequest) -> QueryDict | None:
    """What had been sent to this address before signing in, once."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    return QueryDict(kept["typed"])


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a conflict sends again: every field as it was typed."""
    return [
        (name, value)
        for name, found in _as_query(request.POST).lists()
        if name != "base" and not name.startswith("choice-")
        for value in found
    ]


def _as_query(data: QueryDict) -> QueryDict:
    kept = data.copy()
    for name in _NOT_TYPED:
        kept.pop(name, None)
    return kept
