"""Recipes as a reader uses them: by keyboard, without a script, on paper."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from directory import groups, months
from directory.models import Product, Proposal, RecipeStep
from directory.recipe_content.loading import ensure_index
from tests.browser.conftest import HEIGHTS, axe_violations, violations_by_width
from tests.directory.test_recipe_pages import KNOWN, line, sold_food
from tests.factories import FoodFactory, UserFactory, add_place, add_recipe, nimes

_PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="module", autouse=True)
def soup(stage):
    """A recipe of a usual length: fourteen lines, six steps."""
    nimes()
    foods = [sold_food(f"Légume {n}", season=months.pack([n, n + 1])) for n in range(1, 8)]
    foods.append(sold_food("Légume 8"))  # of all year: its family is open
    Product.objects.update(family=foods[0].product.family)
    add_place(title="La Halle", kind="halle", products=[food.product for food in foods])
    lines = [line("200 g de légumes", food, 200.0, 200.0) for food in foods]
    cupboard = FoodFactory(name="Levure", allergens=["gluten"], **KNOWN)
    lines += [line("2 cuillères à soupe de levure", cupboard, 20.0, 2.0) for _n in range(6)]
    return add_recipe(
        title="Soupe du marché",
        summary="La soupe qui vide le jardin. Elle est meilleure encore le lendemain.",
        servings=4,
        prep_minutes=35,
        cook_minutes=40,
        lines=lines,
        steps=[
            RecipeStep(text="Coupez les légumes en petits dés, et faites-les fondre. " * 3)
            for _n in range(6)
        ],
        story="Une vieille histoire de jardin. " * 10,
        tags=["soupe", "plat"],
    )


@pytest.fixture
def addresses(stage, soup) -> dict[str, str]:
    index = stage.url + ensure_index().url
    return {
        "recipe": stage.url + soup.url,
        "wrong": f"{stage.url}{soup.url}?parts=mille&ou=Atlantide",
        "index": f"{index}?etiquette=soupe&sans=milk",
        "empty": f"{index}?q=licorne",
        "cook": f"{index}je-cuisine-avec/?produit=legume-1&produit=legume-2",
        "list": f"{index}liste-de-courses/?recette=soupe-du-marche&parts=6",
        "nothing": f"{index}liste-de-courses/",
    }


@pytest.mark.parametrize("name", ["recipe", "wrong", "index", "empty", "cook", "list", "nothing"])
def test_screens_are_accessible_and_hold_in_their_width(browse, addresses, name):
    page = browse()
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(addresses[name])
        for summary in page.locator("main details > summary").all():
            if summary.evaluate("summary => !summary.parentElement.open"):
                summary.click()
        assert violations_by_width(page, width) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_servings_change_without_a_new_page_and_keep_the_focus(browse, addresses):
    page = browse()
    page.goto(addresses["recipe"])
    page.evaluate("window.same = true")
    more = page.get_by_role("link", name="Une part de plus")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pour")).to_have_text("Pour 5\u00a0personnes")
    expect(page.locator("[data-servings-status]")).to_have_text("Pour 5\u00a0personnes")
    expect(page.locator(".ing tbody td.num").first).to_have_text("250\u00a0g")
    expect(more).to_be_focused()
    assert page.url.endswith("?parts=5")
    page.get_by_label("Parts", exact=True).fill("2")
    page.keyboard.press("Enter")
    expect(page.locator("#pour")).to_have_text("Pour 2\u00a0personnes")
    expect(page.get_by_label("Parts", exact=True)).to_be_focused()
    assert page.evaluate("window.same")


def test_servings_change_without_a_script(browse, addresses):
    page = browse(javascript=False)
    page.goto(addresses["recipe"])
    page.get_by_role("link", name="8", exact=True).click()
    expect(page.locator("#pour")).to_have_text("Pour 8\u00a0personnes")
    expect(page.locator("[data-print]")).to_be_hidden()
    page.get_by_role("link", name="Liste de courses").click()
    expect(page.locator("input[name=parts]")).to_have_value("8")
    expect(page.locator("[data-share-list]")).to_be_hidden()


@pytest.mark.parametrize("name", ["recipe", "list"])
def test_a_recipe_and_its_list_each_print_on_one_page(browse, addresses, name):
    page = browse()
    page.goto(addresses[name])
    page.wait_for_load_state("networkidle")
    assert len(_PAGE.findall(page.pdf(format="A4"))) == 1


def test_what_is_ticked_stays_on_the_device(browse, addresses):
    page = browse()
    page.goto(addresses["list"])
    box = page.get_by_role("checkbox").first
    box.check()
    page.reload()
    expect(box).to_be_checked()
    expect(page.get_by_role("checkbox").nth(1)).not_to_be_checked()


def test_from_what_one_has_to_a_recipe_by_keyboard(browse, addresses):
    page = browse(width=390)
    page.goto(addresses["nothing"].replace("liste-de-courses", "je-cuisine-avec"))
    page.get_by_role("checkbox", name="Légume 3").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#t-recettes")).to_have_text("1 recette possible")
    page.get_by_role("link", name="Soupe du marché").click()
    expect(page.locator("h1")).to_have_text("Soupe du marché")


def test_a_resident_proposes_a_recipe_and_is_told_what_became_of_it(browse, stage, addresses):
    groups.ensure_all(home=stage.tree.home)
    page = browse(width=390)
    page.goto(addresses["index"].split("?")[0])
    page.get_by_role("link", name="Proposer une recette").first.click()
    page.get_by_label("Nom de la recette").fill("Soupe d’Odile")
    page.get_by_label("Étapes").fill("Épluchez la courge.\nFaites cuire.")
    page.get_by_role("button", name="Recevoir mon code").click()
    expect(page.get_by_role("alert")).to_contain_text("choses à corriger")
    expect(page.get_by_label("Étapes")).to_have_value("Épluchez la courge.\nFaites cuire.")
    page.errors.clear()  # the browser notes the refusal
    assert axe_violations(page) == []
    page.get_by_label("Préparation (minutes)").fill("20")
    page.get_by_label("Ingrédients").fill("1 kg de courge\n2 c. à s. de lune bleue")
    page.get_by_label("Mon prénom seul").check()
    page.get_by_label("Votre nom").fill("Odile Vidal")
    page.get_by_label("Votre adresse e-mail").fill("odile@exemple.fr")
    page.get_by_role("button", name="Recevoir mon code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirmer votre adresse")
    assert axe_violations(page) == []
    code = re.search(r"\d{6}", mail.outbox[-1].body)[0]
    page.get_by_label("Code à six chiffres").fill(code)
    page.get_by_role("button", name="Envoyer ma recette").click()
    expect(page.get_by_text("Nous l’avons, merci.")).to_be_visible()
    assert axe_violations(page) == []

    waiting = Proposal.objects.get().page.current_workflow_task_state
    moderator = UserFactory(is_superuser=True)
    waiting.task.specific.on_action(waiting, moderator, "approve")
    assert mail.outbox[-1].to == ["odile@exemple.fr"]
    page.reload()
    expect(page.get_by_text("Elle est publiée.")).to_be_visible()
    page.get_by_role("link", name="Soupe d’Odile").click()
    expect(page.locator("h1")).to_have_text("Soupe d’Odile")
    expect(page.get_by_text("Odile", exact=False).first).to_be_visible()
