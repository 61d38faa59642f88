"""To the OpenID Connect provider and back; 404 where the settings name none."""

import logging
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from madeingard.users import links, mails, oidc

logger = logging.getLogger(__name__)


@never_cache
@require_POST
def connect(request: HttpRequest) -> HttpResponse:
    return _go(request, AuthProcess.LOGIN, get_next_redirect_url(request))


@never_cache
@require_POST
@login_required
@reauthentication_required(app="allauth.account")
def link(request: HttpRequest) -> HttpResponse:
    """Enter through the provider too, from now on."""
    return _go(request, AuthProcess.CONNECT, None)


@never_cache
@require_POST
@login_required
@reauthentication_required(app="allauth.account")
def unlink(request: HttpRequest) -> HttpResponse:
    if links.unlink(request.user):
        mails.send_unlinked(request.user.email, settings.OIDC_NAME)
        messages.success(
            request, _("%(name)s n’ouvre plus votre compte.") % {"name": settings.OIDC_NAME}
        )
    return redirect("account_home")


@never_cache
@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends people back."""
    if oidc.provider(request) is None:
        raise Http404
    come_back = OAuth2CallbackView.adapter_view(oidc.Adapter(request, provider_id))
    return _asking(request, lambda: come_back(request))


def end_session_address(request: HttpRequest) -> str:
    """Where the provider's own session is left, to ask before ours ends; empty without one."""
    at_provider = request.session.get(oidc.AT_PROVIDER)
    if not at_provider:
        return ""
    asked = {
        "id_token_hint": at_provider["id_token"],
        "post_logout_redirect_uri": request.build_absolute_uri("/"),
    }
    return f"{at_provider['address']}?{urlencode(asked)}"


def _go(request: HttpRequest, process: str, then: str | None) -> HttpResponse:
    provider = oidc.provider(request)
    if provider is None:
        raise Http404
    return _asking(request, lambda: provider.redirect(request, process, next_url=then))


def _asking(request: HttpRequest, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of a step that asks the provider, or a word when it does not answer."""
    try:
        return ask()
    except RequestException:
        logger.exception("the OpenID Connect provider does not answer")
        return oidc.refusal(request)
