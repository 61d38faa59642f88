"""Entering: by a code and the keyboard alone, then by a key that the device keeps."""

import re

import pytest
from django.core import mail
from django.core.cache import caches
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations
from tests.browser.keyboard import reach
from tests.users.conftest import code_in

DEVICE = {  # a telephone that asks for a finger, and gets it
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def no_earlier_mail():
    mail.outbox = []
    caches["shared"].clear()


def type_and_enter(page, text):
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def tab_to(page, name):
    reach(page, page.get_by_label(name).or_(page.get_by_role("button", name=name)))


def enter_by_code(page, email):
    tab_to(page, "Votre adresse e-mail")
    type_and_enter(page, email)
    expect(page).to_have_url(re.compile("/compte/connexion/code/$"))
    tab_to(page, "Code à six chiffres")
    type_and_enter(page, code_in(mail.outbox[-1]))


@pytest.mark.parametrize("javascript", [True, False])
def test_code_lets_in_with_the_keyboard_alone(browse, home, javascript):
    page = browse(width=390, javascript=javascript)
    page.goto(home + "compte/appareils/")
    assert not javascript or axe_violations(page) == []
    tab_to(page, "Votre adresse e-mail")
    type_and_enter(page, f"odile-{javascript}@exemple.fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre code")
    assert not javascript or axe_violations(page) == []
    tab_to(page, "Code à six chiffres")
    type_and_enter(page, "000000")
    expect(page.get_by_text("Il reste 4 essais.")).to_be_visible()
    assert not javascript or axe_violations(page) == []
    tab_to(page, "Code à six chiffres")
    page.keyboard.press("ControlOrMeta+a")
    type_and_enter(page, code_in(mail.outbox[-1]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos appareils")
    expect(page.get_by_text("Chrome sur Linux")).to_be_visible()
    assert not javascript or axe_violations(page) == []
    expect(page.get_by_role("button", name="Entrer avec ma clé")).to_have_count(0)
    page.errors.clear()  # the wrong code is answered by a 422, which Chromium notes


def test_key_of_the_device_lets_in_alone_and_is_asked_after_a_code(browse, home):
    page = browse(width=390)
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    device = browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(home + "compte/double-verification/cles/ajouter/")
    enter_by_code(page, "odile@exemple.fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ajouter une clé")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Enregistrer la clé").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    assert axe_violations(page) == []
    page.get_by_role("link", name="C’est rangé, continuer").click()
    expect(page.get_by_role("heading", level=3)).to_have_text("Chrome sur Linux")
    assert axe_violations(page) == []

    page.context.clear_cookies()
    page.goto(home + "compte/connexion/?next=/compte/")
    page.get_by_role("button", name="Entrer avec ma clé d’accès").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre compte")

    page.context.clear_cookies()
    page.goto(home + "compte/")
    enter_by_code(page, "odile@exemple.fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Encore une étape")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Entrer avec ma clé").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre compte")

    page.goto(home + "compte/adresse/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Est-ce bien vous ?")
    page.get_by_role("button", name="Montrer ma clé").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Changer d’adresse")

    browser.send("WebAuthn.removeVirtualAuthenticator", device)
    page.context.clear_cookies()
    page.goto(home + "compte/connexion/")
    # Another device, that has no key: Chromium refuses at once when it is told not to wait.
    browser.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": DEVICE | {"transport": "usb", "isUserVerified": False}},
    )
    page.get_by_role("button", name="Entrer avec ma clé d’accès").click()
    expect(page.get_by_text("La clé n’a pas répondu.")).to_be_visible()
