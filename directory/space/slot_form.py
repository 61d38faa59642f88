"""Times of a day typed in pairs of fields."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.hours.grid import Slot
from directory.hours.typed import make_slot, parse_time, say_slot, split_times

Names = tuple[str, str]  # of the fields of a start and of an end


class TimeInput(forms.TextInput):
    def __init__(self):
        super().__init__({"inputmode": "numeric", "maxlength": 20, "autocomplete": "off"})


class SlotForm(forms.Form):
    """A form some fields of which are times, by pairs; all are optional."""

    def add_time_fields(self, names: Names, day: str = "") -> None:
        """`day` names them where they are told apart from those of other days."""
        labels = (_("%(day)s, de"), _("%(day)s, à")) if day else (_("De"), _("à"))
        for name, label in zip(names, labels, strict=True):
            self.fields[name] = forms.CharField(
                label=label % {"day": day}, max_length=20, required=False, widget=TimeInput
            )

    def read_slots(self, rows: list[Names]) -> dict[Names, Slot]:
        """The slots that some rows say, without those left empty; what is wrong becomes errors."""
        found = {row: self._read_slot(row) for row in rows}
        return {row: slot for row, slot in found.items() if slot}

    def refuse_clash(self, name: str, before: Slot, after: Slot) -> None:
        words = {"before": say_slot(before), "after": say_slot(after)}
        self.add_error(
            name, _("Ces deux créneaux se recouvrent : %(before)s et %(after)s.") % words
        )

    def _read_slot(self, row: Names) -> Slot | None:
        typed = split_times(*(self.cleaned_data.get(name, "") for name in row))
        times = [self._read_time(row[n], typed[n], ends=n == 1) for n in range(2)]
        if any(name in self.errors for name in row) or times == [None, None]:
            return None
        if times[1] is None:
            self.add_error(row[1], _("Il manque l’heure de fin."))
        elif times[0] is None:
            self.add_error(row[0], _("Il manque l’heure de début."))
        else:
            try:
                return make_slot(*times)
            except ValidationError as error:
                self.add_error(row[1], error)
        return None

    def _read_time(self, name: str, text: str, *, ends: bool) -> int | None:
        try:
            return parse_time(text, ends=ends)
        except ValidationError as error:
            self.add_error(name, error)
            return None
