from django.urls import path

from directory.space import creation_views as views

urlpatterns = [
    path("nouvelle/", views.begin, name="espace_begin"),
    path(
        "fiches/<int:pk>/debut/contacts/",
        views.ContactsStep.as_view(),
        name="espace_begin_contacts",
    ),
    path(
        "fiches/<int:pk>/debut/presentation/",
        views.IdentityStep.as_view(),
        name="espace_begin_identity",
    ),
]
