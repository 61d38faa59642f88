from django.urls import path

from label.jury import file_views, outcome_views, review_views, views
from label.jury.sheet_views import CriterionView, SummaryView

urlpatterns = [
    path("jury/", views.home, name="jury_home"),
    path("jury/tirages/", views.draws, name="jury_draws"),
    path("jury/tirages/renoncer/", views.give_up_term, name="jury_give_up_term"),
    path("jury/<int:pk>/", views.seat, name="jury_seat"),
    path("jury/<int:pk>/reponse/", views.answer, name="jury_answer"),
    path("jury/<int:pk>/liens/", views.interests, name="jury_interests"),
    path("jury/<int:pk>/depart/", views.leave, name="jury_leave"),
    path("jury/<int:pk>/dossier/", file_views.case, name="jury_file"),
    path("jury/<int:pk>/dossier/pieces/<int:evidence>/", file_views.evidence, name="jury_evidence"),
    path("jury/<int:pk>/dossier/photos/<int:photo>/", file_views.photo, name="jury_photo"),
    path("jury/<int:pk>/dossier/feuilles/", file_views.sheets, name="jury_first_sheets"),
    path("jury/<int:pk>/feuille/", SummaryView.as_view(), name="jury_sheet"),
    path("jury/<int:pk>/feuille/<key:code>/", CriterionView.as_view(), name="jury_sheet_criterion"),
    path("jury/<int:pk>/second-tour/", SummaryView.as_view(round=2), name="jury_second"),
    path(
        "jury/<int:pk>/second-tour/<key:code>/",
        CriterionView.as_view(round=2),
        name="jury_second_criterion",
    ),
    path("jury/<int:pk>/preuves/<int:call>/", review_views.reserve, name="jury_proof"),
    path(
        "jury/<int:pk>/preuves/<int:call>/piece/",
        review_views.evidence,
        name="jury_proof_evidence",
    ),
    path("jury/<int:pk>/mesures/<int:call>/", review_views.measure, name="jury_measure"),
    path(
        "jury/<int:pk>/mesures/<int:call>/pieces/<int:evidence>/",
        review_views.measure_evidence,
        name="jury_measure_evidence",
    ),
    path("jury/<int:pk>/suite/", outcome_views.restitution, name="jury_outcome"),
]
