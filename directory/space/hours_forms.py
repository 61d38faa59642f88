"""Forms of a place's hours: the usual ones, and days apart."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import hours
from directory.hours.grid import clashes, joined
from directory.hours.grid_syntax import read_grid, write_times
from directory.models import PointOfSalePage
from directory.space.grid_form import GridForm
from directory.space.slot_form import SlotForm

FARTHEST = timedelta(days=2 * 366)
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]


class How(models.TextChoices):
    """What to do with hours that no grid can say."""

    KEEP = "garder", gettext_lazy("Garder ces horaires")
    GRID = "grille", gettext_lazy("Repartir d’une grille vide")
    TEXT = "texte", gettext_lazy("Les écrire moi-même")


class HoursForm(GridForm):
    """The usual hours of a place; those that a grid cannot say are kept unless one chooses."""

    how = forms.ChoiceField(
        label=gettext_lazy("Que voulez-vous faire ?"),
        choices=How.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Vos horaires, en toutes lettres"),
        help_text=gettext_lazy("Par exemple : premier dimanche du mois 9h-12h."),
        max_length=hours.MAX_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data=None, files=None, *, page: PointOfSalePage, typed=None):
        self.current = page.opening_hours
        grid = read_grid(self.current)
        self.is_grid = grid is not None
        super().__init__(data, grid=grid, typed=typed)
        if self.is_grid:
            del self.fields["how"], self.fields["text"]
        else:
            self.initial = {"how": How.KEEP, "text": self.current} | self.initial

    def apply(self, page: PointOfSalePage) -> None:
        page.opening_hours = self.expression

    @property
    def choice(self) -> str:
        return How.GRID if self.is_grid else self["how"].value() or How.KEEP

    def clean(self):
        if self.choice == How.GRID:
            return super().clean()
        for name in set(self.errors) - {"how", "text"}:
            del self._errors[name]  # the grid is not what was chosen
        self.expression = self.current
        if self.choice == How.TEXT and "text" in self.cleaned_data:
            try:
                hours.validate(self.cleaned_data["text"])
                self.expression = hours.normalise(self.cleaned_data["text"])
            except ValidationError as error:
                self.add_error("text", error)
        return self.cleaned_data


class DateField(forms.DateField):
    def __init__(self, **kwargs):
        super().__init__(
            input_formats=DATE_FORMATS,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "invalid": gettext_lazy("Écrivez une date, par exemple 24/12/2026."),
                "required": gettext_lazy("À remplir."),
            },
            **kwargs,
        )


class DayApartForm(SlotForm):
    """Some days with hours of their own, or closed. `times` is their OSM syntax."""

    NAMES = [("de0", "a0"), ("de1", "a1")]

    start = DateField(label=gettext_lazy("Du"))
    end = DateField(
        label=gettext_lazy("Au"),
        required=False,
        help_text=gettext_lazy("Rien : un seul jour."),
    )
    is_open = forms.ChoiceField(
        label=gettext_lazy("Ces jours-là"),
        choices=[("", gettext_lazy("Fermé")), ("oui", gettext_lazy("Ouvert, à ces heures"))],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Raison"),
        help_text=gettext_lazy("Par exemple : congés, fête du village."),
        max_length=80,
        required=False,
    )

    def __init__(self, data=None, *, today: date, initial=None):
        super().__init__(data, initial=initial)
        self.today, self.times = today, ""
        for names in self.NAMES:
            self.add_time_fields(names)

    @property
    def rows(self) -> list[tuple]:
        return [(self[start], self[end]) for start, end in self.NAMES]

    @property
    def fields_in_error(self) -> list:
        return [field for row in self.rows for field in row if field.errors]

    def clean(self):
        cleaned = super().clean()
        start = cleaned.get("start")
        cleaned["end"] = cleaned.get("end") or start
        if start and "end" not in self.errors:
            self._check_dates(start, cleaned["end"])
        if cleaned.get("is_open"):
            self._read_times()
        return cleaned

    def _check_dates(self, start: date, end: date) -> None:
        if end < start:
            self.add_error("end", _("La fin vient avant le début."))
        elif end < self.today:
            self.add_error("start", _("Ces jours sont déjà passés."))
        elif end > self.today + FARTHEST:
            self.add_error("end", _("C’est dans plus de deux ans : vérifiez l’année."))

    def _read_times(self) -> None:
        found = self.read_slots(self.NAMES)
        slots = tuple(sorted(found.values()))
        if not slots and not self.errors:
            self.add_error("de0", _("À quelle heure ? Par exemple de 9 h à 12 h."))
        for _day, before, after in clashes((slots, *((),) * 6)):
            self.refuse_clash("de1", before, after)
        self.times = write_times(joined(slots))
