"""Menus and breadcrumbs: what editors show, and only what exists."""

from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext
from wagtail.models import Page, Site

from home import edition

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
    """The menus of the request's site."""
    site = Site.find_for_request(request)
    if site is None:
        return Menus("/", [], [], "")
    menus = _menus(site.pk)
    return replace(
        menus,
        main=[_here(link, request) for link in menus.main],
        foot=[_here(link, request) for link in menus.foot],
    )


def breadcrumbs(page: Page, request) -> list[Link]:
    """The way from the home page down to the page; empty on the home page itself."""
    site = Site.find_for_request(request)
    trail = _way_to(page.path[: -page.steplen], site and site.pk)
    return [*trail, Link(title(page), page.get_url(request), is_current=True)] if trail else []


@edition.kept
def _menus(site_id: int) -> Menus:
    site = Site.objects.select_related("root_page").get(pk=site_id)
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
        home=site.root_page.get_url(current_site=site),
        main=[_link(page, site) for page in pages if page.show_in_menus and page not in foot],
        foot=[
            *(_link(page, site) for page in foot if page is not accessibility),
            *(link for give in foot_contributors for link in give()),
        ],
        accessibility=accessibility.get_url(current_site=site) if accessibility else "",
    )


@edition.kept
def _way_to(path: str, site_id: int | None) -> list[Link]:
    """The pages from the home page down to the one of a path of the tree."""
    site = Site.objects.filter(pk=site_id).first()
    steps = range(2 * Page.steplen, len(path) + 1, Page.steplen)
    pages = Page.objects.filter(path__in=[path[:end] for end in steps]).live().order_by("depth")
    return [
        Link(
            gettext("Accueil") if page.depth == 2 else title(page), page.get_url(current_site=site)
        )
        for page in pages
    ]


def title(page: Page) -> str:
    """A page's title; the titles we give ourselves (site_tree) are known in both languages."""
    return gettext(page.title) if page.title else ""


def _link(page: Page, site: Site) -> Link:
    return Link(title(page), page.get_url(current_site=site))


def _here(link: Link, request) -> Link:
    return replace(link, is_current=request.path.startswith(link.url))
