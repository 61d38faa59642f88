"""How django-allauth speaks and behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madeingard.users import client_address, mails

NOTICES = "mails/account/"
DONE = {
    "mfa/messages/totp_activated.txt": gettext_lazy("L’application est enregistrée."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("L’application est retirée."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("La clé est enregistrée."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("La clé est retirée."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "Voici vos nouveaux codes de secours. Les anciens ne valent plus rien."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by code, then by the second factor if there is one; no password anywhere."""

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
