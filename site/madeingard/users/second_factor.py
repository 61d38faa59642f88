"""The second factor: who must have one, and whether this session has shown it."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from madeingard.users.models import User

METHOD = "mfa"  # as django-allauth writes it in the session
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# The team's way out, and the way in.
OPEN_PATHS = (f"{settings.ADMIN_PATH}login/", f"{settings.ADMIN_PATH}logout/")


def is_of_the_team(user) -> bool:
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def is_shown(request: HttpRequest) -> bool:
    """Whether this very session came through a second factor that the person still has.

    Not whether the person has one: a session opened before it was set up has shown nothing.
    """
    shown = {
        record.get("id")
        for record in get_authentication_records(request, request.user)
        if record["method"] == METHOD
    }
    return bool(shown) and Authenticator.objects.filter(user=request.user, pk__in=shown).exists()


def show(request: HttpRequest, type: Authenticator.Type) -> None:
    """Take the factor that was just set up for shown: it is not asked for the next moment."""
    set_up = Authenticator.objects.filter(user=request.user, type=type).latest("pk")
    record_authentication(
        request, request.user, METHOD, id=set_up.pk, type=set_up.type, reauthenticated=True
    )


def forget(user: User) -> int:
    """Take away every factor of a person who has lost them, and give their number."""
    found = Authenticator.objects.filter(user=user)
    number = found.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
    found.delete()
    return number


class SecondFactorMiddleware:
    """Send the team to its second factor before the admin and the space.

    Only where settings.SECOND_FACTOR_REQUIRED, as in production.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_missing(request):
            return self._to_second_factor(request)
        return self.get_response(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        return (
            settings.SECOND_FACTOR_REQUIRED
            and self._is_kept(request.path_info)
            and is_of_the_team(request.user)
            and not is_shown(request)
        )

    @staticmethod
    def _is_kept(path: str) -> bool:
        for code, _name in settings.LANGUAGES:
            path = path.removeprefix(f"/{code}") if path.startswith(f"/{code}/") else path
        return path.startswith(settings.SECOND_FACTOR_PATHS) and not path.startswith(OPEN_PATHS)

    @staticmethod
    def _to_second_factor(request: HttpRequest) -> HttpResponse:
        methods = get_adapter().get_reauthentication_methods(request.user)
        address = methods[0]["url"] if methods else reverse("mfa_index")
        then = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
        return redirect(f"{address}?{urlencode({'next': then})}")
