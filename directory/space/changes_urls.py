from django.urls import path

from directory.space import changes_views as views

urlpatterns = [
    path("fiches/<int:pk>/changements/", views.changes, name="espace_changes"),
    path("fiches/<int:pk>/envoyer/", views.send, name="espace_send"),
    path("fiches/<int:pk>/renoncer/", views.withdraw, name="espace_give_up"),
    path("fiches/<int:pk>/apercu/", views.preview, name="espace_preview"),
]
