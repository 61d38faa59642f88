"""What a visitor types to propose a place that the directory lacks."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from directory.enums import Kind
from directory.error_report_forms import ReporterForm
from directory.proposal_forms import CHOOSE, Text
from directory.space.place_form import CommuneField


class PlaceProposalForm(ReporterForm):
    name = Text(
        label=gettext_lazy("Nom du lieu"),
        help_text=gettext_lazy("Celui qu’on lit sur place."),
        max_length=80,
        required=True,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Qu’est-ce que c’est ?"),
        choices=[("", gettext_lazy("Choisissez")), *Kind.choices],
        error_messages=CHOOSE,
    )
    commune = CommuneField(label=gettext_lazy("Commune"), required=True)
    address = Text(
        label=gettext_lazy("Adresse"),
        help_text=gettext_lazy("Ou comment le trouver, si la rue n’a pas de numéro."),
        max_length=200,
    )
    sold = Text(
        label=gettext_lazy("Ce qu’on y vend"),
        help_text=gettext_lazy("Par exemple : légumes, œufs, miel de l’Aigoual."),
        max_length=300,
        required=True,
    )
    known = Text(
        label=gettext_lazy("Comment le connaissez-vous ?"),
        help_text=gettext_lazy("Par exemple : j’y achète chaque samedi ; c’est ma voisine."),
        max_length=500,
        rows=3,
        required=True,
    )
    field_order = ["name", "kind", "commune", "address", "sold", "known", "email"]

    @property
    def text(self) -> str:
        """What the team reads, in its language."""
        with override("fr"):
            words = _("On y vend : %(sold)s\n\nComment la personne le sait : %(known)s")
        return words % self.cleaned_data
