from django import forms
from django.utils.translation import gettext_lazy as _

from home import photos
from home.long_text import LongText

LONGEST_FACT = 2000
FACT = "fact_"


def _long(label, help_text="", *, rows: int = 4, most: int = 4000):
    """A long answer, checked by the server alone: a pasted text is never cut in silence."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=most,
        widget=LongText({"rows": rows}),
    )


class ReportForm(forms.Form):
    """What was seen, criterion by criterion; nothing is compulsory before the signature."""

    circumstances = _long(
        _("Comment la visite s’est passée"),
        _("Qui était là, combien de temps, ce que vous avez parcouru."),
    )
    strong_points = _long(_("Ce qui vous a plu, ce qui marche"))
    weak_points = _long(_("Ce qui pourrait aller mieux"))
    lot_exercise = _long(
        _("L’exercice de traçabilité"),
        _("Un produit pris au hasard : où remonte-t-on, en combien de temps ?"),
        most=2000,
    )
    public_summary = _long(
        _("En deux phrases, pour le public"),
        _("Publié seulement si le label est accordé et si l’opérateur l’a relu."),
        rows=2,
        most=2000,
    )

    def __init__(self, *args, criteria, report=None, **kwargs):
        self.criteria = criteria
        initial = kwargs.pop("initial", {}) | _initial(report)
        super().__init__(*args, initial=initial, **kwargs)
        facts = {
            FACT + one.code: _long(one.title, one.explanation, rows=3, most=LONGEST_FACT)
            for one in criteria
        }
        first = {"circumstances": self.fields.pop("circumstances")}
        self.fields = first | facts | self.fields

    @property
    def typed(self) -> dict[str, str]:
        """Field → what was typed, line ends as everywhere."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    @property
    def values(self) -> dict:
        """What `visits.save_report` takes."""
        typed = self.typed
        facts = {
            name.removeprefix(FACT): text
            for name, text in typed.items()
            if name.startswith(FACT) and text
        }
        rest = {name: text for name, text in typed.items() if not name.startswith(FACT)}
        return rest | {"facts": facts}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _initial(report) -> dict:
    if report is None:
        return {}
    whole = {name: getattr(report, name) for name in ReportForm.base_fields}
    return whole | {FACT + code: text for code, text in report.facts.items()}


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Une photo"),
        help_text=_("Ni visage, ni plaque de voiture, ni papier d’un fournisseur."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": photos.ACCEPT}),
        error_messages={
            "required": _("Choisissez une photo."),
            "invalid": _("Le fichier n’est pas arrivé : réessayez."),
        },
    )
    caption = forms.CharField(
        label=_("Ce que montre la photo"),
        max_length=200,
        error_messages={"required": _("Dites ce que montre la photo.")},
    )
    no_face = forms.BooleanField(
        label=_("On ne reconnaît personne sur cette photo"),
        error_messages={"required": _("Sans visage seulement : recadrez, ou prenez-en une autre.")},
    )

    def clean_photo(self):
        try:
            return photos.clean(self.cleaned_data["photo"])
        except photos.Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(
        label=_("La visite a lieu le"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Donnez le jour et l’heure."),
            "invalid": _("Donnez le jour et l’heure, par exemple 12/03/2026 14:00."),
        },
    )


class LeaveForm(forms.Form):
    """A visitor who cannot go."""

    note = forms.CharField(
        label=_("Un mot, si vous voulez"),
        help_text=_("Lu par le secrétariat et par le garant ou la garante, par personne d’autre."),
        required=False,
        max_length=1000,
        widget=LongText({"rows": 3}),
    )


class AddendumForm(forms.Form):
    text = forms.CharField(
        label=_("Votre complément"),
        help_text=_("Il s’ajoute avec sa date ; le compte rendu signé ne change pas."),
        max_length=4000,
        widget=LongText({"rows": 4}),
        error_messages={"required": _("Écrivez votre complément.")},
    )
