"""What the directory adds to Wagtail's admin: registration only."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from directory import reference_data
from directory.models.reference import ReferenceModel


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(
        reference_data.FORGOTTEN, _("Ne plus charger"), _("Supprimé : ne sera plus rechargé")
    )


@hooks.register("before_delete_snippet")
def forget_reference_rows(request, rows):
    if request.method == "POST":
        for row in rows:
            if isinstance(row, ReferenceModel):
                reference_data.forget(row, by=request.user)
