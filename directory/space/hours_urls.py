from django.urls import path

from directory.space import hours_views as views
from directory.space.parts import part_path

urlpatterns = [
    part_path("hours", views.HoursView),
    path("fiches/<int:pk>/horaires/jour-a-part/", views.day_apart, name="espace_day_apart"),
    path(
        "fiches/<int:pk>/horaires/jour-a-part/enlever/",
        views.remove_day_apart,
        name="espace_day_apart_remove",
    ),
    path("fiches/<int:pk>/fermer-cette-semaine/", views.close_week, name="espace_close_week"),
]
