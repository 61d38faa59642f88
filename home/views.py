from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from home import seo

# Filters of the search multiply without end; plain pages and their later pages are enough.
ROBOTS = """User-agent: *
Disallow: {admin}
Disallow: /*?
Allow: /*?page=
Disallow: /*.geojson
Disallow: /*.json

Sitemap: {sitemap}
"""


@cache_control(max_age=3600, public=True)
def robots(request):
    text = ROBOTS.format(
        admin=reverse("wagtailadmin_home"), sitemap=seo.absolute(reverse("sitemap"))
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
