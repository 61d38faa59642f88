"""From a mail to a changed Saturday, by the keyboard alone; photos from a phone; no JavaScript."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from directory import groups
from directory.models import Photo, PointOfSalePage
from directory.reminders import sending
from tests.browser.conftest import axe_violations, enter_as, violations_in_both_themes
from tests.browser.keyboard import reach
from tests.factories import ProductFactory, add_member, add_place, add_producer
from tests.users.conftest import code_in

WEEK = "Tu,Fr 17:00-19:00"
LONG_AGO = timedelta(days=250)


@pytest.fixture(scope="module")
def place(stage):
    groups.ensure_all(home=stage.tree.home)
    day = timezone.localdate() - LONG_AGO
    return add_place(title="Le banc", opening_hours=WEEK, confirmed_on=day)


@pytest.fixture(scope="module")
def farm(stage):
    return add_producer(title="Les Jardins", offers=[ProductFactory(name="Tomate", slug="tomate")])


@pytest.fixture(scope="module")
def mireille(place, farm):
    user = add_member(place, email="mireille@exemple.fr")
    farm.memberships.create(user=user)
    return user


def hours(place) -> str:
    return PointOfSalePage.objects.get(pk=place.pk).opening_hours


def set_hours(place, expression):
    page = PointOfSalePage.objects.get(pk=place.pk)
    page.opening_hours = expression
    page.save_revision().publish()


def enter_on(page, target, *keys):
    reach(page, target)
    for key in keys:
        page.keyboard.type(key)
    page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def letter(place, mireille) -> str:
    """The reminder that Mireille gets."""
    sending.send(now=timezone.now())
    return next(m.body for m in mail.outbox if m.to == [mireille.email] and "Le banc" in m.body)


def test_one_mail_one_link_one_tap_and_it_is_confirmed(browse, stage, place, letter):
    link = re.search(r"^\s*(\S+/lien/confirmer/\S+)", letter, re.MULTILINE)[1]
    page = browse(width=390, javascript=False)
    page.goto(stage.url + urlsplit(link).path)
    assert PointOfSalePage.objects.get(pk=place.pk).confirmed_on == place.confirmed_on
    page.get_by_role("button", name="Oui, c’est bon").click()
    expect(page.get_by_text("Votre fiche porte la date d’aujourd’hui.")).to_be_visible()
    assert PointOfSalePage.objects.get(pk=place.pk).confirmed_on == timezone.localdate()


@pytest.mark.journey
def test_from_a_mail_to_a_changed_saturday_by_the_keyboard_alone(
    browse, stage, place, mireille, letter
):
    link = re.search(r"je corrige\s:\s+(\S+)", letter)[1]
    page = browse(width=390)
    page.goto(stage.url + urlsplit(link).path)
    enter_on(page, page.get_by_role("button", name="Je corrige"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre code")
    enter_on(page, page.get_by_label("Code à six chiffres"), code_in(mail.outbox[-1]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Le banc")
    enter_on(page, page.get_by_role("link", name="Horaires", exact=True).first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Horaires")
    assert axe_violations(page) == []
    saturday = page.get_by_role("group", name="Samedi")
    enter_on(page, saturday.get_by_role("button", name="Ouvrir"))
    page.keyboard.type("9h")
    page.keyboard.press("Tab")
    page.keyboard.type("1230")
    page.keyboard.press("Enter")
    expect(page.get_by_text("C’est en ligne.")).to_be_visible()
    expect(page.get_by_text("Prochaine ouverture")).to_be_visible()
    assert hours(place) == f"{WEEK}; Sa 09:00-12:30"
    set_hours(place, WEEK)


def test_hours_without_javascript(browse, stage, place, mireille):
    page = browse(width=390, javascript=False)
    enter_as(page, stage.url, mireille)
    page.goto(stage.url + reverse("directory:espace_hours", args=[place.pk]))
    saturday = page.get_by_role("group", name="Samedi").get_by_role("textbox")
    saturday.nth(0).fill("9h")
    saturday.nth(1).fill("8h")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("alert")).to_contain_text("Samedi, à")
    expect(saturday.nth(0)).to_have_value("9h")
    page.errors.clear()  # the refusal is a 422, which Chromium notes
    saturday.nth(1).fill("13h")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("C’est en ligne.")).to_be_visible()
    assert hours(place) == f"{WEEK}; Sa 09:00-13:00"
    set_hours(place, WEEK)


def test_a_day_is_copied_a_week_filled_in_and_a_period_added(browse, stage, place, mireille):
    page = browse(width=1280)
    enter_as(page, stage.url, mireille)
    page.goto(stage.url + reverse("directory:espace_hours", args=[place.pk]))
    page.get_by_text("Remplir d’un coup").click()
    page.get_by_role("button", name="Le samedi matin").click()
    saturday = page.get_by_role("group", name="Samedi").get_by_role("textbox")
    expect(saturday.nth(1)).to_have_value("12h30")
    page.get_by_text("Copier un jour sur d’autres").click()
    page.get_by_label("Copier", exact=True).select_option("Samedi")
    page.get_by_role("checkbox", name="Dimanche").check()
    page.get_by_role("button", name="Copier", exact=True).click()
    page.get_by_role("button", name="Ajouter une période").click()
    page.get_by_label("Période").fill("en août")
    assert axe_violations(page) == []
    week = page.locator("[data-week='1']")
    week.get_by_role("group", name="Samedi").get_by_role("button", name="Fermer").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("C’est en ligne.")).to_be_visible()
    assert hours(place) == "Sa,Su 09:00-12:30; Aug Su 09:00-12:30; Aug Sa off"
    set_hours(place, WEEK)


def test_a_photo_from_the_phone(browse, stage, farm, mireille):
    written = BytesIO()
    Image.effect_noise((2600, 1900), 90).convert("RGB").save(written, "JPEG", quality=95)
    page = browse(width=390)
    enter_as(page, stage.url, mireille)
    page.goto(stage.url + reverse("directory:espace_photos", args=[farm.pk]))
    file = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}
    page.get_by_label("Vos photos").set_input_files(file)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Photo reçue. Dites ce qu’elle montre")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_label("Que montre cette photo ?").fill("Un étal de tomates")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("C’est en ligne.")).to_be_visible()
    photo = Photo.objects.get(page_id=farm.pk)
    assert (photo.alt, photo.image.width) == ("Un étal de tomates", 2000)


def test_the_other_screens_are_clean(browse, stage, place, farm, mireille):
    page = browse(width=390)
    enter_as(page, stage.url, mireille)
    product = farm.offers.get().product_id
    for path in (
        f"{place.pk}/horaires/jour-a-part/",
        f"{place.pk}/fermer-cette-semaine/",
        f"{farm.pk}/horaires/",
        f"{farm.pk}/produits/",
        f"{farm.pk}/produits/ajouter/?q=tom",
        f"{farm.pk}/produits/{product}-1/",
        f"{farm.pk}/ou-je-vends/?q=banc",
    ):
        page.goto(f"{stage.url}/espace/fiches/{path}")
        assert (path, violations_in_both_themes(page)) == (path, [])
        overflow = "document.documentElement.scrollWidth > innerWidth"
        assert (path, page.evaluate(overflow)) == (path, False)
