from django.urls import path

from directory.space import report_views as views

urlpatterns = [
    path("fiches/<int:pk>/signalements/", views.reports, name="espace_reports"),
    path(
        "fiches/<int:pk>/signalements/<int:report_pk>/",
        views.answer,
        name="espace_report_answer",
    ),
]
