from django import forms
from django.utils.translation import gettext_lazy as _

from home.long_text import LongText
from label.models import PanelVote

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
        widget=LongText({"rows": 3}),
        error_messages={"required": _("Dites-le en une phrase.")},
    )


class TieForm(forms.Form):
    """Whether a tie with the operator appeared since the session, before anything is read."""

    tie = forms.ChoiceField(
        label=_("Avez-vous aujourd’hui un lien avec cet opérateur ?"),
        help_text=_("Famille, travail, achats ou ventes, association, amitié ou différend connus."),
        choices=[
            ("non", _("Non, aucun lien : je regarde")),
            ("oui", _("Oui : je laisse ma place, sans retour")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Répondez par non ou par oui.")},
    )

    @property
    def has_tie(self) -> bool:
        return self.cleaned_data["tie"] == "oui"


class _ReasonedForm(forms.Form):
    note = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=_("Une ou deux phrases. L’opérateur peut les lire, jamais votre nom."),
        max_length=1000,
        widget=LongText({"rows": 4}),
        error_messages={"required": _("Dites pourquoi, en une phrase.")},
    )


class ProofForm(_ReasonedForm):
    is_proved = forms.TypedChoiceField(
        label=_("La preuve montre-t-elle que l’action est faite ?"),
        choices=[("oui", _("Oui, c’est prouvé")), ("non", _("Non, ce n’est pas prouvé"))],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l’une des deux réponses.")},
    )
    field_order = ["is_proved", "note"]


class MeasureForm(_ReasonedForm):
    answer = forms.ChoiceField(
        label=_("Votre avis sur cette mesure"),
        choices=PanelVote.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l’une des trois réponses.")},
    )
    field_order = ["answer", "note"]
