"""Addresses under /espace/: one line for each room."""

from directory.space import home_urls

urlpatterns = [
    *home_urls.urlpatterns,
]
