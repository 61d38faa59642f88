"""The sitemap: every public page, its address in French and when it last changed."""

from functools import cached_property

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Page, Site

from home import seo

# The protocol allows 50,000 addresses a file; fewer keep each answer light.
PAGES_PER_FILE = 10_000
# Functions that give the paths of what is not a page; apps above `home` register here.
contributors = []


def sitemap(request):
    """All addresses, or the list of the files that hold them when there are many."""
    files = _files()
    if files.num_pages == 1:
        return _addresses(request, files.page(1))
    addresses = [reverse("sitemap_file", args=[number]) for number in files.page_range]
    context = {"sitemaps": [{"location": seo.absolute(address)} for address in addresses]}
    return TemplateResponse(request, "sitemap_index.xml", context, content_type="application/xml")


def sitemap_file(request, number):
    try:
        return _addresses(request, _files().page(number))
    except InvalidPage as error:
        raise Http404 from error


class _Addresses:
    """Path and last change of every page, then of the rest: sliced without reading the others."""

    def __init__(self, site: Site | None):
        self.pages, self.root_path, self.others = Page.objects.none(), "", []
        if site:
            below = Page.objects.descendant_of(site.root_page, inclusive=True).live().public()
            # Plain rows: a large directory costs a fixed number of queries.
            self.pages = below.order_by("pk").values_list("url_path", "last_published_at")
            self.root_path = site.root_page.url_path
            self.others = [(path, None) for give in contributors for path in give()]

    @cached_property
    def total_of_pages(self) -> int:
        return self.pages.count()

    def __len__(self) -> int:
        return self.total_of_pages + len(self.others)

    def __getitem__(self, part: slice) -> list[tuple]:
        rest = slice(*(max(0, edge - self.total_of_pages) for edge in (part.start, part.stop)))
        return [
            *((self._path(url_path), date) for url_path, date in self.pages[part]),
            *self.others[rest],
        ]

    def _path(self, url_path: str) -> str:
        return reverse("wagtail_serve", args=[url_path[len(self.root_path) :]])


def _files() -> Paginator:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return Paginator(_Addresses(site), PAGES_PER_FILE)


def _addresses(request, rows):
    urlset = [{"location": seo.absolute(path), "lastmod": date} for path, date in rows]
    return TemplateResponse(
        request, "sitemap.xml", {"urlset": urlset}, content_type="application/xml"
    )
