"""A field for a long answer."""

from django import forms


class LongText(forms.Textarea):
    """Measured by the server alone: a browser would cut in silence what is pasted too long."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("maxlength", None)
        return attrs
