"""The team at work: an editor writes a place, a moderator lets it out, a resident finds it."""

import pytest
from django.contrib.auth.models import Group
from madeingard.users.models import User
from playwright.sync_api import expect

from directory import groups
from tests.browser.conftest import enter_as
from tests.browser.reading import names_in_list
from tests.factories import UserFactory, uzes


@pytest.fixture(scope="module", autouse=True)
def team(stage):
    uzes()
    groups.ensure_all(home=stage.tree.home)
    for email, role in (
        ("ecrit@exemple.fr", groups.editors),
        ("relit@exemple.fr", groups.moderators),
    ):
        person = UserFactory(email=email)
        person.groups.set([Group.objects.get(name=role().name)])


def sign_in(page, home, email):
    enter_as(page, home, User.objects.get(email=email))
    page.goto(home + "admin/")
    expect(page.get_by_role("heading", name="À faire")).to_be_visible()


def open_more_actions(page):
    """The menu opens once its script has come: until then a click does nothing."""
    button = page.get_by_role("button", name="Plus d'actions")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()


@pytest.mark.journey
def test_place_written_by_an_editor_is_found_once_a_moderator_approves(
    browse, stage, home, search, settings
):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # it saves between two clicks that are too quick
    editor = browse()
    sign_in(editor, home, "ecrit@exemple.fr")
    editor.goto(f"{home}admin/pages/add/directory/pointofsalepage/{stage.tree.search.pk}/")
    editor.locator("#id_title").fill("La Cabane aux figues")
    editor.locator("#id_kind").select_option("cabane")
    editor.get_by_role("tab", name="Horaires").click()
    editor.locator("#id_opening_hours").fill("du mardi au vendredi de 9 h à 12 h 30")
    understood = editor.locator("[data-hours-preview]")
    expect(understood).to_contain_text("mardi à vendredi 9 h – 12 h 30")
    expect(understood).to_contain_text("Prochaine ouverture :")
    editor.get_by_role("tab", name="Lieu et contact").click()
    editor.locator("#id_commune-chooser [data-chooser-action-choose]").click()
    editor.get_by_role("dialog").get_by_role("link", name="Uzès").click()
    expect(editor.get_by_role("dialog")).to_have_count(0)
    expect(editor.locator("#id_commune-chooser")).to_contain_text("Uzès")
    open_more_actions(editor)
    editor.get_by_role("button", name="Soumettre à").click()
    expect(editor.locator(".messages")).to_contain_text("La Cabane aux figues")

    resident = browse(width=390)
    resident.goto(search + "?ou=uzes")
    assert names_in_list(resident) == []

    moderator = browse()
    sign_in(moderator, home, "relit@exemple.fr")
    moderator.get_by_role("link", name="La Cabane aux figues").click()
    open_more_actions(moderator)
    moderator.get_by_role("button", name="Approuver et").first.click()
    expect(moderator.locator(".messages")).to_contain_text("La Cabane aux figues")

    resident.reload()
    assert names_in_list(resident) == ["La Cabane aux figues"]
    resident.get_by_role("link", name="La Cabane aux figues").click()
    hours = resident.get_by_role("table", name="Horaires de la semaine")
    expect(hours.get_by_role("row", name="Mardi")).to_contain_text("9 h – 12 h 30")
