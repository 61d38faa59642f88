"""The form of each of the fifteen parts, made from the questions of `label.application`."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from madeingard.users.addresses import clean_address

from directory import siret
from directory.proposal_forms import Text
from directory.space.editing_forms import phone_number
from label.application import QUESTIONS, Question

YES_NO = [("yes", gettext_lazy("Oui")), ("no", gettext_lazy("Non"))]
CONFIDENTIAL = gettext_lazy("Confidentiel : seuls le secrétariat et le garant le lisent.")
CHOOSE = {"invalid_choice": gettext_lazy("Choisissez dans la liste.")}
_TYPED = {
    "email": {"type": "email", "autocomplete": "email", "inputmode": "email"},
    "phone": {"type": "tel", "autocomplete": "tel"},
    "siret": {"inputmode": "numeric", "autocomplete": "off"},
}


class PartForm(forms.Form):
    """Some questions of a part; nothing is compulsory while one writes.

    `only`: the one question whose answer was just typed.
    """

    def __init__(self, *args, part: str, values: dict | None = None, only: str = "", **kwargs):
        self.questions = [one for one in QUESTIONS[part] if only in ("", one.name)]
        initial = {one.name: _shown(one, (values or {}).get(one.name)) for one in self.questions}
        super().__init__(*args, initial=initial, **kwargs)
        for question in self.questions:
            self.fields[question.name] = _field(question)

    @property
    def rows(self) -> list[tuple[Question, forms.BoundField]]:
        return [(question, self[question.name]) for question in self.questions]

    def clean(self):
        cleaned = super().clean()
        for question in self.questions:
            check = _CHECKS.get(question.kind)
            if check and cleaned.get(question.name):
                try:
                    cleaned[question.name] = check(cleaned[question.name])
                except ValidationError as error:
                    self.add_error(question.name, error)
        return cleaned

    @property
    def answers(self) -> dict:
        """What was understood, as it is kept; what was not stays as it was before."""
        return {
            one.name: _kept(one, self.cleaned_data[one.name])
            for one in self.questions
            if one.name in self.cleaned_data
        }


def _field(question: Question) -> forms.Field:
    about = {"label": question.label, "required": False, "help_text": _help(question)}
    match question.kind:
        case "agree":
            return forms.BooleanField(**about)
        case "yes_no":
            return forms.ChoiceField(
                choices=YES_NO, widget=forms.RadioSelect, error_messages=CHOOSE, **about
            )
        case "choice":
            return forms.ChoiceField(
                choices=question.choices, widget=forms.RadioSelect, error_messages=CHOOSE, **about
            )
        case "long":
            return Text(rows=5, max_length=6000, **about)
    return Text(max_length=200, widget=forms.TextInput(_TYPED.get(question.kind, {})), **about)


def _help(question: Question) -> str:
    words = [str(question.help)] if question.help else []
    return " ".join([*words, str(CONFIDENTIAL)] if question.confidential else words)


def _shown(question: Question, value):
    if question.kind == "yes_no" and isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _kept(question: Question, value):
    """A yes or a no is kept as such; a question left alone stays unknown."""
    if question.kind == "yes_no":
        return {"yes": True, "no": False}.get(value)
    return value


def _siret(typed: str) -> str:
    digits = re.sub(r"[\s.]", "", typed)
    if not siret.is_valid(digits):
        raise ValidationError(_("Ce n’est pas un SIRET : quatorze chiffres, sur votre Kbis."))
    return digits


_CHECKS = {"siret": _siret, "email": clean_address, "phone": phone_number}
