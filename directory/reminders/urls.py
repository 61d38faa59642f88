from django.urls import path

from directory.reminders import views

urlpatterns = [
    path("espace/lien/<slug:purpose>/<str:token>/", views.mail_link, name="mail_link"),
]
