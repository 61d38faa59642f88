"""The sitemap: every public page, its address in French and when it last changed."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Page, Site

from home import seo

# The protocol allows 50,000 addresses a file; fewer keep each answer light.
PAGES_PER_FILE = 10_000


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


def _files() -> Paginator:
    # Plain rows: a large directory costs a fixed number of queries.
    pages = Page.objects.none()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site:
        pages = Page.objects.descendant_of(site.root_page, inclusive=True).live().public()
    return Paginator(
        pages.order_by("pk").values_list("url_path", "last_published_at"), PAGES_PER_FILE
    )


def _addresses(request, rows):
    root_path = Site.objects.get(is_default_site=True).root_page.url_path if rows else ""
    urlset = [
        {
            "location": seo.absolute(reverse("wagtail_serve", args=[path[len(root_path) :]])),
            "lastmod": published_at,
        }
        for path, published_at in rows
    ]
    return TemplateResponse(
        request, "sitemap.xml", {"urlset": urlset}, content_type="application/xml"
    )
