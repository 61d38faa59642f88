from django.urls import path

from label.visiting import report_views, views

urlpatterns = [
    path("visites/", views.home, name="visit_home"),
    path("visites/hors-ligne.js", views.worker, name="visit_worker"),
    path("visites/<int:pk>/", views.one, name="visit_one"),
    path("visites/<int:pk>/liens/", views.interests, name="visit_interests"),
    path("visites/<int:pk>/depart/", views.leave, name="visit_leave"),
    path("visites/<int:pk>/date/", views.schedule, name="visit_schedule"),
    path("visites/<int:pk>/report/", views.postpone, name="visit_postpone"),
    path("visites/<int:pk>/dossier/", views.file, name="visit_file"),
    path("visites/<int:pk>/dossier/pieces/<int:evidence>/", views.evidence, name="visit_evidence"),
    path("visites/<int:pk>/photos/<int:photo>/", views.photo, name="visit_photo"),
    path("visites/<int:pk>/compte-rendu/", report_views.ReportView.as_view(), name="visit_report"),
    path("visites/<int:pk>/photos/", report_views.photos, name="visit_photos"),
    path(
        "visites/<int:pk>/photos/<int:photo>/retirer/",
        report_views.remove_photo,
        name="visit_photo_remove",
    ),
    path("visites/<int:pk>/signature/", views.sign, name="visit_sign"),
    path("visites/<int:pk>/complement/", views.addendum, name="visit_addendum"),
]
