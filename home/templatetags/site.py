"""Tags every template may use without loading them."""

from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from wagtail.models import Site

from home import identity, navigation, parts, seo
from home.models import SiteSettings
from home.times import time_of_day

register = template.Library()


@dataclass(frozen=True)
class Section:
    """Where a page stands among the menus of a site: what they show follows from it."""

    site: int | None
    within: tuple[str, ...]  # the links it stands under
    on: str  # the link it is itself


@dataclass(frozen=True)
class Frame:
    """What surrounds a page: who speaks, where one can go, where the page lives."""

    settings: SiteSettings
    menus: navigation.Menus
    section: Section
    breadcrumbs: list[navigation.Link]
    meta: seo.Meta
    canonical: str
    alternates: list[tuple[str, str]]
    languages: list[tuple[str, str]]
    share_image: str
    json_ld: str


@register.simple_tag(takes_context=True)
def frame(context) -> Frame:
    """Everything `base.html` shows around the page of the context, if it has one."""
    request, page = context["request"], context.get("page")
    trail = navigation.breadcrumbs(page, request) if page else []
    nodes = [*context.get("structured_data", []), *([seo.breadcrumb_list(trail)] if trail else [])]
    site, menus = Site.find_for_request(request), navigation.menus_of(request)
    within = tuple(link.url for link in menus.main if link.is_current)
    on = request.path if request.path in within else ""
    meta = context.get("meta") or _meta_of(page)
    return Frame(
        settings=identity.of(request),
        menus=menus,
        section=Section(site and site.pk, within, on),
        breadcrumbs=trail,
        meta=meta,
        canonical=seo.canonical(request, meta.path),
        alternates=seo.alternates(request, meta.path),
        languages=[
            (code, seo.in_language(request.path, code))
            for code, _name in settings.LANGUAGES
            if code != get_language()
        ],
        share_image=seo.share_image(),
        json_ld=seo.as_script(nodes),
    )


def _meta_of(page) -> seo.Meta:
    if page is None:
        return seo.Meta(is_indexed=False)
    description = page.search_description or getattr(page, "introduction", "")
    return seo.Meta(page.seo_title or navigation.title(page), description)


@register.tag
def kept(parser, token):
    """Keep a part of a page that follows from its address, the database and the day alone.

    `{% kept "table" %}…{% endkept %}`; see `home.parts`. What follows from some values instead of
    the address, on any page: `{% kept "row" for row.pk level %}…{% endkept %}`.
    """
    _tag, name, *rest = token.split_contents()
    if rest and rest[0] != "for":
        raise template.TemplateSyntaxError('{% kept "name" [for value …] %}')
    values = [parser.compile_filter(value) for value in rest[1:]] if rest else None
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(name.strip('"'), values, nodes)


class Kept(template.Node):
    def __init__(self, name: str, values: list | None, nodelist: template.NodeList):
        self.name, self.values, self.nodelist = name, values, nodelist

    def render(self, context):
        if self.values is not None:
            values = [value.resolve(context) for value in self.values]
            return parts.keep_for(self.name, values, lambda: self.nodelist.render(context))
        return parts.keep(context["request"], self.name, lambda: self.with_facts(context))

    def with_facts(self, context):
        lasting = context.get("lasting")
        with context.push(**lasting.facts if lasting else {}):
            return self.nodelist.render(context)


@register.simple_tag
def icon(name: str, label: str = ""):
    """One icon of the sprite; decorative unless a label is given."""
    return _icon(staticfiles_storage.url("img/icons.svg"), name, label)


@lru_cache(maxsize=256)
def _icon(sprite: str, name: str, label: str):
    if label:
        return format_html(
            '<svg class="ico" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label, sprite, name,
        )  # fmt: skip
    return format_html(
        '<svg class="ico" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name
    )


@register.filter
def localized(path: str) -> str:
    """A stored path in the reader's language."""
    return seo.in_language(path)


@register.filter(expects_localtime=True)
def civil(day) -> str:
    """A day in words, the first of the month as one says it: « 1er mars 2026 », « 2 mars 2026 »."""
    if not day:
        return ""
    number = gettext("1er") if day.day == 1 else day.day
    return f"{number} {date_format(day, 'F Y')}"


@register.filter(expects_localtime=True)
def hour(moment) -> str:
    """A time of day in words: « 9 h 30 »."""
    return time_of_day(moment) if moment else ""


@register.filter
def tel(number: str) -> str:
    """A French telephone number as a link: « 04 65 71 01 12 » becomes tel:+33465710112."""
    digits = "".join(c for c in number if c.isdigit() or c == "+")
    if digits.startswith("0") and not digits.startswith("00"):
        digits = f"+33{digits[1:]}"
    return f"tel:{digits}"
