import pytest
from django.urls import reverse

from directory.models import Food, RecipeFacts, RecipePage
from directory.recipe_content.loading import ensure_index
from tests.factories import FoodFactory, UserFactory, add_recipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db, client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def inline(prefix, *rows):
    data = {f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-TOTAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
        data[f"{prefix}-{number}-ORDER"] = number + 1
    return data


def written(**fields):
    food = FoodFactory(name="Tomate", energy_kcal=20)
    return {
        "title": "Tomates au four", "slug": "tomates-au-four", "servings": 2,
        "servings_word": "personnes", "prep_minutes": 5, "cook_minutes": 40, "rest_minutes": 0,
        "difficulty": "easy", "extra_allergens": ["milk"], "tags": "four, été",
        "action-publish": "1", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
        **inline("ingredients", {"text": "400 g de tomates", "quantity": "400", "unit": "g",
                                 "grams": "388", "food": food.pk},
                 {"text": "ou 2 poivrons", "is_alternative": "on"}),
        **inline("steps", {"text": "Enfournez."}), **inline("tips"),
    } | fields  # fmt: skip


def test_editor_writes_a_recipe_and_publishes_it(editor):
    address = reverse("wagtailadmin_pages:add", args=["directory", "recipepage", ensure_index().pk])
    assert editor.get(address).status_code == 200
    assert editor.post(address, written()).status_code == 302
    page = RecipePage.objects.get()
    assert (page.extra_allergens, sorted(page.tags.names())) == (["milk"], ["four", "été"])
    assert [line.is_alternative for line in page.ingredients.all()] == [False, True]
    assert RecipeFacts.objects.get(page=page).kcal == pytest.approx(38.8)


@pytest.mark.parametrize(
    ("field", "value"),
    [("servings", "0"), ("extra_allergens", ["sable"]), ("ingredients-0-grams", "-1"),
     ("ingredients-0-quantity", "nan")],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_the_field(editor, field, value):
    address = reverse("wagtailadmin_pages:add", args=["directory", "recipepage", ensure_index().pk])
    answer = editor.post(address, written(**{field: value}))
    assert answer.status_code == 200
    assert not RecipePage.objects.exists()
    form = answer.context["form"]
    lines = [errors for errors in form.formsets["ingredients"].errors if errors]
    assert field in form.errors or field.rpartition("-")[2] in lines[0]


def test_editor_corrects_a_food_and_recipes_follow(editor):
    food = FoodFactory(name="Tomate", energy_kcal=20, loaded={"slug": "tomate"})
    page = add_recipe(lines=[food], servings=1)
    view = Food.snippet_viewset
    address = reverse(view.get_url_name("edit"), args=[food.pk])
    assert editor.get(address).status_code == 200
    data = {"name": "Tomate", "plural": "Tomates", "edible_share": "1", "energy_kcal": "25",
            "allergens": ["celery"]}  # fmt: skip
    assert editor.post(address, data).status_code == 302
    food.refresh_from_db()
    assert (food.slug, food.energy_kcal, food.allergens) == ("tomate", 25, ["celery"])
    row = RecipeFacts.objects.get(page=page)
    assert (row.kcal, [a.value for a in row.allergen_list]) == (25, ["celery"])
    assert editor.get(reverse(view.get_url_name("list"))).status_code == 200


@pytest.mark.parametrize(("field", "value"), [("edible_share", "0"), ("dqr", "9"), ("co2", "-1")])
def test_impossible_fact_is_refused(editor, field, value):
    food = FoodFactory(name="Tomate")
    address = reverse(Food.snippet_viewset.get_url_name("edit"), args=[food.pk])
    data = {"name": "Tomate", "slug": "tomate", "edible_share": "1"} | {field: value}
    answer = editor.post(address, data)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
