from django.urls import path

from directory.space import home_views as views

urlpatterns = [
    path("", views.home, name="espace_home"),
    path("fiches/<int:pk>/", views.listing, name="espace_listing"),
]
