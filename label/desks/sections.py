"""The pieces a page of the desks is made of: facts, tables, notes. One template shows them all."""

from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from home.templatetags.site import civil
from label.desks import subjects


@dataclass
class Section:
    """`facts` are (label, value), `head` and `rows` a table, `notes` paragraphs."""

    title: str
    facts: list = field(default_factory=list)
    head: tuple = ()
    rows: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    is_folded: bool = False

    def __bool__(self):
        return bool(self.facts or self.rows or self.notes)


def link(text, url):
    return format_html('<a href="{}">{}</a>', url, text) if url else text


def to(obj, text=None, *, user=None):
    """The name of an object, leading to its page; no further where `user` may not read it."""
    if obj is None:
        return ""
    subject = subjects.BY_MODEL.get(type(obj))
    is_open = user is None or (subject is not None and subject.may_read(user, obj))
    return link(text or str(obj), subjects.page_url(obj) if is_open else "")


def papers(found) -> Section:
    """The papers that the reader may take."""
    return Section(_("Documents"), [(one.label, link(_("ouvrir"), one.address)) for one in found])


def day(value) -> str:
    return civil(value)


def moment(value) -> str:
    if not value:
        return ""
    value = localtime(value)
    return f"{civil(value)}, {value:%H:%M}"


def yes(value) -> str:
    return _("oui") if value else _("non")


def said(pairs) -> list:
    """Facts whose value is known; unknown is left out, never shown as nothing."""
    return [(label, value) for label, value in pairs if value not in (None, "", [], ())]
