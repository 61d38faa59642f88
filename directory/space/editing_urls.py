from directory.space import editing_views as views
from directory.space.parts import part_path

urlpatterns = [
    part_path("identity", views.IdentityView),
    part_path("contacts", views.ContactsView),
    part_path("access", views.AccessView),
    part_path("professionals", views.ProfessionalsView),
    part_path("practices", views.PracticesView),
]
