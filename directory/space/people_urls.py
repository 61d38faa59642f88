from django.urls import path

from directory.space import claim_views, invitation_views, people_views, record_views

_PEOPLE = "fiches/<int:pk>/personnes/"

urlpatterns = [
    path(_PEOPLE, people_views.people, name="espace_people"),
    path(f"{_PEOPLE}<int:member>/", people_views.member, name="espace_member"),
    path(
        f"{_PEOPLE}invitations/<int:invitation>/retirer/",
        people_views.withdraw,
        name="espace_withdraw",
    ),
    path("fiches/<int:pk>/quitter/", people_views.leave, name="espace_leave"),
    path("invitation/<str:token>/", invitation_views.invitation, name="espace_invitation"),
    path("fiches/<int:pk>/c-est-ma-ferme/", claim_views.claim, name="espace_claim"),
    path("fiches/<int:pk>/remettre/", record_views.hand_over, name="espace_record"),
    path("fiches/<int:pk>/fiche.pdf", record_views.sheet, name="espace_record_sheet"),
]
