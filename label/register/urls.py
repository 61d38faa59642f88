from django.urls import path

from label.register import request_views, statistics_views, views

urlpatterns = [
    path("label/registre/", views.index, name="register"),
    path("label/registre.csv", views.table, name="register_csv"),
    path("label/registre/<key:number>/", views.entry, name="register_entry"),
    path("label/registre/<key:number>/signaler/", request_views.report, name="register_report"),
    path("label/statistiques/", statistics_views.statistics, name="register_statistics"),
    path("label/statistiques.csv", statistics_views.statistics_csv, name="register_statistics_csv"),
    path("label/charte/", statistics_views.signatories, name="register_charter"),
    path("label/devenir-jure/", request_views.volunteer, name="register_volunteer"),
    path("label/envoi/<key:token>/", request_views.sent, name="register_request"),
    path("label/envoi/<key:token>/renvoyer/", request_views.send_again, name="register_send_again"),
    path("label/envoi/<key:token>/quitter/", request_views.leave, name="register_leave"),
    path("l/<key:code>", views.short, name="register_short"),
]
