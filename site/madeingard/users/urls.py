"""Addresses of a person's account; what django-allauth offers and we do not is not here."""

from django.urls import path

from madeingard.users import account_views, views

urlpatterns = [
    path("compte/", account_views.home, name="account_home"),
    path("compte/connexion/", views.connect, name="account_login"),
    path("compte/connexion/code/", views.code, name="account_code"),
    path("compte/connexion/autre-code/", views.send_again, name="account_send_again"),
    path("compte/deconnexion/", views.disconnect, name="account_logout"),
    # In place of Wagtail's, for pages that an editor keeps to those who are signed in.
    path("_util/login/", views.to_connect),
]
