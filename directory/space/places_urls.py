from directory.space import places_views as views
from directory.space.parts import part_path

urlpatterns = [part_path("places", views.PlacesView)]
