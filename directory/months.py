"""Months of the year as one small integer: bit 0 is January, bit 11 December."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ALL_YEAR = 0b111111111111
NAMES = [
    _("janvier"),
    _("février"),
    _("mars"),
    _("avril"),
    _("mai"),
    _("juin"),
    _("juillet"),
    _("août"),
    _("septembre"),
    _("octobre"),
    _("novembre"),
    _("décembre"),
]
INITIALS = [
    pgettext_lazy("initiale du mois", letter)
    for letter in ("J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D")
]
CHOICES = list(enumerate(NAMES, start=1))


def bit(month: int) -> int:
    """The mask of one month, 1 to 12."""
    return 1 << (month - 1)


def pack(months) -> int:
    """The mask of month numbers (1 to 12)."""
    mask = 0
    for month in months:
        mask |= bit(int(month))
    return mask


def unpack(mask: int | None) -> list[int]:
    """Month numbers (1 to 12) of a mask, in the year's order."""
    return [month for month in range(1, 13) if (mask or 0) & bit(month)]


def sentence(mask: int | None) -> str:
    """The months in words: « de juillet à octobre », « toute l’année », « en mai et en septembre ».

    A run that passes the new year is one run. An empty mask gives an empty string.
    """
    mask = mask or 0
    if mask == ALL_YEAR:
        return str(_("toute l’année"))
    parts = [_run_in_words(first, last) for first, last in runs(mask)]
    if len(parts) > 1:
        return _("%(first)s et %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
    return parts[0] if parts else ""


def runs(mask: int) -> list[tuple[int, int]]:
    """First and last month of each run of months, a run over the new year counted once."""
    if not mask or mask == ALL_YEAR:
        return [(1, 12)] if mask else []
    starts = [m for m in range(1, 13) if mask & bit(m) and not mask & bit(12 if m == 1 else m - 1)]
    found = []
    for start in starts:
        last = start
        while mask & bit(last % 12 + 1):
            last = last % 12 + 1
        found.append((start, last))
    return found


def _run_in_words(first: int, last: int) -> str:
    names = {"first": NAMES[first - 1], "last": NAMES[last - 1]}
    if first == last:
        return _("en %(first)s") % names
    if str(names["first"])[0] in "aeiouéo":
        return _("d’%(first)s à %(last)s") % names
    return _("de %(first)s à %(last)s") % names


class MonthsFormField(forms.TypedMultipleChoiceField):
    """Twelve checkboxes that give one mask."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        kwargs = {
            key: value
            for key, value in kwargs.items()
            if key in {"required", "label", "help_text", "initial", "widget", "disabled"}
        }
        super().__init__(choices=CHOICES, coerce=int, empty_value=[], **kwargs)

    def prepare_value(self, value):
        return unpack(value) if isinstance(value, int) else value

    def clean(self, value):
        return pack(super().clean(value))

    def has_changed(self, initial, data):
        initial = initial if isinstance(initial, int) else pack(initial or [])
        return initial != pack(data or [])


class MonthsField(models.PositiveSmallIntegerField):
    """A set of months, stored as a mask; 0 is no month."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", 0)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": MonthsFormField} | kwargs)
