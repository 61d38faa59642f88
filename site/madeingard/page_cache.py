"""Whole answers kept for visitors: the same address, language and edition, within one minute.

Answers are kept in the memory of each process, for one edition of the site (`home.edition`) and one
minute: whatever is written begins another edition, so the next request shows it; "open" changes
with the minute, the day at midnight. Only who brings no cookie at all is served from here, and only
what was made without looking at one: no two people ever share a page.
"""

import gzip
from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from home import edition

LONGEST_ADDRESS = 500  # characters; nobody shares longer ones, and they could fill the memory
HEAVIEST = 250_000  # bytes of one answer
WRAPPING = 2_000  # bytes of headers and address, about
MOST = 32_000_000  # bytes of all answers of a process; when they are reached, no more are kept
# What an answer may depend on beside its address: the first is in the key, the second is not read
# (the language is in the address).
_KNOWN_TO_VARY = {"accept-encoding", "accept-language"}
# Requests that may be answered otherwise than a plain visit.
_PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_X_REQUESTED_WITH")
_REFUSALS = ("private", "no-store", "no-cache")


class EditionMiddleware:
    """Let what is shown be kept for as long as the edition that the request reads."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "is_dummy", False):  # Wagtail's previews show what is not published
            with edition.reading(nothing=True):
                return self.get_response(request)
        with edition.reading():
            return self.get_response(request)


class PageCacheMiddleware:
    """Give the kept answer, or make it and keep it. After what must be done on each request."""

    def __init__(self, get_response):
        if not settings.PAGE_CACHE:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.shelf = Shelf(None)
        self.left_alone = (
            *(settings.STATIC_URL, settings.MEDIA_URL, settings.ADMIN_PATH, "/sante/"),
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        shelf = self.shelf_for(request)
        if shelf is None:
            return self.get_response(request)
        key = (
            *(request.scheme, request.META.get("HTTP_HOST"), request.META.get("SERVER_NAME")),
            *(request.META.get("SERVER_PORT"), request.path, request.META.get("QUERY_STRING")),
            "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""),
        )
        found = shelf.answers.get(key)
        if found is not None:
            headers, content = found
            response = HttpResponse(content, headers=headers)
        else:
            response = self.get_response(request)
            if not is_for_all(response):
                return response
            response.headers.setdefault("Cache-Control", "no-cache")
            response.headers.setdefault("ETag", etag_of(response))
            shelf.put(key, dict(response.items()), response.content)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    def shelf_for(self, request: HttpRequest) -> "Shelf | None":
        """Where the answer may stand, or None if it must be made for this request alone."""
        if request.method != "GET" or any(map(request.META.get, _PERSONAL)):
            return None
        if request.path.startswith(self.left_alone):
            return None
        if len(request.path) + len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
            return None
        word = edition.current()
        if word is None:
            return None
        moment = (word, int(timezone.now().timestamp() // 60))
        shelf = self.shelf
        if shelf.moment != moment:
            shelf = self.shelf = Shelf(moment)
        return shelf


class Shelf:
    """The answers of one moment: an edition and a minute. The next moment has another shelf."""

    def __init__(self, moment: tuple[str, int] | None):
        self.moment = moment
        self.answers: dict[tuple, tuple[dict, bytes]] = {}
        self.weight = 0

    def put(self, key: tuple, headers: dict, content: bytes):
        self.weight += len(content) + WRAPPING
        if self.weight <= MOST:
            self.answers[key] = (headers, content)


def etag_of(response: HttpResponse) -> str:
    """The same for the same text: what compresses it adds random bytes."""
    content = response.content
    if response.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    return f'W/"{blake2b(content, digest_size=12).hexdigest()}"'


def is_for_all(response: HttpResponse) -> bool:
    """Whether an answer holds nothing of who asked."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    if len(response.content) > HEAVIEST:
        return False
    told = response.headers.get("Cache-Control", "").lower()
    if any(word in told for word in _REFUSALS):
        return False
    varying = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    return varying - {""} <= _KNOWN_TO_VARY
