"""What django-allauth asks about second factors, in our words."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

UNKNOWN_KEY = gettext_lazy("Cette clé n’ouvre pas ce compte. Essayez-en une autre, ou un code.")
# What the library of keys lets through when a form was not filled in by a browser.
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
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


class _ReadsKey:
    """What the browser says that a key has signed; anything else is no key."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except ValidationError as error:
            if error.code == "too_many_login_attempts":
                raise
            raise ValidationError(UNKNOWN_KEY) from error
        except MALFORMED as error:
            raise ValidationError(UNKNOWN_KEY) from error


class AuthenticateKeyForm(_ReadsKey, webauthn.AuthenticateWebAuthnForm):
    pass


class LoginKeyForm(_ReadsKey, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticateKeyForm(_ReadsKey, webauthn.ReauthenticateWebAuthnForm):
    pass


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
        try:
            return super().clean()
        except MALFORMED as error:
            raise ValidationError(UNKNOWN_KEY) from error


class EditPasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = _key_name()
