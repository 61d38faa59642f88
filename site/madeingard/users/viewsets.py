from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from madeingard.users.forms import UserCreationForm, UserEditForm


class UserViewSet(WagtailUserViewSet):
    """People of the team, known by their e-mail address."""

    def get_form_class(self, for_update=False):
        return UserEditForm if for_update else UserCreationForm
