"""Whom to invite, and as what."""

from django import forms
from django.utils.translation import gettext_lazy
from madeingard.users.addresses import clean_address

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
        return clean_address(self.cleaned_data["email"].lower())
