"""Where the pages of which there is only one live, read once per edition."""

from wagtail.models import Page, Site

from directory.models import SearchPage
from home import edition, navigation


def search(request) -> str:
    """The address of the search; empty if it is not online."""
    found = link(SearchPage, request)
    return found.url if found else ""


def link(model: type[Page], request) -> navigation.Link | None:
    """Title and address of the live page of a model, on the request's site."""
    site = Site.find_for_request(request)
    return _link(model, site and site.pk)


@edition.kept
def _link(model: type[Page], site_id: int | None) -> navigation.Link | None:
    page = model.objects.live().first()
    if page is None:
        return None
    site = Site.objects.filter(pk=site_id).first()
    return navigation.Link(navigation.title(page), page.get_url(current_site=site) or "")
