"""What the site writes to a person about their account: plain text, in French."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from madeingard.typography import mend
from madeingard.users import codes


def send(template: str, to: str, context: dict, *, headers: dict | None = None) -> None:
    """Mail a text template to one address; its first line is the subject."""
    with override("fr"):
        home = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + "/"
        around = {"site": settings.WAGTAIL_SITE_NAME, "home": home}
        text = render_to_string(template, around | context)
    subject, _newline, body = mend(text).partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[to], headers=headers).send()


def send_code(email: str, code: str) -> None:
    _send_code("mails/account/code.txt", email, code)


def send_change_code(email: str, code: str) -> None:
    _send_code("mails/account/change_code.txt", email, code)


def send_closed(email: str) -> None:
    """To somebody who asks for a code to an account that the team has closed."""
    send("mails/account/closed.txt", email, {})


def send_taken(email: str) -> None:
    """To an address that somebody wanted for an account while it has one."""
    send("mails/account/taken.txt", email, {})


def send_changed(former: str, email: str) -> None:
    """To the address that an account has left."""
    send("mails/account/changed.txt", former, {"email": email})


def send_unlinked(email: str, provider: str) -> None:
    """To a person whose account the OpenID Connect provider no longer opens."""
    send("mails/account/account_disconnected.txt", email, {"provider": {"name": provider}})


def _send_code(template: str, email: str, code: str) -> None:
    send(template, email, {"code": code, "minutes": codes.VALID_FOR // 60})
