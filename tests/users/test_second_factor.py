"""Second factors: an application's code, recovery codes, what the team needs to work."""

import base64
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from madeingard.users import second_factor
from madeingard.users.models import User

from directory import groups
from tests.factories import UserFactory
from tests.users.conftest import CONNECT, enter

pytestmark = pytest.mark.django_db
KEYS = "/compte/double-verification/"
APPLICATION = KEYS + "application/"
CODES = KEYS + "codes/"
CONFIRM = "/compte/connexion/confirmation/"


def code_of(secret: str, *, later: int = 0) -> str:
    """What the application shows now, or some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def add_application(client) -> str:
    """Register an application for who is signed in, and give its secret."""
    secret = client.get(APPLICATION).context["form"].secret
    assert client.post(APPLICATION, {"code": code_of(secret)}).url == CODES
    return secret


def give_application(email: str) -> str:
    """The same without its page, which draws a code to read; recovery codes come with it."""
    user = User.objects.get(email=email)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


@pytest.fixture
def boss(db):
    return UserFactory(email="equipe@exemple.fr", is_superuser=True, is_staff=True)


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


# --- An application and its codes -----------------------------------------------------------------


def test_application_is_asked_after_the_code(client, client_b, db):
    enter(client, "odile@exemple.fr")
    secret = add_application(client)
    assert enter(client_b, "odile@exemple.fr", next="/ou-acheter/").url == CONFIRM
    assert client_b.get("/espace/").status_code == 302
    wrong = client_b.post(CONFIRM, {"code": "000000"})
    assert wrong.context["form"].errors["code"] == ["Ce n’est pas le bon code."]
    assert client_b.post(CONFIRM, {"code": code_of(secret, later=1)}).url == "/ou-acheter/"
    assert client_b.get("/espace/").status_code == 200


def test_code_of_an_application_serves_once(client, client_b, db):
    enter(client, "odile@exemple.fr")
    secret = give_application("odile@exemple.fr")
    code = code_of(secret, later=1)
    enter(client_b, "odile@exemple.fr")
    assert client_b.post(CONFIRM, {"code": code}).status_code == 302
    client_b.post(reverse("account_logout"))
    enter(client_b, "odile@exemple.fr")
    assert client_b.post(CONFIRM, {"code": code}).status_code == 200


def test_recovery_code_replaces_the_application_once(client, client_b, db):
    enter(client, "odile@exemple.fr")
    add_application(client)
    codes = client.get(CODES).context["unused_codes"]
    assert len(set(codes)) == 10
    for code, status in ((codes[3], 302), (codes[3], 200), (codes[4], 302)):
        client_b.post(reverse("account_logout"))
        enter(client_b, "odile@exemple.fr")
        assert client_b.post(CONFIRM, {"code": code}).status_code == status
    left = client.get(CODES).context["unused_codes"]
    assert left == [*codes[:3], *codes[5:]]
    downloaded = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert [line for line in downloaded.splitlines() if line.isdecimal()] == left


def test_tries_are_limited(client, client_b, db):
    enter(client, "odile@exemple.fr")
    secret = give_application("odile@exemple.fr")
    enter(client_b, "odile@exemple.fr")
    for _try in range(5):
        client_b.post(CONFIRM, {"code": "000000"})
    late = client_b.post(CONFIRM, {"code": code_of(secret, later=1)})
    assert late.context["form"].errors["code"] == ["Trop d’essais. Attendez cinq minutes."]


def test_secrets_are_not_kept_in_clear(client, db):
    enter(client, "odile@exemple.fr")
    secret = add_application(client)
    for authenticator in Authenticator.objects.all():
        assert secret not in str(authenticator.data)
        assert base64.urlsafe_b64decode(next(iter(authenticator.data.values())))[:1] == b"\x80"


def test_secrets_survive_another_secret_key(client, client_b, db, settings):
    enter(client, "odile@exemple.fr")
    secret = give_application("odile@exemple.fr")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-tests"
    enter(client_b, "odile@exemple.fr")
    assert client_b.post(CONFIRM, {"code": code_of(secret, later=1)}).status_code == 302


def test_every_change_is_mailed(client, db, django_capture_on_commit_callbacks):
    enter(client, "odile@exemple.fr")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        add_application(client)
        assert client.post(CODES + "renouveler/").url == CODES
        assert client.post(APPLICATION + "retirer/").url == KEYS
    assert {message.subject for message in mail.outbox} == {
        "Une application de codes ouvre votre espace",
        "De nouveaux codes de secours",
        "L’application de codes est retirée",
    }
    assert [message.to for message in mail.outbox] == [["odile@exemple.fr"]] * 3
    assert not Authenticator.objects.exists()
    assert all(message.body.startswith("Bonjour,") for message in mail.outbox)


def test_factors_are_guarded_by_the_factor_itself(client, client_b, db):
    enter(client, "odile@exemple.fr")
    secret = add_application(client)
    enter(client_b, "odile@exemple.fr")
    client_b.post(CONFIRM, {"code": code_of(secret, later=1)})
    guarded = [APPLICATION + "retirer/", CODES, CODES + "renouveler/", KEYS + "cles/ajouter/",
               "/compte/adresse/"]  # fmt: skip
    for path in guarded:
        assert client_b.get(path).url == f"{KEYS}confirmer/?next={path.replace('/', '%2F')}"


# --- Keys (with a real one: tests/browser/test_sign_in.py) ----------------------------------------

NO_KEY = ["", "x", "null", "1", "[]", "{}", '{"id": 1}', '{"id": "a", "response": []}',
          '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": "MQ"}}',
          '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "e30", '
          '"authenticatorData": "YQ", "signature": "YQ", "userHandle": "_w"}}']  # fmt: skip


@pytest.mark.parametrize("credential", NO_KEY)
def test_what_is_no_key_is_refused_in_words(client, client_b, db, credential):
    page = client.get("/compte/connexion/cle/", headers={"accept": "application/json"})
    assert page.json()["request_options"]["publicKey"]["userVerification"] == "required"
    assert client.post("/compte/connexion/cle/", {"credential": credential}).url == CONNECT
    enter(client, "odile@exemple.fr")
    added = client.post(KEYS + "cles/ajouter/", {"name": "Ma clé", "credential": credential})
    assert (added.status_code, bool(added.context["form"].errors)) == (200, True)
    give_application("odile@exemple.fr")
    enter(client_b, "odile@exemple.fr")
    assert client_b.post(CONFIRM, {"credential": credential}).status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_too_many_keys_are_answered_by_a_page_of_ours(client, db, settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1/m/ip"}
    client.post("/compte/connexion/cle/", {"credential": "{}"})
    late = client.post("/compte/connexion/cle/", {"credential": "{}"})
    assert late.status_code == 429
    assert "Un peu de patience" in late.content.decode()


# --- The team -------------------------------------------------------------------------------------

ADMIN = [
    "/admin/",
    "/admin/pages/",
    "/admin/api/main/pages/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/users/",
    "/admin/snippets/directory/product/",
    "/admin/reports/locked/",
    "/admin/settings/home/sitesettings/",
    "/admin/account/",
    "/admin/nulle-part/",
    "/documents/1/horaires.pdf",
    "/espace/",
    "/en/espace/",
]


@pytest.mark.parametrize("path", ADMIN)
def test_team_is_sent_to_set_one_up_before(client, boss, required, path):
    client.force_login(boss)
    language = "/en" if path.startswith("/en/") else ""
    assert client.get(path).url == f"{language}{KEYS}?next={path.replace('/', '%2F')}"
    assert client.post(path, {"a": 1}).url == f"{language}{KEYS}?next=%2F"


@pytest.mark.parametrize("path", ["/", "/ou-acheter/", "/compte/", KEYS, "/en/compte/"])
def test_elsewhere_the_team_goes_as_anybody(client, boss, required, path):
    client.force_login(boss)
    assert client.get(path).status_code == 200


def test_team_leaves_the_admin_without_one(client, boss, required):
    client.force_login(boss)
    assert client.post("/admin/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_setting_one_up_opens_the_admin(client, boss, required):
    client.force_login(boss)
    add_application(client)
    assert client.get("/admin/").status_code == 200
    client.post(APPLICATION + "retirer/")
    assert client.get("/admin/").status_code == 302


def test_session_that_did_not_show_it_is_asked_for_it(client, client_b, boss, required):
    client_b.force_login(boss)
    client.force_login(boss)
    secret = add_application(client)
    assert client_b.get("/admin/pages/").url == f"{KEYS}confirmer/?next=%2Fadmin%2Fpages%2F"
    confirm = client_b.get("/admin/pages/").url
    assert client_b.post(confirm, {"code": code_of(secret, later=1)}).url == "/admin/pages/"
    assert client_b.get("/admin/pages/").status_code == 200


def test_signing_in_with_it_opens_the_admin(client, client_b, boss, required):
    client.force_login(boss)
    secret = add_application(client)
    assert enter(client_b, boss.email, next="/admin/").url == CONFIRM
    assert client_b.post(CONFIRM, {"code": code_of(secret, later=1)}).url == "/admin/"
    assert client_b.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("role", "is_asked"),
    [
        ("administrator", True),
        ("moderator", True),
        ("editor", True),
        ("producer", False),
        ("visitor", False),
    ],
)
def test_who_is_asked(client, tree, required, role, is_asked):
    if role != "visitor":
        user = UserFactory(is_superuser=role == "administrator")
        if role in ("moderator", "editor"):
            groups.ensure_all(home=tree.home)
            role_of_team = groups.editors() if role == "editor" else groups.moderators()
            user.groups.add(Group.objects.get(name=role_of_team.name))
        client.force_login(user)
    assert client.get("/espace/").headers.get("Location", "").startswith(KEYS) == is_asked


def test_nobody_is_asked_in_development(client, boss):
    client.force_login(boss)
    assert client.get("/admin/").status_code == 200


# --- Lost -----------------------------------------------------------------------------------------


def test_lost_factors_are_taken_away_and_devices_signed_out(client, boss, required, capsys):
    enter(client, boss.email)
    add_application(client)
    call_command("forget_second_factors", "EQUIPE@exemple.fr")
    assert capsys.readouterr().out == (
        "equipe@exemple.fr : 1 clés retirées, 1 appareils déconnectés\n"
    )
    assert not Authenticator.objects.exists()
    assert client.get("/compte/").status_code == 302


def test_unknown_address_has_nothing_to_forget(db):
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("forget_second_factors", "personne@exemple.fr")
    assert second_factor.forget(User(pk=1)) == 0
