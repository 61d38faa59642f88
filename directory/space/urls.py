"""Addresses under /espace/: one line for each room."""

from directory.space import (
    changes_urls,
    creation_urls,
    data_urls,
    editing_urls,
    gift_urls,
    home_urls,
    hours_urls,
    mail_urls,
    people_urls,
    photo_urls,
    places_urls,
    product_urls,
    report_urls,
)

urlpatterns = [
    *home_urls.urlpatterns,
    *editing_urls.urlpatterns,
    *hours_urls.urlpatterns,
    *changes_urls.urlpatterns,
    *data_urls.urlpatterns,
    *creation_urls.urlpatterns,
    *report_urls.urlpatterns,
    *gift_urls.urlpatterns,
    *mail_urls.urlpatterns,
    *people_urls.urlpatterns,
    *photo_urls.urlpatterns,
    *places_urls.urlpatterns,
    *product_urls.urlpatterns,
]
