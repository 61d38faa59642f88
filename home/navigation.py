"""Menus and breadcrumbs: what editors show, and only what exists."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext
from wagtail.models import Page, Site

# Editorial pages with these addresses are linked from the foot of every page, in this order.
FOOTER_SLUGS = (
    "accessibilite",
    "ecoconception",
    "mentions-legales",
    "donnees-personnelles",
    "donnees-ouvertes",
)
ACCESSIBILITY_SLUG = FOOTER_SLUGS[0]
# Functions that give further links for the foot of every page; apps above `home` register here.
foot_contributors = []


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Menus:
    home: str
    main: list[Link]
    foot: list[Link]
    accessibility: str


def menus_of(request) -> Menus:
    """The menus of the request's site, read in one query."""
    site = Site.find_for_request(request)
    if site is None:
        return Menus("/", [], [], "")
    pages = list(
        site.root_page.get_children()
        .live()
        .public()
        .filter(Q(show_in_menus=True) | Q(slug__in=FOOTER_SLUGS))
        .order_by("path")
    )
    by_slug = {page.slug: page for page in pages}
    foot = [by_slug[slug] for slug in FOOTER_SLUGS if slug in by_slug]
    accessibility = by_slug.get(ACCESSIBILITY_SLUG)
    return Menus(
        home=site.root_page.get_url(request),
        main=[_link(page, request) for page in pages if page.show_in_menus and page not in foot],
        foot=[
            *(_link(page, request) for page in foot if page is not accessibility),
            *(link for give in foot_contributors for link in give()),
        ],
        accessibility=accessibility.get_url(request) if accessibility else "",
    )


def breadcrumbs(page: Page, request) -> list[Link]:
    """The way from the home page down to the page; empty on the home page itself."""
    ancestors = page.get_ancestors(inclusive=False).filter(depth__gte=2).live().order_by("depth")
    trail = [
        Link(gettext("Accueil") if above.depth == 2 else title(above), above.get_url(request))
        for above in ancestors
    ]
    return [*trail, Link(title(page), page.get_url(request), is_current=True)] if trail else []


def title(page: Page) -> str:
    """A page's title; the titles we give ourselves (site_tree) are known in both languages."""
    return gettext(page.title) if page.title else ""


def _link(page, request) -> Link:
    url = page.get_url(request)
    return Link(title(page), url, is_current=request.path.startswith(url))
