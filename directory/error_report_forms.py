"""What a visitor types to report an error, and what is answered."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from madeingard.users.addresses import clean_address

from directory.models import ErrorReport
from directory.proposal_forms import CHOOSE, LONGEST_TEXT, Text


class ReporterForm(forms.Form):
    """Who tells us something, if they wish to be answered; machines give themselves away."""

    email = Text(
        label=gettext_lazy("Votre adresse e-mail"),
        help_text=gettext_lazy(
            "Pour vous répondre. Le producteur ne la voit pas, et nous l’effaçons deux mois "
            "après la réponse."
        ),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    # People do not see it, machines fill it in.
    website = Text(
        label=gettext_lazy("Laissez ce champ vide"),
        max_length=LONGEST_TEXT,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_email(self):
        email = self.cleaned_data["email"]
        return clean_address(email) if email else ""

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Videz ce champ : seules les machines le remplissent."))
        return ""


class ReportForm(ReporterForm):
    subject = forms.ChoiceField(
        label=gettext_lazy("Qu’est-ce qui ne va pas ?"),
        choices=[
            one for one in ErrorReport.Subject.choices if one[0] != ErrorReport.Subject.MISSING
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    text = Text(
        label=gettext_lazy("En deux mots"),
        help_text=gettext_lazy("Ce que vous avez vu sur place, et quand."),
        max_length=1000,
        rows=4,
    )
    field_order = ["subject", "text", "email"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("subject") == ErrorReport.Subject.OTHER and not cleaned.get("text"):
            self.add_error("text", _("Dites-nous quoi, en deux mots."))
        return cleaned


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Qu’en est-il ?"),
        choices=[
            (ErrorReport.State.CORRECTED, gettext_lazy("C’est corrigé")),
            (ErrorReport.State.UNFOUNDED, gettext_lazy("Il n’y avait rien à corriger")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    answer = Text(
        label=gettext_lazy("Un mot pour la personne"),
        help_text=gettext_lazy("Envoyé tel quel, si elle a laissé une adresse."),
        max_length=1000,
        rows=3,
    )
