"""The search form with JavaScript: where I am, and what it proposes while one types."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations
from tests.browser.reading import names_in_list, query_of
from tests.factories import add_place, nimes, uzes


@pytest.fixture(scope="module", autouse=True)
def places(stage):
    nimes()
    uzes()
    add_place(title="La Cabane à Josette", kind="cabane", latitude=43.84, longitude=4.37)
    add_place(title="Marché des Micocouliers", kind="marche", latitude=43.82, longitude=4.33)


def test_around_me_asks_on_the_click_and_rounds_the_position(browse, search):
    page = browse(width=390)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 43.836712, "longitude": 4.360154})
    page.goto(f"{search}?type=marche&ou=uzes")
    page.get_by_text("Filtrer").click()
    page.get_by_role("button", name="Autour de moi").click()
    page.wait_for_url("**lat=**")
    assert query_of(page) == {"type": ["marche"], "lat": ["43.8367"], "lon": ["4.3602"]}
    assert names_in_list(page) == ["Marché des Micocouliers"]


def test_refused_position_is_told_with_what_to_do_instead(browse, search):
    page = browse(width=390)
    page.goto(search)
    page.get_by_role("button", name="Autour de moi").click()
    expect(page.locator("[data-around-me] [role=status]")).to_have_text(
        "Votre appareil n’a pas donné votre position. Écrivez votre commune dans « Près de »."
    )
    assert page.url == search


def test_suggestions_come_after_three_letters_and_are_chosen_from_the_keyboard(browse, search):
    page = browse()
    asked = []
    page.on("request", lambda r: asked.append(r.url) if "suggestions.json" in r.url else None)
    page.goto(search)
    field = page.get_by_label("Je cherche")
    field.press_sequentially("jo")
    page.wait_for_timeout(700)
    assert asked == []
    field.fill("josett")  # at once: a slow machine would type slower than the pause that asks
    expect(page.get_by_role("option")).to_have_text(["La Cabane à Josette, Nîmes"])
    assert len(asked) == 1
    assert axe_violations(page) == []
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "q-suggestions-0")
    field.press("Enter")
    expect(field).to_have_value('"La Cabane à Josette"')
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_field_of_the_place_proposes_communes_only(browse, search):
    page = browse()
    page.goto(search)
    field = page.get_by_label("Près de")
    field.press_sequentially("nim")
    expect(page.get_by_role("option")).to_have_text(["Nîmes"])


def test_suggestions_that_fail_say_nothing(browse, search):
    page = browse()
    page.route("**/suggestions.json*", lambda route: route.fulfill(status=503))
    page.goto(search)
    page.get_by_label("Je cherche").press_sequentially("jose")
    page.wait_for_timeout(800)
    expect(page.get_by_role("option")).to_have_count(0)
    page.errors.clear()
