from django.urls import path

from label.desks import files, views

app_name = "label_desk"
urlpatterns = [
    path("", views.Desk.as_view(), name="home"),
    path("piece/<int:pk>/", files.evidence, name="evidence"),
    path("tirage/<int:pk>/liste.txt", files.draw_list, name="draw_list"),
    path("papier/<int:pk>/", files.paper, name="paper"),
    path("acte/<slug:act>/", views.TeamAct.as_view(), name="team_act"),
    path("<slug:subject>/", views.ObjectList.as_view(), name="list"),
    path("<slug:subject>/<int:pk>/", views.ObjectPage.as_view(), name="page"),
    path("<slug:subject>/<int:pk>/<slug:act>/", views.ObjectAct.as_view(), name="act"),
]
