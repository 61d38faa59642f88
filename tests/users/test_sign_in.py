"""The code: one question, one mail, one code, whoever asks."""

import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from madeingard.users import codes
from madeingard.users.models import User

from tests.factories import UserFactory
from tests.reading import plain
from tests.users.conftest import CODE, CONNECT, ask, code_in, enter, is_in

pytestmark = pytest.mark.django_db
SPACE = "/espace/"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def said(response) -> list[str]:
    return response.context["form"].errors["code"]


def test_code_lets_in_to_the_space(client, db):
    user = UserFactory(email="odile@exemple.fr")
    assert ask(client, " Odile@Exemple.FR ").url == CODE
    [message] = mail.outbox
    code = code_in(message)
    assert (message.to, plain(message.subject)) == (
        ["odile@exemple.fr"], f"{code} : votre code pour Made in Gard",
    )  # fmt: skip
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).url == SPACE
    assert client.session["_auth_user_id"] == str(user.pk)


def test_first_code_opens_the_account(client, db):
    ask(client, "Nouvelle@exemple.fr")
    assert not User.objects.exists()
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    user = User.objects.get()
    assert user.email == "nouvelle@exemple.fr"
    assert (user.is_staff, user.is_superuser, list(user.groups.all())) == (False, False, [])
    assert is_in(client)


def test_session_changes_its_name_when_a_person_enters(client, db):
    ask(client, "odile@exemple.fr")
    before = client.session.session_key
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert client.session.session_key != before


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６"])
def test_what_is_not_six_digits_costs_no_try(client, db, typed):
    ask(client, "odile@exemple.fr")
    response = client.post(CODE, {"code": typed})
    assert response.status_code == 422
    assert said(response) == ["Six chiffres, comme dans le message." if typed else "À remplir."]
    assert client.post(CODE, {"code": code_in(mail.outbox[0])}).url == SPACE


def test_wrong_codes_are_counted_then_the_right_one_is_void(client, db):
    ask(client, "odile@exemple.fr")
    code = code_in(mail.outbox[0])
    told = [said(client.post(CODE, {"code": wrong(code)}))[0] for _ in range(codes.MOST_TRIES)]
    assert told == [
        "Ce n’est pas le bon code. Il reste 4 essais.",
        "Ce n’est pas le bon code. Il reste 3 essais.",
        "Ce n’est pas le bon code. Il reste 2 essais.",
        "Ce n’est pas le bon code. Il reste 1 essai.",
        "Ce n’est pas le bon code, et c’était le dernier essai. Demandez-en un autre.",
    ]
    over = client.post(CODE, {"code": code})
    assert said(over) == ["Ce code n’est plus valable. Demandez-en un autre."]
    assert not is_in(client)


def test_late_code_is_refused(client, db):
    ask(client, "odile@exemple.fr")
    session = client.session
    kept = session["code:sign-in"]
    session["code:sign-in"] = kept | {"sent_at": time.time() - codes.VALID_FOR - 1}
    session.save()
    response = client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert said(response) == ["Ce code n’est plus valable. Demandez-en un autre."]
    assert not is_in(client)


def test_code_serves_once(client, db):
    enter(client, "odile@exemple.fr")
    code = code_in(mail.outbox[0])
    client.post(reverse("account_logout"))
    assert client.post(CODE, {"code": code}).url == CONNECT
    assert not is_in(client)


def test_code_is_of_no_use_in_another_browser(client, client_b, db):
    ask(client, "odile@exemple.fr")
    assert client_b.post(CODE, {"code": code_in(mail.outbox[0])}).url == CONNECT
    ask(client_b, "odile@exemple.fr")
    response = client_b.post(CODE, {"code": code_in(mail.outbox[0])})
    assert response.status_code == 422


def test_another_code_replaces_the_first(client, db):
    ask(client, "odile@exemple.fr", next="/ou-acheter/")
    assert client.post(reverse("account_send_again")).status_code == 200
    first, second = map(code_in, mail.outbox)
    assert client.post(CODE, {"code": first}).status_code == 422 or first == second
    assert client.post(CODE, {"code": second}).url == "/ou-acheter/"


