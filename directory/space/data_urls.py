from django.urls import path

from directory.space import data_views as views

urlpatterns = [
    path("mes-donnees/", views.data, name="espace_data"),
    path("mes-donnees.json", views.data_as_json, name="espace_data_json"),
    path("mes-donnees.pdf", views.data_as_pdf, name="espace_data_pdf"),
    path("effacer-mon-compte/", views.erase_account, name="espace_erase_account"),
    path("fiches/<int:pk>/effacer/", views.erase_listing, name="espace_erase_listing"),
]
