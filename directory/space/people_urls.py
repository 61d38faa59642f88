from django.urls import path

from directory.space import invitation_views, people_views

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
]
