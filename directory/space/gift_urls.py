from django.urls import path

from directory.space import gift_views as views

urlpatterns = [
    path("fiches/<int:pk>/affiches/", views.gifts, name="espace_gifts"),
    path("fiches/<int:pk>/affiche-<slug:paper>.pdf", views.poster, name="espace_poster"),
    path("fiches/<int:pk>/carte.png", views.card, name="espace_card"),
    path("fiches/<int:pk>/qr.svg", views.qr, name="espace_qr"),
    path("fiches/<int:pk>/visites/", views.visit_numbers, name="espace_visits"),
]
