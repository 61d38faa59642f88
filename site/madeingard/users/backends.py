from django.contrib.auth.backends import ModelBackend


class PermissionBackend(ModelBackend):
    """Permissions and groups; nobody signs in by a password."""

    def authenticate(self, request, **credentials):
        return None
