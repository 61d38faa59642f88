from django.urls import path

from directory import season_views as views

urlpatterns = [
    path("saisons/calendrier.ics", views.calendar_feed, name="season_feed"),
    path("saisons/calendrier-<slug:paper>.pdf", views.year_sheet, name="season_year_sheet"),
    path("saisons/integrer/", views.embed, name="season_embed"),
    path("saisons/<slug:slug>/", views.month, name="season_month"),
    path(
        "saisons/<slug:slug>/affiche-<slug:paper>.pdf",
        views.month_sheet,
        name="season_month_sheet",
    ),
    path("produits/<slug:slug>/", views.product, name="product"),
]
