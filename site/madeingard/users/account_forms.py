"""What a person types to sign in and to look after their account."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madeingard.users import codes, people
from madeingard.users.addresses import clean_address
from madeingard.users.models import User

_REQUIRED = {"required": gettext_lazy("À remplir.")}


class EmailForm(forms.Form):
    email = forms.CharField(
        label=gettext_lazy("Votre adresse e-mail"),
        max_length=254,
        error_messages=_REQUIRED | {"max_length": gettext_lazy("Cette adresse est trop longue.")},
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
    )

    def clean_email(self):
        return clean_address(people.normalize(self.cleaned_data["email"]))

    def add_error(self, field, error):
        """Lead whoever is refused back to the one field of the page."""
        super().add_error(field, error)
        self.fields["email"].widget.attrs["autofocus"] = True


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code à six chiffres"),
        error_messages=_REQUIRED,
        widget=forms.TextInput(
            {
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "maxlength": 12,
                "autofocus": True,  # the only thing to do on its page
            }
        ),
    )

    def clean_code(self):
        code = re.sub(r"\s", "", self.cleaned_data["code"])
        if not (code.isascii() and code.isdigit() and len(code) == codes.DIGITS):
            raise ValidationError(_("Six chiffres, comme dans le message."))
        return code


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("first_name", "last_name")
        labels = {
            "first_name": gettext_lazy("Prénom"),
            "last_name": gettext_lazy("Nom"),
        }
        widgets = {
            "first_name": forms.TextInput({"autocomplete": "given-name"}),
            "last_name": forms.TextInput({"autocomplete": "family-name"}),
        }
