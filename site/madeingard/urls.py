from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.urls.converters import IntConverter
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.sitemaps import sitemap, sitemap_file
from madeingard import health
from madeingard.users import links, oidc_views
from madeingard.users import views as users_views

# A number that no table can hold is an address that does not exist, not an error.
IntConverter.regex = "[0-9]{1,9}"

urlpatterns = [
    path("sante/vivant", health.alive, name="health_alive"),
    path("sante/pret", health.ready, name="health_ready"),
    path("admin/login/", users_views.to_connect),
    # Registered with the provider: one address, whatever the language.
    path(
        "compte/oidc/retour/",
        oidc_views.back,
        {"provider_id": links.PROVIDER_ID},
        name="openid_connect_callback",
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap_file, name="sitemap_file"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
# French has no prefix, English lives under /en/: an address says its language, no cookie does.
urlpatterns += i18n_patterns(
    path("", include("home.urls")),
    path("", include("directory.urls")),
    path("", include("label.urls")),
    path("", include("madeingard.users.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