def test_code_is_not_kept_in_the_session(client, db):
    ask(client, "odile@exemple.fr")
    assert code_in(mail.outbox[0]) not in str(dict(client.session))


@pytest.mark.parametrize("typed", ["", "odile", "odile@", "a@b\nc@exemple.fr", "x" * 250 + "@a.fr"])
def test_what_is_not_an_address_is_said_beside_it(client, db, typed):
    response = ask(client, typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]
    assert response.context["form"]["email"].as_widget().count("autofocus") == 1
    assert mail.outbox == []


# --- Nobody learns who has an account -------------------------------------------------------------


@pytest.fixture
def addresses(db):
    UserFactory(email="ouverte@exemple.fr")
    UserFactory(email="fermee@exemple.fr", is_active=False)
    UserFactory(email="equipe@exemple.fr", is_superuser=True, is_staff=True)


@pytest.mark.parametrize("name", ["ouverte", "fermee", "equipe", "inconnue"])
def test_every_address_is_answered_alike(client, db, addresses, name, django_assert_num_queries):
    email = f"{name}@exemple.fr"
    client.get(CONNECT)
    with django_assert_num_queries(41):  # one for the account; the limits, the session
        first = ask(client, email)
    page = client.get(CODE)
    wrong_code = client.post(CODE, {"code": "000000"})
    assert (first.status_code, first.url, page.status_code) == (302, CODE, 200)
    text = page.content.decode().replace(name, "")
    other = client.post(reverse("account_send_again")).content.decode().replace(name, "")
    assert [message.to for message in mail.outbox] == [[email]] * 2
    assert said(wrong_code) == ["Ce n’est pas le bon code. Il reste 4 essais."]
    ask(client, "ouverte@exemple.fr")
    assert _shape(text) == _shape(client.get(CODE).content.decode().replace("ouverte", ""))
    assert "Un autre code est parti" in other


def _shape(html: str) -> str:
    """A page without its form's one-time token."""
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def test_closed_account_is_told_by_mail_alone_and_no_code_opens_it(client, db, addresses):
    ask(client, "fermee@exemple.fr")
    [message] = mail.outbox
    assert message.subject == "Votre espace est fermé"
    assert "code" in message.body
    assert client.session["code:sign-in"]["seal"] == ""
    assert User.objects.count() == 3


def test_account_closed_meanwhile_is_not_entered(client, db, addresses):
    ask(client, "ouverte@exemple.fr")
    User.objects.filter(email="ouverte@exemple.fr").update(is_active=False)
    response = client.post(CODE, {"code": code_in(mail.outbox[0])}, follow=True)
    assert response.redirect_chain == [(CONNECT, 302)]
    assert not is_in(client)


def test_account_closed_later_is_out_at_once(client, db, addresses):
    enter(client, "ouverte@exemple.fr")
    assert is_in(client)
    User.objects.filter(email="ouverte@exemple.fr").update(is_active=False)
    assert not is_in(client)


# --- Limits ---------------------------------------------------------------------------------------


def test_an_address_gets_four_codes_in_ten_minutes_whoever_asks(client, client_b, db):
    for asker in (client, client_b, client, client_b):
        assert ask(asker, "odile@exemple.fr").status_code == 302
    response = ask(client, "Odile@exemple.fr")
    assert response.status_code == 429
    assert response.context["form"].errors["email"] == [
        "Trop de codes ont été demandés. Attendez dix minutes, puis recommencez."
    ]
    assert ask(client, "josette@exemple.fr").status_code == 302
    assert len(mail.outbox) == 5


