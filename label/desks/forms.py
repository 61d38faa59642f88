"""The form of an act, made from its declaration."""

from django import forms

from label.desks.acts.declaration import Act, gather


def form_of(act: Act, obj, by, data=None) -> forms.Form:
    """Names with colons come together in `values`."""
    return type("ActForm", (ActForm,), dict(act.fields(obj, by)))(data)


class ActForm(forms.Form):
    @property
    def values(self) -> dict:
        return gather(self.cleaned_data)
