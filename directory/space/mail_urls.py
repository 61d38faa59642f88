from django.urls import path

from directory.space import mail_views as views

urlpatterns = [
    path("courriers/", views.preferences, name="espace_mails"),
]
