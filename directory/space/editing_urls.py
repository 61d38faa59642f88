from directory.space import editing_views as views
from directory.space.parts import part_path
from directory.space.place_view import PlaceView

urlpatterns = [
    part_path("identity", views.IdentityView),
    part_path("story", views.StoryView),
    part_path("place", PlaceView),
    part_path("contacts", views.ContactsView),
    part_path("access", views.AccessView),
    part_path("professionals", views.ProfessionalsView),
    part_path("practices", views.PracticesView),
]
