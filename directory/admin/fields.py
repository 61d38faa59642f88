"""Form fields of the admin that turn lists kept as JSON into something a person types."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WordsField(forms.CharField):
    """A list of words, typed on one line and separated by commas."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Séparés par des virgules."))
        super().__init__(**{"required": False} | kwargs)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        words = (" ".join(word.split()) for word in super().to_python(value).split(","))
        return list(dict.fromkeys(word for word in words if word))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class ChoicesField(forms.MultipleChoiceField):
    """A list of values of a closed list, as checkboxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(**{"required": False} | kwargs)
