"""What a resident types to propose a recipe, bounded, and the code that confirms it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from madeingard.users.addresses import clean_address

from directory.codes import DIGITS
from directory.recipes.ingredient_line import LONGEST_LINE
from home.long_text import LongText

MOST_INGREDIENTS = 40
MOST_STEPS = 30
LONGEST_STEP = 1000
LONGEST_STORY = 1500
MOST_SERVINGS = 100
MOST_MINUTES = 48 * 60
# One more than any list may hold: beyond, nobody reads the lines one by one.
LONGEST_TEXT = 40_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
CHOOSE = {
    "required": gettext_lazy("Choisissez dans la liste."),
    "invalid_choice": gettext_lazy("Choisissez dans la liste."),
}
_REQUIRED = {"required": gettext_lazy("À remplir.")}
_TOO_LONG = ngettext_lazy(
    "Au plus %(limit_value)d caractère : il y en a %(show_value)d.",
    "Au plus %(limit_value)d caractères : il y en a %(show_value)d.",
    "limit_value",
)


class Text(forms.CharField):
    """Words on one line or several, no control character, with messages of our own."""

    def __init__(self, *, rows: int = 0, **kwargs):
        self.rows = rows
        widget = LongText({"rows": rows}) if rows else forms.TextInput()
        kwargs.setdefault("required", False)
        super().__init__(**{"widget": widget, "error_messages": _REQUIRED} | kwargs)
        for validator in self.validators:
            if validator.code == "max_length":
                validator.message = _TOO_LONG

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        text = _CONTROL.sub("", text)
        spaces = r"[^\S\n]+" if self.rows else r"\s+"
        return re.sub(spaces, " ", text).strip()


class Lines(Text):
    """A list, one item on each line."""

    def __init__(self, *, most: int, longest: int, **kwargs):
        self.most, self.longest = most, longest
        super().__init__(max_length=LONGEST_TEXT, **kwargs)

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(
                _("Au plus %(most)d lignes : il y en a %(count)d.")
                % {"most": self.most, "count": len(lines)}
            )
        for number, line in enumerate(lines, start=1):
            if len(line) > self.longest:
                raise ValidationError(
                    _("Ligne %(number)d : au plus %(longest)d caractères, il y en a %(count)d.")
                    % {"number": number, "longest": self.longest, "count": len(line)}
                )
        return lines


class Number(forms.IntegerField):
    """A whole number between two bounds, said in one sentence."""

    def __init__(self, *, least: int, most: int, **kwargs):
        wrong = gettext_lazy("Un nombre entier de %(least)d à %(most)d.")
        self.least, self.most, self.wrong = least, most, wrong
        widget = forms.TextInput({"inputmode": "numeric", "maxlength": 5})
        super().__init__(**{"required": False, "widget": widget} | kwargs)
        self.error_messages |= _REQUIRED

    def to_python(self, value):
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        is_number = text.isascii() and text.isdigit() and len(text) <= 5
        if not is_number or not self.least <= int(text) <= self.most:
            raise ValidationError(self.wrong % {"least": self.least, "most": self.most})
        return int(text)


class ProposalForm(forms.Form):
    """The whole recipe on one page; the team completes what only it knows."""

    title = Text(label=gettext_lazy("Nom de la recette"), max_length=80, required=True)
    servings = Number(
        label=gettext_lazy("Pour combien de personnes"),
        least=1,
        most=MOST_SERVINGS,
        required=True,
        initial=4,
    )
    prep_minutes = Number(
        label=gettext_lazy("Préparation (minutes)"), least=0, most=MOST_MINUTES, required=True
    )
    cook_minutes = Number(label=gettext_lazy("Cuisson (minutes)"), least=0, most=MOST_MINUTES)
    rest_minutes = Number(label=gettext_lazy("Repos (minutes)"), least=0, most=MOST_MINUTES)
    ingredients = Lines(
        label=gettext_lazy("Ingrédients"),
        help_text=gettext_lazy(
            "Un par ligne, avec la quantité. Exemple : 2 gros oignons doux, émincés"
        ),
        most=MOST_INGREDIENTS,
        longest=LONGEST_LINE,
        rows=8,
        required=True,
    )
    steps = Lines(
        label=gettext_lazy("Étapes"),
        help_text=gettext_lazy("Une par ligne, dans l’ordre."),
        most=MOST_STEPS,
        longest=LONGEST_STEP,
        rows=8,
        required=True,
    )
    story = Text(
        label=gettext_lazy("Son histoire"),
        help_text=gettext_lazy("De qui vous la tenez, quand on la mange. Si vous voulez."),
        max_length=LONGEST_STORY,
        rows=4,
    )
    credit = forms.ChoiceField(
        label=gettext_lazy("Comment vous citer"),
        choices=[
            ("name", gettext_lazy("Mon nom, tel que je l’écris")),
            ("first_name", gettext_lazy("Mon prénom seul")),
            ("anonymous", gettext_lazy("Sans mon nom")),
        ],
        initial="name",
        widget=forms.RadioSelect,
        error_messages=_REQUIRED | {"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )
    name = Text(
        label=gettext_lazy("Votre nom"),
        help_text=gettext_lazy("Prénom et nom. Inutile si vous préférez rester sans nom."),
        max_length=80,
    )
    email = Text(
        label=gettext_lazy("Votre adresse e-mail"),
        help_text=gettext_lazy(
            "Pour le code, puis pour vous répondre. Elle n’est jamais publiée, et nous "
            "l’effaçons trois mois après la réponse."
        ),
        max_length=254,
        required=True,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    # People do not see it, machines fill it in.
    website = Text(
        label=gettext_lazy("Laissez ce champ vide"),
        max_length=LONGEST_TEXT,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_email(self):
        return clean_address(self.cleaned_data["email"])

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Videz ce champ : seules les machines le remplissent."))
        return ""

    def clean(self):
        cleaned = super().clean()
        wants_name = cleaned.get("credit") in {"name", "first_name"}
        if wants_name and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Écrivez votre nom, ou choisissez « Sans mon nom »."))
        if cleaned.get("credit") == "anonymous":
            cleaned["name"] = ""  # what is not used is not kept
        return cleaned

    @property
    def typed(self) -> dict:
        """The recipe alone, as the draft keeps it."""
        return {k: v for k, v in self.cleaned_data.items() if k not in {"email", "website"}}


def as_typed(typed: dict, email: str) -> dict:
    """The initial values of the form for a recipe that was kept."""
    lists = {name: "\n".join(typed[name]) for name in ("ingredients", "steps")}
    return typed | lists | {"email": email}


class CodeForm(forms.Form):
    code = Text(
        label=gettext_lazy("Code à six chiffres"),
        required=True,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 12}
        ),
    )

    def clean_code(self):
        code = re.sub(r"\s", "", self.cleaned_data["code"])
        if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
            raise ValidationError(_("Six chiffres, comme dans le message."))
        return code
