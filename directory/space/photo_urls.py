from django.urls import path

from directory.space import photo_views as views
from directory.space.parts import part_path

urlpatterns = [
    part_path("photos", views.PhotosView),
    path("fiches/<int:pk>/photos/envoyer/", views.add_photos, name="espace_photos_add"),
]
