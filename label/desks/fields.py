"""Fields of the acts: plain ones of Django, with native widgets, that work without JavaScript.

Each required field knows a `plausible` value: what a person would give, to ask beforehand whether
an act would be refused for another reason than an empty form.
"""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from madeingard.users.models import User

from home.long_text import LongText
from label import clock
from label.roles import PERMISSION

SOMETHING = "…"
YEARS = (1990, 2200)
LONGEST_KEY = 18  # digits; more would not fit the database


class LinesField(forms.CharField):
    """One thing a line; clean value: the list."""

    widget = LongText

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return [line for line in lines if line]


class OneField(forms.ModelChoiceField):
    """One row; a number that no row can have is a wrong choice like another."""

    def to_python(self, value):
        if len(str(value)) > LONGEST_KEY and not hasattr(value, "pk"):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class SomeField(forms.ModelMultipleChoiceField):
    """Several rows, in the same way."""

    def clean(self, value):
        for one in value or ():
            if len(str(one)) > LONGEST_KEY:
                code = "invalid_pk_value"
                raise ValidationError(self.error_messages[code], code=code, params={"pk": one})
        return super().clean(value)


def _expecting(field: forms.Field, value) -> forms.Field:
    if field.required:
        field.plausible = value
    return field


def _within_reason(value) -> None:
    """No calendar counts months from the year 1, nor to the year 10000."""
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise ValidationError(_("Vérifiez l’année."))


def short(label, *, required=True, help="", most=300, initial=None) -> forms.Field:
    field = forms.CharField(
        label=label, required=required, max_length=most, help_text=help, initial=initial
    )
    return _expecting(field, SOMETHING)


def address(label, *, help="") -> forms.Field:
    """A web address, not required: jurors follow it."""
    return forms.URLField(
        label=label, required=False, max_length=200, help_text=help, assume_scheme="https"
    )


def long(label, *, required=True, help="", most=8000, initial=None, rows=5) -> forms.Field:
    field = forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help,
        initial=initial,
        widget=LongText(attrs={"rows": rows}),
    )
    return _expecting(field, SOMETHING)


def lines(label, *, help="") -> forms.Field:
    field = LinesField(label=label, help_text=help, max_length=8000)
    field.widget.attrs["rows"] = 4
    return _expecting(field, [SOMETHING])


def day(label, *, required=True, help="", initial=None) -> forms.Field:
    field = forms.DateField(
        label=label,
        required=required,
        help_text=help,
        initial=initial,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[_within_reason],
    )
    return _expecting(field, clock.civil_day(timezone.now()) + timedelta(days=1))


def moment(label, *, required=True, help="", initial=None) -> forms.Field:
    field = forms.DateTimeField(
        label=label,
        required=required,
        help_text=help or _("Heure de Paris."),
        initial=initial,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[_within_reason],
    )
    return _expecting(field, timezone.now() + timedelta(days=2))


def choice(label, choices, *, required=True, help="", initial=None) -> forms.Field:
    choices = list(choices)
    empty = [] if initial is not None or not required else [("", _("Choisir"))]
    if not required:
        empty = [("", "—")]
    field = forms.ChoiceField(
        label=label,
        choices=[*empty, *choices],
        required=required,
        help_text=help,
        initial=initial,
    )
    return _expecting(field, choices[0][0] if choices else "")


def yes(label, *, help="", initial=False) -> forms.Field:
    return forms.BooleanField(label=label, required=False, help_text=help, initial=initial)


def yes_or_no(label, yes_word, no_word) -> forms.Field:
    """A question whose answer is said: neither is preset."""
    field = forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes_word), ("no", no_word)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    return _expecting(field, True)


def number(label, *, low=0, high=100, initial=None, required=True, help="") -> forms.Field:
    field = forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        initial=initial,
        required=required,
        help_text=help,
    )
    return _expecting(field, low)


def one_of(label, queryset, *, required=True, help="", initial=None, said=None) -> forms.Field:
    """One row; `said` gives its words."""
    field = OneField(queryset, label=label, required=required, help_text=help, initial=initial)
    if said:
        field.label_from_instance = said
    return field


def some_of(label, queryset, *, help="", said=None) -> forms.Field:
    field = SomeField(queryset, label=label, help_text=help, widget=forms.CheckboxSelectMultiple)
    if said:
        field.label_from_instance = said
    return field


def people_of(*wanted: str):
    """The active people of some roles of the team."""
    return (
        User.objects.filter(
            groups__permissions__codename__in=[PERMISSION.format(role) for role in wanted],
            groups__permissions__content_type__app_label="label",
            is_active=True,
        )
        .distinct()
        .order_by("email")
    )
