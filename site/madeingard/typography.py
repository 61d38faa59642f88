"""French typography: a sign that has a space before it never begins a line.

Sentences, of ours and of others, are written and kept with plain spaces. They are mended where they
leave to be read: pages here, mails in `users.mails`; on paper, typst minds the signs itself. What
is stored, hashed or typed again into a form keeps its bytes. The space is U+00A0 everywhere: the
narrow one (U+202F) is missing from some of the typefaces that phones and mail readers have.
"""

import re

from django.utils.translation import get_language

NO_BREAK = "\u00a0"
# The space first: it is quick to find.
_SPACE = r" (?:(?=[;:?!]|»|·)|(?<=« )|(?<=[0-9] )(?=%|€))"
_IN_TEXT, _IN_PAGE = re.compile(_SPACE), re.compile(_SPACE.encode())
# What is typed and sent back, or read by machines, letter by letter.
_APART = re.compile(rb"(<(textarea|datalist|template|script|style|pre|code)\b.*?</\2>)", re.DOTALL)
# Attributes of which scripts and style sheets show the sentence; no other one is touched.
_SENTENCES = (
    *(b"data-text-", b"data-label", b"data-failed", b"data-offline", b"data-signed-out"),
    *(b"data-refused", b"data-unavailable", b"data-cannot"),
    *(b"data-all-exact", b"data-partly", b"data-mismatch"),
)


def mend(text: str) -> str:
    """A text with the spaces that French does not break."""
    return _IN_TEXT.sub(NO_BREAK, text)


def mend_page(html: bytes) -> bytes:
    """The same for the text of a page in UTF-8, and for the sentences it hands to its scripts."""
    pieces = _APART.split(html)  # by three: markup, an element left as it is, its name
    pieces[::3] = [_IN_PAGE.sub(_mended, markup) for markup in pieces[::3]]
    del pieces[2::3]
    return b"".join(pieces)


def _mended(space: re.Match) -> bytes:
    """The space to put at this place of the markup."""
    html, place = space.string, space.start()
    opening = html.rfind(b"<", 0, place)
    is_in_tag = opening >= 0 and html.rfind(b">", opening, place) < 0
    if is_in_tag:
        quoted = html.rfind(b'="', opening, place)
        if quoted < 0 or not html[opening:quoted].split()[-1].startswith(_SENTENCES):
            return b" "
    return NO_BREAK.encode()


class TypographyMiddleware:
    """Mend the pages that are read in French."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (
            response.headers.get("Content-Type") == "text/html; charset=utf-8"
            and not response.streaming
            and get_language() == "fr"
        ):
            response.content = mend_page(response.content)
        return response
