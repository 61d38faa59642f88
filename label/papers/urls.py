from django.urls import path

from label.papers import views

CASE = "label/papiers/<key:reference>/"

urlpatterns = [
    path("label/papiers/lettres/<int:pk>.pdf", views.posted, name="paper_letter"),
    path("label/papiers/decisions/<key:number>.pdf", views.decision, name="paper_decision"),
    path("label/papiers/accords/<key:number>.pdf", views.agreement, name="paper_agreement"),
    path("label/papiers/logos/<key:number>.zip", views.kit, name="paper_logo_kit"),
    path(CASE + "recepisse.pdf", views.receipt, name="paper_receipt"),
    path(CASE + "convocation-<int:pk>.pdf", views.convocation, name="paper_convocation"),
    path(CASE + "audition-<int:pk>.pdf", views.hearing_time, name="paper_hearing_time"),
    path(CASE + "visite-<int:number>.pdf", views.visit_kit, name="paper_visit_kit"),
    path(CASE + "proces-verbal-<int:pk>.pdf", views.minutes, name="paper_minutes"),
    path(CASE + "avis-<int:pk>.pdf", views.opinion, name="paper_opinion"),
]
