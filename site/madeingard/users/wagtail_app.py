from wagtail.users.apps import WagtailUsersAppConfig


class AdminUsersConfig(WagtailUsersAppConfig):
    """Wagtail's administration of users, with our forms."""

    user_viewset = "madeingard.users.viewsets.UserViewSet"
