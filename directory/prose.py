"""Rich text as plain text that anyone may write, and back.

    ## Un titre
    Une ligne vide sépare deux paragraphes. **Gras**, *penché*, [un lien](https://exemple.fr).
    - une liste

What Wagtail keeps for an editor comes back the same; nothing else of HTML comes in.
"""

import re
from collections.abc import Collection, Iterator
from html import escape
from html.parser import HTMLParser

_BLOCKS = {"p": "", "h2": "## ", "h3": "### "}
_INLINE = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_HEADING = re.compile(r"(#{2,3}) +(.+)")
_ITEM = re.compile(r"(?:[-•] +|(\d{1,2})[.)] +)(.+)")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)\)")
_BOLD = re.compile(r"\*\*(\S(?:[^*\n]*\S)?)\*\*")
_ITALIC = re.compile(r"\*(\S(?:[^*\n]*\S)?)\*")
_INTERNAL = re.compile(r"(page|document):(\d{1,9})")
_WEB = re.compile(r"(?:https?://|mailto:|tel:)[^\s\"<>]+")


def references(html: str) -> set[str]:
    """The pages and documents that a text leads to: « page:3 », « document:5 »."""
    reader = _Reader()
    reader.feed(html)
    return reader.references


def to_text(html: str) -> str:
    """Rich text, as Wagtail keeps it, for somebody to write on."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def to_html(text: str, *, may_lead_to: Collection[str] = ()) -> str:
    """What was written, as Wagtail keeps it; `may_lead_to`: the references that are allowed."""
    return "".join(_blocks(text, may_lead_to))


def _blocks(text: str, may_lead_to: Collection[str]) -> Iterator[str]:
    for lines in _paragraphs(text):
        if heading := _HEADING.fullmatch(lines[0]):
            tag = f"h{len(heading[1])}"
            yield f"<{tag}>{_inline(heading[2], may_lead_to)}</{tag}>"
        elif _ITEM.fullmatch(lines[0]):
            found = [_ITEM.fullmatch(line) for line in lines]
            tag = "ol" if found[0][1] else "ul"
            items = "".join(f"<li>{_inline(one[2], may_lead_to)}</li>" for one in found)
            yield f"<{tag}>{items}</{tag}>"
        else:
            yield f"<p>{'<br/>'.join(_inline(line, may_lead_to) for line in lines)}</p>"


def _paragraphs(text: str) -> Iterator[list[str]]:
    """Lines that stand together: a title alone, the items of a list, or a paragraph."""
    together: list[str] = []
    for line in [*map(str.strip, text.split("\n")), ""]:
        kind = _kind(line)
        if together and (kind != _kind(together[0]) or kind == "title"):
            yield together
            together = []
        if line:
            together.append(line)


def _kind(line: str) -> str:
    if not line:
        return "empty"
    if _HEADING.fullmatch(line):
        return "title"
    item = _ITEM.fullmatch(line)
    return "text" if item is None else "numbered" if item[1] else "item"


def _inline(text: str, may_lead_to: Collection[str]) -> str:
    parts, at = [], 0
    for link in _LINK.finditer(text):
        attributes = _attributes(link[2], may_lead_to)
        if attributes:
            parts += [_emphasis(text[at : link.start()])]
            parts += [f"<a {attributes}>{_emphasis(link[1])}</a>"]
            at = link.end()
    return "".join([*parts, _emphasis(text[at:])])


def _attributes(target: str, may_lead_to: Collection[str]) -> str:
    if internal := _INTERNAL.fullmatch(target):
        kind, pk = internal.groups()
        return f'linktype="{kind}" id="{pk}"' if target in may_lead_to else ""
    return f'href="{escape(target)}"' if _WEB.fullmatch(target) else ""


def _emphasis(text: str) -> str:
    text = _BOLD.sub(r"<b>\1</b>", escape(text, quote=False))
    return _ITALIC.sub(r"<i>\1</i>", text)


class _Reader(HTMLParser):
    """Collects the lines of a rich text; what it does not know keeps its words alone."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str]] = []  # what each begins with, and its words
        self.marker = ""
        self.line = ""
        self.lists: list[int] = []  # of each open list: 0, or the number of its next item
        self.target = ""
        self.references: set[str] = set()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in _BLOCKS:
            self.end()
            self.marker = _BLOCKS[tag]
        elif tag in ("ul", "ol"):
            self.end()
            self.lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self.end()
            self.marker = self.next_marker()
        elif tag == "br":
            self.line += "\n"
        elif tag in _INLINE:
            self.line += _INLINE[tag]
        elif tag == "a":
            self.target = attrs.get("href") or f"{attrs.get('linktype')}:{attrs.get('id')}"
            if _INTERNAL.fullmatch(self.target):
                self.references.add(self.target)
            self.line += "["

    def handle_endtag(self, tag):
        if tag in _BLOCKS or tag == "li":
            self.end()
        elif tag in ("ul", "ol"):
            self.end()
            if self.lists:
                self.lists.pop()
        elif tag in _INLINE:
            self.line += _INLINE[tag]
        elif tag == "a":
            self.line += f"]({self.target})"

    def handle_data(self, data):
        self.line += re.sub(r"\s+", " ", data)

    def next_marker(self) -> str:
        if not self.lists or not self.lists[-1]:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def end(self):
        lines = [line.strip() for line in self.line.split("\n")]
        if words := "\n".join(filter(None, lines)):
            self.blocks.append((self.marker, words))
        self.line = self.marker = ""

    def text(self) -> str:
        self.end()
        told, before = "", ""
        for marker, words in self.blocks:
            line = marker + words
            if told:
                is_same_list = marker and _kind(line) == before and before != "title"
                told += "\n" if is_same_list else "\n\n"
            told, before = told + line, _kind(line)
        return told
