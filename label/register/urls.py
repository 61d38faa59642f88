from django.urls import path

from label.register import views

urlpatterns = [
    path("label/registre/", views.index, name="register"),
    path("label/registre.csv", views.table, name="register_csv"),
    path("label/registre/<str:number>/", views.entry, name="register_entry"),
    path("l/<str:code>", views.short, name="register_short"),
]
