from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm


class _UserForm(forms.ModelForm):
    """The address in lower case, as the model keeps it; names are not required."""

    error_messages = WagtailUserCreationForm.error_messages | {
        "duplicate_username": _("Un compte existe déjà avec cette adresse."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class UserCreationForm(_UserForm, WagtailUserCreationForm):
    pass


class UserEditForm(_UserForm, WagtailUserEditForm):
    pass
