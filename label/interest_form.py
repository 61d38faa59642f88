"""The questionnaire of interests (label.md 3.3), the same for jurors and visitors."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.long_text import LongText
from label import panels
from label.enums import InterestQuestion
from label.machine import Refused
from label.models import InterestDeclaration

NO, YES = "non", "oui"
PREFIX = "q_"


class InterestForm(forms.Form):
    """One plain answer to each question; a tie is confirmed once more, for it has no way back."""

    asks_again = False  # a tie waits to be confirmed

    text = forms.CharField(
        label=_("Si vous avez un lien, lequel ?"),
        help_text=_("Lu par le secrétariat et par le garant ou la garante, par personne d’autre."),
        required=False,
        max_length=4000,
        widget=LongText({"rows": 3}),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        questions = {
            PREFIX + question.value: forms.ChoiceField(
                label=question.label,
                choices=[(NO, _("Non")), (YES, _("Oui"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Répondez par non ou par oui.")},
            )
            for question in InterestQuestion
        }
        self.fields = questions | self.fields

    @property
    def questions(self):
        return [field for field in self if field.name.startswith(PREFIX)]

    @property
    def answers(self) -> dict[str, bool]:
        """Question → whether there is such a tie, once the form is valid."""
        return {
            name.removeprefix(PREFIX): value == YES
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }

    @property
    def has_tie(self) -> bool:
        return any(self.answers.values())

    def clean(self):
        super().clean()
        if self.errors or not self.has_tie:
            return self.cleaned_data
        if not self.cleaned_data["text"].strip():
            self.add_error("text", _("Précisez le lien que vous déclarez."))
        return self.cleaned_data

    def declare(self, case, *, by, role: str) -> InterestDeclaration | None:
        """Declare what a valid form answers; None while a tie is to confirm, or where the verb
        refuses, with its reasons among the errors."""
        if self.has_tie and not self.cleaned_data["sure"]:
            self.asks_again = True
            return None
        try:
            return panels.declare_interests(
                case, by=by, role=role, answers=self.answers, text=self.cleaned_data["text"]
            )
        except Refused as refused:
            self.add_error(None, " ".join(refused.reasons))
        return None