def test_a_network_is_limited_behind_its_proxy(client, db, settings):
    assert settings.ACCOUNT_RATE_LIMITS["request_login_code"].startswith("60/10m/ip,")
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "3/10m/ip"}
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    ours = {"headers": {"X-Forwarded-For": "198.51.100.9, 203.0.113.7"}}
    other = {"headers": {"X-Forwarded-For": "203.0.113.7, 198.51.100.9"}}
    statuses = [
        client.post(CONNECT, {"email": f"p{n}@exemple.fr"}, **ours).status_code for n in range(4)
    ]
    assert statuses == [302] * 3 + [429]
    assert client.post(CONNECT, {"email": "q@exemple.fr"}, **other).status_code == 302


# --- Where one goes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/espace/fiches/3/", "/espace/fiches/3/"),
        ("http://testserver/ou-acheter/?q=miel", "http://testserver/ou-acheter/?q=miel"),
        ("https://ailleurs.example/", SPACE),
        ("//ailleurs.example/", SPACE),
        ("/\\ailleurs.example/", SPACE),
        ("javascript:alert(1)", SPACE),
        ("http://localhost/", SPACE),  # one of ALLOWED_HOSTS, not the one that was asked
        ("", SPACE),
    ],
)
def test_next_leads_nowhere_else(client, db, asked, reached):
    assert enter(client, "odile@exemple.fr", next=asked).url == reached


def test_page_of_the_space_leads_to_the_question_and_back(client, db):
    response = client.get(SPACE)
    assert response.url == f"{CONNECT}?next={SPACE}"
    html = client.get(response.url).content.decode()
    assert f'<input type="hidden" name="next" value="{SPACE}">' in html


def test_who_is_in_is_not_asked_again(client, db):
    client.force_login(UserFactory())
    assert client.get(CONNECT).url == SPACE
    assert client.get(CONNECT, {"next": "/ou-acheter/"}).url == "/ou-acheter/"
    assert client.get(CODE).url == CONNECT


def test_leaving(client, db):
    client.force_login(UserFactory())
    logout = reverse("account_logout")
    assert client.get(logout).status_code == 200
    assert is_in(client)
    response = client.post(logout)
    assert (response.url, response.cookies["sessionid"]["max-age"]) == ("/", 0)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/admin/login/", f"{CONNECT}?next=%2Fadmin%2F"),
        ("/admin/login/?next=/admin/pages/", f"{CONNECT}?next=%2Fadmin%2Fpages%2F"),
        ("/admin/login/?next=https://ailleurs.example/", f"{CONNECT}?next=%2Fadmin%2F"),
        ("/_util/login/", CONNECT),
        ("/_util/login/?next=/prive/", f"{CONNECT}?next=%2Fprive%2F"),
    ],
)
def test_doors_of_wagtail_lead_to_the_same_question(client, db, asked, reached):
    assert client.get(asked).url == reached
    assert client.post(asked, {"username": "a", "password": "b"}).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/admin/password_reset/",
        "/compte/inscription/",
        "/compte/connexion/mot-de-passe/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
    ],
)
def test_no_door_of_passwords_is_left(client, db, path):
    assert client.get(path).status_code == 404


def test_password_left_in_the_database_opens_nothing(client, db):
    user = UserFactory(email="odile@exemple.fr")
    user.set_password("une phrase assez longue")
    user.save()
    assert not client.login(email="odile@exemple.fr", password="une phrase assez longue")
    assert not client.login(username="odile@exemple.fr", password="une phrase assez longue")


def test_producer_is_told_that_the_admin_is_not_hers(client, db):
    client.force_login(UserFactory(email="odile@exemple.fr"))
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "odile@exemple.fr" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        CONNECT,
        CODE,
        "/compte/connexion/autre-code/",
        "/compte/connexion/cle/",
        "/compte/deconnexion/",
        "/compte/appareils/",
        "/compte/adresse/",
        "/compte/nom/",
        "/compte/oidc/",
        "/compte/double-verification/application/",
    ],
)
def test_form_of_another_site_is_refused(db, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    assert client.post(path, {"email": "odile@exemple.fr"}).status_code == 403
    assert is_in(client)
    assert mail.outbox == []
