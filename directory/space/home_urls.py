from django.urls import path

from directory.space import home_views as views

urlpatterns = [
    path("", views.home, name="espace_home"),
    path("trouver/", views.find, name="espace_find"),
    path("fiches/<int:pk>/", views.listing, name="espace_listing"),
    path("fiches/<int:pk>/confirmer/", views.confirm, name="espace_confirm"),
]
