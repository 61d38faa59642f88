"""Signing in through an OpenID Connect provider (ProConnect), where settings.OIDC_URL names one.

The provider says who somebody is, never which account is theirs: the first time, an account is
found or opened by its address, which a code sent to it has to prove. Afterwards the provider's own
name for the person (`sub`) is enough.
"""

import secrets

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from madeingard.users import links, people, sign_in

AT_PROVIDER = "oidc:session"  # the key of what is needed to leave the provider too


def provider(request: HttpRequest) -> "Provider | None":
    """The provider of the settings, if there is one."""
    return get_adapter().get_provider(request, links.PROVIDER_ID) if settings.OIDC_URL else None


class Adapter(OpenIDConnectOAuth2Adapter):
    """What is asked of the provider once the person is back."""

    def complete_login(self, request, app, token, **kwargs):
        try:
            id_token = kwargs["response"]["id_token"]
            claims = self._decode_id_token(app, id_token)
            info = self._fetch_user_info(token.token)
            if not 0 < len(claims["sub"]) <= links.LONGEST_UID or info["sub"] != claims["sub"]:
                raise OAuth2Error("userinfo is about nobody, or somebody else")
            data = {"userinfo": info, "id_token": claims}
            login = self.get_provider().sociallogin_from_response(request, data)
            end = self.openid_config.get("end_session_endpoint")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise OAuth2Error("the provider's answer is not OpenID Connect") from error
        login.nonce = claims.get("nonce") or ""
        if end:
            request.session[AT_PROVIDER] = {"address": end, "id_token": id_token}
        return login

    def _decode_id_token(self, app, id_token):
        return self._read_token(app, id_token)

    def _fetch_user_info(self, access_token):
        """As JSON, or signed as a token, as ProConnect does."""
        headers = {"Authorization": f"Bearer {access_token}"}
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers=headers)
            response.raise_for_status()
        if response.headers.get("content-type", "").startswith("application/jwt"):
            return self._read_token(self.get_provider().app, response.text)
        return response.json()

    def _read_token(self, app, token):
        """The claims of a token whose signature, issuer, audience and expiry are right."""
        return jwtkit.verify_and_decode(
            credential=token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


class Provider(OpenIDConnectProvider):
    """The provider's parameters come from the settings, nothing of them from the visitor."""

    oauth2_adapter_class = Adapter
    pkce_enabled_default = True

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        nonce = secrets.token_urlsafe(24)
        asked = {
            "auth_params": self.get_auth_params() | {"nonce": nonce},
            "scope": self.get_scope(),
        }
        return super().redirect(request, process, next_url, data, nonce=nonce, **(kwargs | asked))

    def extract_common_fields(self, data):
        info = data["userinfo"]
        return super().extract_common_fields(data) | {
            "last_name": info.get("family_name") or info.get("usual_name")
        }

    def extract_extra_data(self, data):
        return {}  # who they are elsewhere is not ours to keep


class SocialAdapter(DefaultSocialAccountAdapter):
    """The way back from the provider: in, or first a code to the address that it gives."""

    def pre_social_login(self, request, sociallogin):
        expected = sociallogin.state.get("nonce") or ""
        if not expected or not constant_time_compare(sociallogin.nonce, expected):
            raise ImmediateHttpResponse(refusal(request))
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        email = people.normalize(sociallogin.user.email)
        try:
            validate_email(email)
            sign_in.begin(
                request,
                email,
                then=sociallogin.state.get("next") or "",
                link=sociallogin.account.uid,
            )
            answer = redirect("account_code")
        except ValidationError:
            words = _("%(name)s n’a pas donné votre adresse e-mail. Écrivez-la ici.")
            answer = _back(request, words % {"name": settings.OIDC_NAME})
        except sign_in.TooMany as too_many:
            answer = _back(request, str(too_many))
        raise ImmediateHttpResponse(answer)

    def on_authentication_error(
        self, request, provider, error=AuthError.UNKNOWN, exception=None, extra_context=None
    ):
        raise ImmediateHttpResponse(refusal(request, is_cancelled=error == AuthError.CANCELLED))

    def get_connect_redirect_url(self, request, socialaccount):
        return reverse("account_home")


def refusal(request: HttpRequest, *, is_cancelled: bool = False) -> HttpResponse:
    """Back to where one enters, from a provider that did not let in."""
    if is_cancelled:
        words = _("Vous avez renoncé à %(name)s. Vous pouvez entrer avec un code.")
    else:
        words = _("%(name)s n’a pas répondu comme prévu. Réessayez, ou entrez avec un code.")
    return _back(request, words % {"name": settings.OIDC_NAME})


def _back(request: HttpRequest, words: str) -> HttpResponse:
    messages.warning(request, words)
    return redirect("account_login")
