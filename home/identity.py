"""Who speaks on the site: its settings, read once per edition."""

from wagtail.models import Site

from home import edition
from home.models import SiteSettings


def of(request) -> SiteSettings:
    """The settings of the request's site, to be read only; the defaults without a site."""
    site = Site.find_for_request(request)
    return of_site(site.pk) if site else SiteSettings()


@edition.kept
def of_site(site_id: int) -> SiteSettings:
    return SiteSettings.for_site(Site.objects.get(pk=site_id))
