"""Addresses under /espace/: one line for each room."""

from directory.space import home_urls, report_urls

urlpatterns = [
    *home_urls.urlpatterns,
    *report_urls.urlpatterns,
]
