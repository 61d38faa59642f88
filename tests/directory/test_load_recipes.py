import pytest
from django.core.management import CommandError, call_command

from directory.models import Food, RecipePage
from directory.recipe_content import loading

pytestmark = pytest.mark.django_db

RICE = {
    "slug": "riz", "title": "Riz", "summary": "Du riz.", "servings": 2, "servings_word": "parts",
    "prep_minutes": 1, "cook_minutes": 20, "rest_minutes": 0, "difficulty": "easy",
    "heritage": False, "story": "", "steps": ["Cuire."], "tips": [], "tags": ["plat"], "diet": [],
    "allergens_extra": ["fruits à coque"],
    "ingredients": [
        {"text": "riz", "product": "riz", "quantity": 200, "unit": "g", "grams": 200, "note": "",
         "optional": False, "group": "", "alternative_to": ""},
        {"text": "ou sel", "food": "sel", "quantity": "", "unit": "", "grams": 1, "note": "",
         "optional": True, "group": "", "alternative_to": 0},
    ],
}  # fmt: skip


@pytest.fixture
def one_recipe(db, monkeypatch):
    monkeypatch.setattr(loading, "contents", lambda: iter([(RICE, "1")]))
    for slug in ("riz", "sel"):
        Food.objects.create(slug=slug, name=slug)


def test_empty_strings_are_none_and_words_become_codes(one_recipe):
    assert loading.load().created == ["riz"]
    page = RecipePage.objects.get()
    assert (page.live, page.extra_allergens, page.is_vegetarian) == (True, ["nuts"], False)
    assert list(
        page.ingredients.values_list("food__slug", "quantity", "is_optional", "is_alternative")
    ) == [("riz", 200, False, False), ("sel", None, True, True)]


def test_page_of_that_name_made_by_a_person_is_left_alone(one_recipe):
    index = loading.ensure_index()
    index.add_child(instance=RecipePage(title="Riz de Paul", slug="riz"))
    assert loading.load().left == ["riz"]
    assert list(index.get_children().values_list("title", flat=True)) == ["Riz de Paul"]


def test_page_that_a_person_deleted_does_not_come_back(one_recipe):
    loading.load()
    RecipePage.objects.get().delete()
    assert loading.load().left == ["riz"]
    assert not RecipePage.objects.exists()


def test_command_asks_for_the_foods_first(db):
    with pytest.raises(CommandError, match="Lancez load_reference"):
        call_command("load_recipes")
    assert not RecipePage.objects.exists()
