"""What django-allauth asks about second factors, in our words."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy

_REQUIRED = gettext_lazy("À remplir.")
_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 12}


class _AsksForCode:
    label = gettext_lazy("Code de votre application, ou code de secours")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = self.label
        field.error_messages["required"] = _REQUIRED
        field.widget.attrs = dict(_CODE)


class AuthenticateForm(_AsksForCode, base.AuthenticateForm):
    pass


class ReauthenticateForm(_AsksForCode, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(_AsksForCode, totp.ActivateTOTPForm):
    label = gettext_lazy("Code à six chiffres de l’application")


def _key_name() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Nom de la clé"),
        help_text=gettext_lazy("Pour la reconnaître : « mon téléphone », « clé du bureau »…"),
        max_length=60,
        error_messages={
            "required": _REQUIRED,
            "max_length": gettext_lazy("Au plus %(limit_value)d caractères."),
        },
    )


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey signs in by itself: the device must have asked for a finger, a face or a code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"] = _key_name()
        self.fields["name"].required = False

    def clean(self):
        self.cleaned_data["passwordless"] = True
        return super().clean()


class EditPasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = _key_name()
