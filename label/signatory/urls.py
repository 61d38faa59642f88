"""Addresses of the charter in « Mon espace », before the applicant’s, which take any name."""

from django.urls import path

from label.signatory import views

urlpatterns = [
    path("espace/label/charte/", views.index, name="charters"),
    path("espace/label/charte/<int:pk>/", views.charter, name="charter"),
    path("espace/label/charte/<int:pk>/quitter/", views.leave, name="charter_leave"),
]
