"""Signing in through an OpenID Connect provider: who somebody is, never which account is theirs."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.urls import reverse
from madeingard.users.models import User

from tests.factories import UserFactory
from tests.users.conftest import CODE, CONNECT, code_in, enter
from tests.users.provider import CLIENT_ID, KEY, OTHER_KEY, SECRET, FakeProvider
from tests.users.test_second_factor import CONFIRM, add_application

pytestmark = pytest.mark.django_db
GO, LINK, UNLINK = "/compte/oidc/", "/compte/oidc/lier/", "/compte/oidc/delier/"
BACK = "/compte/oidc/retour/"


@pytest.fixture(scope="module")
def running():
    provider = FakeProvider()
    yield provider
    provider.close()


@pytest.fixture
def provider(running, settings, db):
    running.person = {"sub": "p-1", "email": "odile@exemple.fr"}
    running.claims, running.key = {}, KEY
    running.signs_userinfo = running.is_down = False
    settings.OIDC_URL = running.url
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    ours = {"client_id": CLIENT_ID, "secret": SECRET}
    ours["settings"] = app["settings"] | {"server_url": running.url}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        | {"APPS": [app | ours]}
    }
    return running


def come(client, provider, path=GO, **more):
    """Go to the provider, say yes there, come back."""
    away = client.post(path, more)
    return client.get(BACK, provider.authorize(away.url))


def who(client) -> str | None:
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk).email if pk else None


def notice(client) -> str:
    [message] = client.get(CONNECT).context["messages"]
    return str(message)


def test_first_time_a_code_proves_the_address_then_the_provider_is_enough(
    client, client_b, provider
):
    user = UserFactory(email="odile@exemple.fr")
    assert come(client, provider, next="/ou-acheter/").url == CODE
    assert who(client) is None
    assert mail.outbox[0].to == ["odile@exemple.fr"]
    assert client.post(CODE, {"code": code_in(mail.outbox[0])}).url == "/ou-acheter/"
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid, account.extra_data) == (
        user, "oidc", "p-1", {},
    )  # fmt: skip
    assert come(client_b, provider).url == "/espace/"
    assert (who(client_b), len(mail.outbox)) == ("odile@exemple.fr", 1)


def test_unknown_address_opens_an_account(client, provider):
    come(client, provider)
    assert not User.objects.exists()
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert SocialAccount.objects.get().user == User.objects.get(email="odile@exemple.fr")


def test_address_that_the_provider_calls_verified_is_proved_all_the_same(client, provider):
    UserFactory(email="victime@exemple.fr")
    provider.person |= {"email": "victime@exemple.fr", "email_verified": True}
    assert come(client, provider).url == CODE
    assert client.post(CODE, {"code": "000000"}).status_code == 422
    assert (who(client), SocialAccount.objects.count()) == (None, 0)


def test_another_address_asked_afterwards_links_nothing(client, provider):
    provider.person["email"] = "victime@exemple.fr"
    come(client, provider)
    enter(client, "voleuse@exemple.fr")
    assert who(client) == "voleuse@exemple.fr"
    assert not SocialAccount.objects.exists()


def test_another_code_keeps_the_link(client, provider):
    come(client, provider)
    client.post(reverse("account_send_again"))
    client.post(CODE, {"code": code_in(mail.outbox[-1])})
    assert SocialAccount.objects.get().uid == "p-1"


def test_what_is_asked_of_the_provider(client, provider, settings):
    away = urlsplit(client.post(GO + "?scope=all&auth_params=prompt%3Dnone").url)
    asked = {name: values[0] for name, values in parse_qs(away.query).items()}
    assert f"{away.scheme}://{away.netloc}{away.path}" == f"{provider.url}/authorization"
    random = {"state", "nonce", "code_challenge"}
    assert {name: text for name, text in asked.items() if name not in random} == {
        "client_id": CLIENT_ID,
        "response_type": "code",
        "redirect_uri": f"http://testserver{BACK}",
        "scope": asked["scope"],
        "code_challenge_method": "S256",
    }
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}
    assert min(len(asked[name]) for name in random) >= 16


def test_english_speakers_come_back_to_the_same_address(client, provider):
    asked = parse_qs(urlsplit(client.post("/en" + GO).url).query)
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]


def test_signed_userinfo_is_read_as_proconnect_sends_it(client, provider):
    provider.signs_userinfo = True
    provider.person |= {"given_name": "Odile", "usual_name": "Roux"}
    assert come(client, provider).url == CODE


REFUSED = "ProConnect n’a pas répondu comme prévu. Réessayez, ou entrez avec un code."


WRONG = {
    "nonce of another": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "issuer": {"claims": {"iss": "https://ailleurs.example"}},
    "audience": {"claims": {"aud": "another-site"}},
    "expired": {"claims": {"exp": 1}},
    "somebody else": {"claims": {"sub": "p-2"}},
    "nobody": {"claims": {"sub": ""}},
    "name too long": {"claims": {"sub": "p" * 192}, "person": {"sub": "p" * 192}},
    "signature": {"key": OTHER_KEY},
    "no name": {"person": {"email": "odile@exemple.fr", "sub": None}},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_answer_that_is_not_right_lets_nobody_in(client, provider, wrong):
    for name, value in wrong.items():
        setattr(provider, name, value)
    assert come(client, provider).url == CONNECT
    assert notice(client) == REFUSED
    assert (who(client), mail.outbox, User.objects.count()) == (None, [], 0)


@pytest.mark.parametrize("email", [None, "", "odile", ["odile@exemple.fr"]])
def test_provider_without_an_address_leads_back_to_the_question(client, provider, email):
    provider.person = {"sub": "p-1", "email": email}
    assert come(client, provider).url == CONNECT
    assert notice(client) == "ProConnect n’a pas donné votre adresse e-mail. Écrivez-la ici."


def test_way_back_is_for_the_browser_that_went(client, client_b, provider):
    brought = provider.authorize(client.post(GO).url)
    assert client_b.get(BACK, brought).url == CONNECT
    assert who(client_b) is None
    assert client.get(BACK, brought).url == CODE
    assert client.get(BACK, brought).url == CONNECT  # and serves once


def test_who_gives_up_may_enter_with_a_code(client, provider):
    state = provider.authorize(client.post(GO).url)["state"]
    assert client.get(BACK, {"error": "access_denied", "state": state}).url == CONNECT
    assert notice(client) == "Vous avez renoncé à ProConnect. Vous pouvez entrer avec un code."


def test_provider_that_is_down_is_said(client, provider):
    away = client.post(GO).url
    provider.is_down = True
    assert client.post(GO).url == CONNECT
    assert notice(client) == REFUSED
    assert client.get(BACK, provider.authorize(away)).url == CONNECT


def test_closed_account_is_not_entered(client, provider):
    user = UserFactory(is_active=False)
    SocialAccount.objects.create(user=user, provider="oidc", uid="p-1")
    assert come(client, provider).url == CONNECT
    assert notice(client) == "Cet espace est fermé. Écrivez-nous pour le rouvrir."
    assert who(client) is None


def test_second_factor_is_asked_after_the_provider_too(client, client_b, provider):
    enter(client, "odile@exemple.fr")
    add_application(client)
    SocialAccount.objects.create(user=User.objects.get(), provider="oidc", uid="p-1")
    assert come(client_b, provider).url == CONFIRM
    assert who(client_b) is None


# --- Linked and unlinked --------------------------------------------------------------------------


def test_account_is_linked_by_its_owner_and_unlinked(client, client_b, provider):
    enter(client, "autre@exemple.fr")
    assert come(client, provider, LINK).url == "/compte/"
    assert SocialAccount.objects.get().user.email == "autre@exemple.fr"
    assert client.get("/compte/").context["is_linked"] is True
    come(client_b, provider)
    assert who(client_b) == "autre@exemple.fr"
    assert client.post(UNLINK).url == "/compte/"
    assert not SocialAccount.objects.exists()
    assert [message.subject for message in mail.outbox[1:]] == [
        "Votre compte est lié", "Votre compte n’est plus lié",
    ]  # fmt: skip


def test_identity_of_another_account_is_not_taken_over(client, client_b, provider):
    come(client, provider)
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    enter(client_b, "autre@exemple.fr")
    assert come(client_b, provider, LINK).url == "/compte/"
    [message] = client_b.get("/compte/").context["messages"]
    assert str(message) == "Cette identité ouvre déjà un autre compte."
    assert SocialAccount.objects.get().user.email == "odile@exemple.fr"


@pytest.mark.parametrize("path", [LINK, UNLINK])
def test_visitor_links_nothing(client, provider, path):
    assert client.post(path).url.startswith(CONNECT)


def test_leaving_leaves_the_provider_too(client, provider):
    come(client, provider)
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    away = urlsplit(client.post("/compte/deconnexion/").url)
    asked = parse_qs(away.query)
    assert f"{away.scheme}://{away.netloc}{away.path}" == f"{provider.url}/end_session"
    assert asked["post_logout_redirect_uri"] == ["http://testserver/"]
    assert asked["id_token_hint"][0].count(".") == 2
    assert who(client) is None


# --- Without a provider ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", [GO, LINK, UNLINK])
def test_addresses_answer_to_posts_alone(client, provider, path):
    assert client.get(path).status_code == 405


def test_nothing_is_offered_without_settings(client, db):
    assert "oidc" not in client.get(CONNECT).content.decode()
    assert client.post(GO).status_code == 404
    assert client.get(BACK, {"code": "a", "state": "b"}).status_code == 404
    client.force_login(UserFactory())
    assert "oidc" not in client.get("/compte/").content.decode()


def test_button_is_there_with_settings(client, provider):
    assert "Entrer avec ProConnect" in client.get(CONNECT).content.decode()
