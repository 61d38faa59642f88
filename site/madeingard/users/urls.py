"""Addresses of a person's account; what django-allauth offers and we do not is not here."""

from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from madeingard.users import account_views, oidc_views, second_factor_views, views


def page(route, view, *, name):
    """django-allauth lets some of its pages be kept, secrets and all."""
    return path(route, never_cache(view), name=name)


second_factor = [
    page("", mfa.index, name="mfa_index"),
    page("application/", second_factor_views.ActivateTOTPView.as_view(), name="mfa_activate_totp"),
    page("application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    page("codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    page(
        "codes/telecharger/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    page(
        "codes/renouveler/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("cles/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    page("cles/ajouter/", second_factor_views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    page("cles/<int:pk>/nom/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    page("cles/<int:pk>/retirer/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    page("confirmer/", mfa.reauthenticate, name="mfa_reauthenticate"),
    page("confirmer/cle/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
account = [
    path("", account_views.home, name="account_home"),
    path("nom/", account_views.name, name="account_name"),
    path("adresse/", account_views.address, name="account_address"),
    path("adresse/code/", account_views.address_code, name="account_address_code"),
    path("appareils/", account_views.devices_list, name="usersessions_list"),
    path("connexion/", views.connect, name="account_login"),
    path("connexion/code/", views.code, name="account_code"),
    path("connexion/autre-code/", views.send_again, name="account_send_again"),
    path("connexion/cle/", never_cache(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("connexion/confirmation/", mfa.authenticate, name="mfa_authenticate"),
    path("deconnexion/", views.disconnect, name="account_logout"),
    path("oidc/", oidc_views.connect, name="oidc_connect"),
    path("oidc/lier/", oidc_views.link, name="oidc_link"),
    path("oidc/delier/", oidc_views.unlink, name="oidc_unlink"),
    path("double-verification/", include(second_factor)),
]
urlpatterns = [
    path("compte/", include(account)),
    # In place of Wagtail's, for pages that an editor keeps to those who are signed in.
    path("_util/login/", views.to_connect),
]
