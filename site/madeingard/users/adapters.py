"""How django-allauth speaks and behaves here."""

import base64
import io

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madeingard.users import client_address, devices, mails

REFUSED = {
    "incorrect_code": gettext_lazy("Ce n’est pas le bon code."),
    "too_many_login_attempts": gettext_lazy("Trop d’essais. Attendez cinq minutes."),
    "rate_limited": gettext_lazy("Trop d’essais. Attendez cinq minutes."),
}
NOTICES = "mails/account/"
DONE = {
    "socialaccount/messages/account_connected.txt": gettext_lazy("Votre compte est lié."),
    "socialaccount/messages/account_connected_updated.txt": gettext_lazy("Votre compte est lié."),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy(
        "Cette identité ouvre déjà un autre compte."
    ),
    "mfa/messages/totp_activated.txt": gettext_lazy("L’application est enregistrée."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("L’application est retirée."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("La clé est enregistrée."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("La clé est retirée."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("Vos codes de secours sont prêts."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by code, then by the second factor if there is one; no password anywhere."""

    error_messages = DefaultAccountAdapter.error_messages | REFUSED

    def get_login_stages(self):
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request):
        return client_address.of(request)

    def is_safe_url(self, url):
        """Only addresses of the site that was asked: `next` leads nowhere else."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def is_open_for_signup(self, request):
        return False  # an account opens by its first code, and in no other way

    def respond_user_inactive(self, request, user):
        """Somebody who has proved that the address is theirs may know that it is closed."""
        messages.error(request, _("Cet espace est fermé. Écrivez-nous pour le rouvrir."))
        return redirect("account_login")

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        """What was done, in our words or not at all; a refusal in the words it came with."""
        words = message or DONE.get(message_template)
        if words:
            messages.add_message(request, level, words)

    def send_mail(self, template_prefix, email, context):
        mails.send(NOTICES + template_prefix.rpartition("/")[2] + ".txt", email, context)

    def get_reauthentication_methods(self, user):
        """The key first: one gesture, where a code has to be copied."""
        said = {
            "mfa_reauthenticate": _("Avec un code"),
            "mfa_reauthenticate:webauthn": _("Avec ma clé"),
        }
        methods = [
            method | {"description": said[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]
        return sorted(methods, key=lambda method: method["id"], reverse=True)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets are encrypted where they are kept."""

    error_messages = (
        DefaultMFAAdapter.error_messages
        | REFUSED
        | {
            "cannot_generate_recovery_codes": gettext_lazy(
                "Les codes de secours viennent avec une clé ou une application."
            ),
        }
    )

    def encrypt(self, text):
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """What was encrypted with SECRET_KEY, or one of SECRET_KEY_FALLBACKS.

        A secret that no key opens matches no code: its owner is helped by `forget_second_factors`.
        """
        try:
            return _ciphers().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def build_totp_svg(self, url):
        """Dark on white by day and by night: some applications read nothing else."""
        drawing = io.BytesIO()
        segno.make(url, error="m").save(
            drawing, kind="svg", scale=5, border=4, dark="#151f4d", light="#fff"
        )
        return drawing.getvalue().decode()

    def generate_authenticator_name(self, user, type):
        return devices.name(context.request.headers.get("user-agent", ""))


def _ciphers() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_cipher_key(key)) for key in keys])


def _cipher_key(secret: str) -> bytes:
    digest = salted_hmac("users.second-factor", "", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
