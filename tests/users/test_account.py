"""« Votre compte »: name, address, devices."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from madeingard.users import codes, devices, people, personal_data
from madeingard.users.models import SharedCount, User

from tests.factories import UserFactory
from tests.users.conftest import ask, code_in, enter, is_in
from tests.users.test_second_factor import add_application

pytestmark = pytest.mark.django_db
HOME = "/compte/"
ADDRESS = "/compte/adresse/"
ADDRESS_CODE = "/compte/adresse/code/"
DEVICES = "/compte/appareils/"
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        HOME,
        "/compte/nom/",
        ADDRESS,
        DEVICES,
        "/compte/double-verification/",
        "/compte/double-verification/application/",
        "/compte/double-verification/cles/ajouter/",
    ],
)
def test_pages_of_an_account_are_for_its_owner(client, db, path, language):
    asked = client.get(language + path)
    assert unquote(asked.url) == f"{language}/compte/connexion/?next={language}{path}"
    enter(client, "odile@exemple.fr")
    answer = client.get(language + path)
    assert answer.status_code == 200
    assert {"no-store", "private"} < set(answer.headers["Cache-Control"].split(", "))


@pytest.mark.parametrize("path", [HOME, DEVICES, "/compte/double-verification/"])
def test_pages_ask_the_same_for_one_device_or_three(client, db, path):
    user = UserFactory(email="odile@exemple.fr", first_name="Odile", last_name="Roux")
    enter(client, user.email)
    few = _queries(client, path)
    for _time in range(2):
        enter(Client(), user.email)
    for number in range(3):
        data = {"name": f"Clé {number}", "credential": {}}
        Authenticator.objects.create(user=user, type="webauthn", data=data)
    assert _queries(client, path) == few


def _queries(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_name_is_changed(client, db):
    user = UserFactory()
    client.force_login(user)
    assert client.post("/compte/nom/", {"first_name": "Odile", "last_name": ""}).url == HOME
    user.refresh_from_db()
    assert (str(user), user.email) == ("Odile", user.email)
    assert client.post("/compte/nom/", {"first_name": "O" * 151}).status_code == 422


# --- Another address ------------------------------------------------------------------------------


def test_address_changes_once_the_new_one_is_proved(client, client_b, db):
    enter(client, "avant@exemple.fr")
    mail.outbox.clear()
    assert client.post(ADDRESS, {"email": "Apres@exemple.fr"}).url == ADDRESS_CODE
    assert [message.to for message in mail.outbox] == [["apres@exemple.fr"]]
    assert User.objects.get().email == "avant@exemple.fr"
    assert client.post(ADDRESS_CODE, {"code": code_in(mail.outbox[0])}).url == HOME
    assert User.objects.get().email == "apres@exemple.fr"
    assert (mail.outbox[1].to, mail.outbox[1].subject) == (
        ["avant@exemple.fr"], "Votre adresse a changé",
    )  # fmt: skip
    assert "apres@exemple.fr" in mail.outbox[1].body
    assert is_in(client)
    enter(client_b, "apres@exemple.fr")
    assert client_b.session["_auth_user_id"] == client.session["_auth_user_id"]


def test_former_address_opens_nothing_more(client, client_b, db):
    user = UserFactory(email="avant@exemple.fr")
    people.change_email(user, "apres@exemple.fr")
    enter(client_b, "avant@exemple.fr")
    assert client_b.session["_auth_user_id"] != str(user.pk)


def test_taken_address_is_answered_as_a_free_one(client, db):
    UserFactory(email="prise@exemple.fr")
    enter(client, "odile@exemple.fr")
    mail.outbox.clear()
    assert client.post(ADDRESS, {"email": "prise@exemple.fr"}).url == ADDRESS_CODE
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (
        ["prise@exemple.fr"], "Cette adresse a déjà son espace",
    )  # fmt: skip
    response = client.post(ADDRESS_CODE, {"code": "123456"})
    assert response.context["form"].errors["code"] == [
        "Ce n’est pas le bon code. Il reste 4 essais."
    ]


def test_address_taken_meanwhile_is_refused(client, db):
    enter(client, "odile@exemple.fr")
    client.post(ADDRESS, {"email": "apres@exemple.fr"})
    UserFactory(email="apres@exemple.fr")
    response = client.post(ADDRESS_CODE, {"code": code_in(mail.outbox[-1])})
    assert response.context["form"].errors["code"] == [
        "Cette adresse vient d’être prise par un autre compte."
    ]
    assert User.objects.filter(email="odile@exemple.fr").exists()


def test_same_address_is_refused(client, db):
    enter(client, "odile@exemple.fr")
    response = client.post(ADDRESS, {"email": "ODILE@exemple.fr"})
    assert response.context["form"].errors["email"] == ["C’est déjà votre adresse."]


def test_code_of_another_person_in_the_same_browser_changes_nothing(client, db):
    enter(client, "odile@exemple.fr")
    client.post(ADDRESS, {"email": "apres@exemple.fr"})
    code = code_in(mail.outbox[-1])
    session = dict(client.session)
    client.force_login(UserFactory(email="josette@exemple.fr"))
    kept = client.session
    kept.update({key: value for key, value in session.items() if key.startswith("code:")})
    kept.save()
    assert client.post(ADDRESS_CODE, {"code": code}).url == ADDRESS
    assert User.objects.filter(email="josette@exemple.fr").exists()


def test_code_to_sign_in_does_not_change_the_address(client, client_b, db):
    enter(client, "odile@exemple.fr")
    client.post(ADDRESS, {"email": "apres@exemple.fr"})
    ask(client_b, "apres@exemple.fr")
    assert client.post(ADDRESS_CODE, {"code": code_in(mail.outbox[-1])}).status_code == 422


def test_codes_are_limited_here_too(client, db):
    enter(client, "odile@exemple.fr")
    for _time in range(4):
        client.post(ADDRESS, {"email": "victime@exemple.fr"})
    assert client.post(ADDRESS, {"email": "victime@exemple.fr"}).status_code == 429


def test_address_changed_by_the_team_is_the_one_that_signs_in(client, client_b, db):
    user = UserFactory(email="faute@exemple.fr")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    edit = {"email": "juste@exemple.fr", "is_active": "on"}
    assert client.post(f"/admin/users/edit/{user.pk}/", edit).status_code == 302
    enter(client_b, "juste@exemple.fr")
    assert client_b.session["_auth_user_id"] == str(user.pk)


# --- Devices --------------------------------------------------------------------------------------


def test_device_is_signed_out_from_another_at_once(client, client_b, db):
    enter(client, "odile@exemple.fr")
    client_b.defaults["HTTP_USER_AGENT"] = PHONE
    enter(client_b, "odile@exemple.fr")
    listed = client.get(DEVICES).context["devices"]
    assert [(device["name"], device["is_current"]) for device in listed] == [
        ("Appareil inconnu", True), ("Firefox sur Android", False),
    ]  # fmt: skip
    assert client.post(DEVICES, {"device": listed[1]["pk"]}).url == DEVICES
    assert not is_in(client_b)
    assert is_in(client)
    assert len(client.get(DEVICES).context["devices"]) == 1


def test_all_others_are_signed_out_together(client, client_b, db):
    enter(client, "odile@exemple.fr")
    enter(client_b, "odile@exemple.fr")
    client.post(DEVICES, {"others": "1"})
    assert (is_in(client), is_in(client_b)) == (True, False)


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "9" * 40, "²"])
def test_device_of_nobody_is_left_alone(client, db, number):
    enter(client, "odile@exemple.fr")
    assert client.post(DEVICES, {"device": number}).url == DEVICES
    assert is_in(client)


def test_device_of_somebody_else_is_left_alone(client, client_b, db):
    enter(client, "odile@exemple.fr")
    enter(client_b, "josette@exemple.fr")
    hers = UserSession.objects.get(user__email="josette@exemple.fr")
    client.post(DEVICES, {"device": hers.pk})
    client.post(DEVICES, {"others": "1"})
    assert is_in(client_b)


def test_leaving_forgets_the_device(client, client_b, db):
    enter(client, "odile@exemple.fr")
    enter(client_b, "odile@exemple.fr")
    client_b.post("/compte/deconnexion/")
    assert len(client.get(DEVICES).context["devices"]) == 1


def test_last_use_is_remembered_a_few_times_an_hour(client, db):
    enter(client, "odile@exemple.fr")
    long_ago = timezone.now() - timedelta(days=3)
    seen = UserSession.objects.filter(user__email="odile@exemple.fr")
    for is_forgotten, is_new in ((True, True), (False, False)):
        seen.update(last_seen_at=long_ago)
        if is_forgotten:
            cache.clear()
        client.get("/espace/")
        assert (seen.get().last_seen_at > long_ago) == is_new


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (PHONE, "Firefox sur Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari sur iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge sur Windows"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
         "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
         "Samsung Internet sur Android"),
        ("curl/8.5.0", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)  # fmt: skip
def test_device_is_named_in_words(user_agent, said):
    assert devices.name(user_agent) == said


def test_what_is_over_is_forgotten(client, client_b, db, capsys):
    enter(client, "odile@exemple.fr")
    enter(client_b, "josette@exemple.fr")
    over = timezone.now() - timedelta(hours=1)
    Session.objects.filter(session_key=client.session.session_key).update(expire_date=over)
    SharedCount.objects.update(expires=over)
    call_command("purge_sessions")
    assert capsys.readouterr().out == "1 appareils oubliés\n"
    assert UserSession.objects.get().user.email == "josette@exemple.fr"
    assert not SharedCount.objects.exists()
    assert not Session.objects.filter(expire_date__lt=timezone.now()).exists()


def test_limits_are_counted_in_the_database_for_all_processes(client, db):
    ask(client, "odile@exemple.fr")
    assert SharedCount.objects.count() == 3
    assert "odile" not in str(list(SharedCount.objects.values()))
    cache.set("allauth:x", 1, 60)
    assert SharedCount.objects.count() == 4
    assert (cache.get("allauth:x"), cache.get("x")) == (1, None)
    cache.delete("allauth:x")
    assert SharedCount.objects.count() == 3


def test_two_codes_of_one_new_address_open_one_account(db):
    first, second = people.join("Odile@exemple.fr "), people.join("odile@exemple.fr")
    assert first == second == User.objects.get()


def test_codes_have_six_digits_and_are_not_alike():
    mailbox = codes.Mailbox({}, "test")
    issued = {mailbox.issue("odile@exemple.fr") for _time in range(50)}
    assert {len(code) for code in issued} == {6}
    assert all(code.isdecimal() for code in issued)
    assert len(issued) > 45


# --- What is kept ---------------------------------------------------------------------------------


def test_devices_and_keys_are_in_what_one_takes_away(client, client_b, db):
    client.defaults["HTTP_USER_AGENT"] = PHONE
    enter(client, "odile@exemple.fr")
    enter(client_b, "josette@exemple.fr")
    add_application(client)
    kept = client.get("/espace/mes-donnees.json").json()["entrees"]
    [device], [key] = kept["appareils"], kept["cles"]
    assert (device["nom"], device["navigateur"], device["adresse_ip"]) == (
        "Firefox sur Android", PHONE, "127.0.0.1",
    )  # fmt: skip
    assert set(key) == {"nom", "enregistree_le", "derniere_fois"}
    assert kept["fournisseur_d_identite"] is False


def test_erased_account_leaves_no_way_in(client, client_b, db):
    enter(client, "odile@exemple.fr")
    enter(client_b, "odile@exemple.fr")
    add_application(client)
    user = User.objects.get()
    SocialAccount.objects.create(user=user, provider="oidc", uid="p-1")
    other = UserFactory()
    SocialAccount.objects.create(user=other, provider="oidc", uid="p-2")
    personal_data.forget(user)
    assert (is_in(client), is_in(client_b)) == (False, False)
    assert not Authenticator.objects.filter(user=user).exists()
    assert SocialAccount.objects.get().user == other


def test_account_is_erased_from_the_space(client, client_b, db):
    enter(client_b, "odile@exemple.fr")
    enter(client, "odile@exemple.fr")
    assert client.post("/espace/effacer-mon-compte/", {"is_sure": "on"}).url == "/compte/connexion/"
    assert (is_in(client), is_in(client_b), User.objects.count()) == (False, False, 0)
