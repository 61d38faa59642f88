from django.urls import path

from directory import outlines_views

app_name = "directory"
urlpatterns = [
    path("ou-acheter/communes.json", outlines_views.communes, name="outlines"),
]
