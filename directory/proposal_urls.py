from django.urls import path

from directory import proposal_views as views

urlpatterns = [
    path("recettes/proposer/", views.propose, name="propose"),
    path("recettes/proposer/<str:token>/", views.proposal, name="proposal"),
    path("recettes/proposer/<str:token>/corriger/", views.correct, name="proposal_correct"),
    path("recettes/proposer/<str:token>/renvoyer/", views.send_again, name="proposal_send_again"),
]
