from django import forms
from django.utils.translation import gettext_lazy as _

RECUSE, EXCUSE = "lien", "empechement"


class LeaveForm(forms.Form):
    """A juror who sits leaves: for a tie that they discover, or because they cannot come."""

    why = forms.ChoiceField(
        label=_("Pourquoi partez-vous ?"),
        choices=[
            (RECUSE, _("Je me découvre un lien avec ce dossier")),
            (EXCUSE, _("Je ne peux plus venir")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l’une des deux raisons.")},
    )
    note = forms.CharField(
        label=_("En une phrase"),
        help_text=_("Lu par le secrétariat et par le garant ou la garante, par personne d’autre."),
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "maxlength": False}),
        error_messages={"required": _("Dites-le en une phrase.")},
    )
