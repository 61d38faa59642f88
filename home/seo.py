"""What search engines and shared links read: addresses, descriptions, structured data."""

import json
import re
from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

SHARE_IMAGE = "img/share.png"
SHARE_SIZE = (1200, 630)


@dataclass(frozen=True)
class Meta:
    """What the head of a page says about it."""

    title: str = ""
    description: str = ""
    image: str = ""
    is_indexed: bool = True
    path: str = ""  # where it lives, when the address asked is a shorter one


def absolute(path: str) -> str:
    """The full address of a path of this site, or the address itself when it is full."""
    if path.startswith(("http://", "https://")):
        return path
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def in_language(path: str, language: str | None = None) -> str:
    """The same path in a language: French has no prefix, the others have theirs."""
    language = language or get_language() or settings.LANGUAGE_CODE
    bare = without_language(path)
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


def without_language(path: str) -> str:
    for code, _name in settings.LANGUAGES:
        prefix = f"/{code}/"
        if code != settings.LANGUAGE_CODE and path.startswith(prefix):
            return path[len(prefix) - 1 :]
    return path


def canonical(request, path: str = "") -> str:
    """The one address of what is shown: filters left out, later pages of a plain list kept."""
    if path:
        return absolute(path)
    page = request.GET.get("page", "")
    later = len(request.GET) == 1 and page != "1" and _PAGE.fullmatch(page)
    return absolute(request.path) + (f"?page={page}" if later else "")


def alternates(request, path: str = "") -> list[tuple[str, str]]:
    """The same page in each language, then the one for readers of neither."""
    path = path or request.path
    pairs = [(code, absolute(in_language(path, code))) for code, _ in settings.LANGUAGES]
    return [*pairs, ("x-default", absolute(without_language(path)))]


def share_image() -> str:
    return absolute(static(SHARE_IMAGE))


def breadcrumb_list(trail) -> dict:
    """schema.org BreadcrumbList of navigation links."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.title,
                "item": absolute(link.url),
            }
            for position, link in enumerate(trail, start=1)
        ],
    }


_PAGE = re.compile(r"[1-9][0-9]{0,5}")
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script(nodes: list[dict]) -> str:
    """JSON-LD that no text can close early: « </script> » in a name stays a name."""
    if not nodes:
        return ""
    document = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(document, ensure_ascii=False).translate(_ESCAPES)
    # Every character that HTML could read is escaped above.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
