from django.urls import path

from label.session import views

urlpatterns = [
    path("seances/", views.index, name="session_index"),
    path("seances/<slug:reference>/", views.page, name="session_page"),
    path("seances/<slug:reference>/ouvrir/", views.open_session, name="session_open"),
    path("seances/<slug:reference>/clore/", views.close_session, name="session_close"),
    path("seances/<slug:reference>/<int:position>/", views.hearing, name="session_hearing"),
    path("seances/<slug:reference>/<int:position>/suite/", views.live, name="session_live"),
    path("seances/<slug:reference>/<int:position>/<slug:act>/", views.act, name="session_act"),
]
