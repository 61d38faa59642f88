"""Whom to invite, and as what."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models.people import Role
from directory.proposal_forms import Text


class InviteForm(forms.Form):
    email = Text(
        label=gettext_lazy("Son adresse e-mail"),
        max_length=254,
        required=True,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Ce que cette personne pourra faire"),
        choices=[
            (Role.EDITOR, gettext_lazy("Modifier la fiche")),
            (Role.OWNER, gettext_lazy("Modifier la fiche, inviter et retirer des personnes")),
        ],
        initial=Role.EDITOR,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez dans la liste."),
            "invalid_choice": gettext_lazy("Choisissez dans la liste."),
        },
    )

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        try:
            validate_email(email)
        except ValidationError as error:
            words = _("Ce n’est pas une adresse e-mail. Exemple : odile@exemple.fr")
            raise ValidationError(words) from error
        return email
