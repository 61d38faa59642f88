"""The site's addresses and those of development; no other settings than dev's know this module."""

from django.urls import path

from madeingard import urls
from madeingard.dev import views

urlpatterns = [path("mails/", views.mails, name="dev_mails"), *urls.urlpatterns]
