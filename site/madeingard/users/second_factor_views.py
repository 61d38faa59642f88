"""Setting a second factor up, which also shows it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn

from madeingard.users import second_factor


class ActivateTOTPView(totp.ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        second_factor.show(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskeyView(webauthn.AddWebAuthnView):
    def form_valid(self, form):
        response = super().form_valid(form)
        second_factor.show(self.request, Authenticator.Type.WEBAUTHN)
        return response
