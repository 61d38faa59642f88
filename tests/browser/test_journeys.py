"""From a question to a place: what residents do, on a phone and on a desk, scripts or not."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading import names_in_list, open_map, query_of, shown
from tests.browser.scenery import STALLS, furnish


@pytest.fixture(scope="module", autouse=True)
def scenery(stage):
    furnish(stage.tree)


GOAT = "?q=fromage+de+ch%C3%A8vre&ou=Uz%C3%A8s"


def ask(page, q, near):
    page.get_by_label("Je cherche").fill(q)
    page.get_by_label("Près de", exact=True).fill(near)
    page.get_by_label("Près de", exact=True).press("Enter")


@pytest.mark.parametrize("javascript", [True, False])
def test_goat_cheese_near_uzes(browse, width, javascript, home):
    page = browse(width=width, javascript=javascript)
    page.goto(home)
    ask(page, "fromage de chèvre", "Uzès")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fromages de chèvre près d’Uzès")
    nearest_first = ["La Halle du Duché", "Ferme des Lauzes", "Chèvrerie du Bois sec"]
    assert names_in_list(page) == nearest_first
    if width == 390:
        assert page.locator(".list-col .place").first.bounding_box()["y"] <= 600
    expect(page.locator(".place .state.open")).to_have_text(["Ouvert jour et nuit"])
    expect(page.locator(".place .state.shut")).to_have_text([re.compile("^Fermé\xa0· rouvre ")])
    page.get_by_role("link", name="La Halle du Duché").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La Halle du Duché")
    expect(page.get_by_role("main")).to_contain_text("Fromage de chèvre")
    expect(page.get_by_role("table", name="Horaires de la semaine").locator("tr")).to_have_count(8)
    expect(page.get_by_role("main")).to_contain_text("Bus 115, arrêt Esplanade")
    expect(page.get_by_role("main")).to_contain_text("1 place aux Herbes, 30700 Uzès")
    expect(page.get_by_role("link", name="Y aller")).to_have_attribute(
        "href", re.compile("44.0125.*4.4201")
    )
    page.go_back()
    assert names_in_list(page) == nearest_first
    if javascript:
        open_map(page)
        assert sorted(shown(page)) == [
            "Chèvrerie du Bois sec, Producteur",
            "Ferme des Lauzes, Vente à la ferme",
            "La Halle du Duché, Halle",
        ]


@pytest.mark.parametrize("javascript", [True, False])
def test_filters_narrow_the_answer_and_come_off(browse, javascript, search):
    page = browse(width=390, javascript=javascript)
    page.goto(search + GOAT)
    folded = page.get_by_text("Filtrer 2 filtres actifs")
    quick = page.get_by_role("list", name="Filtres rapides")
    active = page.get_by_role("list", name="Filtres actifs")
    expect(quick).to_be_hidden()
    folded.click()
    quick.get_by_role("link", name="Ouvert maintenant").click()
    page.wait_for_url("**ouvert=maintenant**")
    assert names_in_list(page) == ["La Halle du Duché"]
    active.get_by_role("link", name="Ouvert maintenant").click()
    page.wait_for_url(lambda url: "ouvert" not in url)
    folded.click()
    quick.get_by_role("link", name="Bio").click()
    page.wait_for_url("**bio=1**")
    assert names_in_list(page) == ["Ferme des Lauzes"]
    active.get_by_role("link", name="Bio").click()
    page.wait_for_url(lambda url: "bio" not in url)
    active.get_by_role("link", name="Fromage de chèvre").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("chèvre")
    assert "q" not in query_of(page)


def test_pages_of_results_follow_each_other(browse, search):
    page = browse(width=390, javascript=False)
    page.goto(search + "?q=tomates")
    expect(page.get_by_role("status")).to_contain_text(f"{STALLS} lieux")
    first = names_in_list(page)
    assert len(first) == 20
    page.get_by_role("link", name="Suivant").click()
    expect(page.locator(".pager [aria-current]")).to_have_text("Page 2 sur 2")
    assert len({*first, *names_in_list(page)}) == STALLS


def test_empty_answer_leads_to_the_nearest_one(page, search):
    page.goto(search)
    ask(page, "fraises", "Uzès")
    expect(page.get_by_role("heading", name="Rien pour cette recherche")).to_be_visible()
    page.get_by_role("link", name="À 20 km, il y en a un : le voir ?").click()
    page.wait_for_url("**rayon=20**")
    assert names_in_list(page) == ["Marché des Micocouliers"]


def test_from_home_to_a_place_by_keyboard(browse, home):
    page = browse(width=390)
    page.goto(home)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()
    page.reload()
    tab_to(page, page.locator("summary", has_text="Menu"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("navigation").get_by_role("link", name="Où acheter ?"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/ou-acheter/")
    tab_to(page, page.get_by_label("Je cherche"))
    page.keyboard.type("fromage de chèvre")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=fromage**")
    tab_to(page, page.get_by_role("link", name="La Halle du Duché"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("La Halle du Duché")


def tab_to(page, target):
    for _ in range(40):
        page.keyboard.press("Tab")
        assert focus_is_visible(page)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached")


def focus_is_visible(page):
    return page.evaluate(
        "() => { const focused = document.activeElement, style = getComputedStyle(focused),"
        " box = focused.getBoundingClientRect();"
        " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2"
        " && box.width > 0 && box.bottom > 0 && box.top < innerHeight }"
    )


def test_from_the_producers_to_where_they_sell(page, width, home):
    page.goto(home)
    go_by_menu(page, "Producteurs", width)
    page.get_by_role("link", name="Chèvrerie du Bois sec").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chèvrerie du Bois sec")
    expect(page.get_by_role("link", name="04 65 71 00 31")).to_have_attribute(
        "href", "tel:+33465710031"
    )
    page.get_by_role("main").get_by_role("link", name="La Halle du Duché").click()
    page.get_by_role("main").get_by_role("link", name="Chèvrerie du Bois sec").click()
    go_by_menu(page, "Comment ça marche", width)
    expect(page.get_by_role("heading", level=2, name="Qui écrit ?")).to_be_visible()


def go_by_menu(page, name, width):
    if width == 390:
        page.locator("summary", has_text="Menu").click()
    page.get_by_role("navigation", name="Menu principal").get_by_role("link", name=name).click()


def test_lost_reader_finds_the_search(browse, home):
    page = browse(width=390)
    answer = page.goto(home + "nulle-part/")
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page n’est pas ici")
    page.errors.clear()
    ask(page, "fromage de chèvre", "")
    page.wait_for_url("**/ou-acheter/**")
    assert names_in_list(page) == ["Chèvrerie du Bois sec", "Ferme des Lauzes", "La Halle du Duché"]


@pytest.mark.parametrize("javascript", [True, False])
def test_hostile_words_are_kept_and_answered_in_french(browse, javascript, search):
    page = browse(javascript=javascript)
    page.goto(search)
    words, near = "\"><img src=x onerror=alert(1)> {{ 7*7 }} 'OR 1=1--", "Atlantide</title><b>"
    ask(page, words, near)
    page.wait_for_url("**?q=**")
    expect(page.get_by_label("Je cherche")).to_have_value(words)
    expect(page.get_by_label("Près de", exact=True)).to_have_value(near)
    expect(page.locator(".alert.warn")).to_have_text(
        "Nous ne connaissons pas de commune « Atlantide</title><b> »."
    )
    page.goto(search + "?q=" + "a" * 3000 + "&rayon=-1&page=zéro&lat=nan&tri=hasard")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".alert.warn li").first).to_have_text("Un texte trop long a été coupé.")


def test_english_is_chosen_once_and_stays(browse, home):
    page = browse(width=390)
    page.goto(home)
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/")
    page.get_by_label("I’m looking for").fill("fromage de chèvre")
    page.get_by_label("I’m looking for").press("Enter")
    page.wait_for_url("**/en/ou-acheter/**")
    page.get_by_role("link", name="La Halle du Duché").click()
    page.wait_for_url("**/en/ou-acheter/**duche/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("table", name="Hours of the week")).to_be_visible()
    page.get_by_role("link", name="Français").click()
    page.wait_for_url(lambda url: "/en/" not in url)
    expect(page.get_by_role("heading", level=1)).to_have_text("La Halle du Duché")
