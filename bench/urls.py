"""The site's addresses, and beside them what it is compared with."""

from django.urls import path
from madeingard.urls import urlpatterns as site_patterns

from bench import baselines

urlpatterns = [
    path("bench/ok", baselines.ok),
    path("bench/rows", baselines.rows),
    *site_patterns,
]
