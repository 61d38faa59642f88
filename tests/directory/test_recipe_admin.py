import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from directory import groups, recipe_moderation
from directory.admin import recipe_values
from directory.admin.dashboard import todos
from directory.models import Food, Proposal, RecipePage
from directory.models.food import NUTRIENTS
from directory.recipe_content.loading import ensure_index
from tests.factories import FoodFactory, ProductFactory, UserFactory, add_producer, add_recipe

pytestmark = pytest.mark.django_db
VALUES = reverse("directory_admin:recipe_values")
LINE = reverse("directory_admin:recipe_line")
KNOWN = dict.fromkeys(NUTRIENTS, 1)


@pytest.fixture
def team(tree):
    groups.ensure_all(home=tree.home)
    people = {"visiteur": None, "inscrit": UserFactory(email="inscrit@exemple.fr")}
    for role, name in (("éditeur", "Éditeurs"), ("modérateur", "Modérateurs")):
        people[role] = UserFactory(email=f"{name.lower()[0]}@exemple.fr")
        people[role].groups.add(Group.objects.get(name=name))
    return people


@pytest.fixture
def editor(client, team):
    client.force_login(team["éditeur"])
    return client


def tomato(**fields):
    facts = KNOWN | {"energy_kcal": 20, "co2": 0.5} | fields
    return FoodFactory(name="Tomate", slug="tomate", piece_g=100, edible_share=0.97, **facts)


def typed(*rows, **fields):
    data = {"servings": "2", "ingredients-TOTAL_FORMS": str(len(rows))} | fields
    for number, row in enumerate(rows):
        data |= {f"ingredients-{number}-{name}": str(value) for name, value in row.items()}
    return data


def said(values) -> dict:
    return {value.label: value.words.replace("\N{NO-BREAK SPACE}", " ") for value in values.rows}


def of_form(data):
    found = QueryDict(mutable=True)
    found.update(data)
    return recipe_values.of_form(found)


# --- Values while writing ---


def test_values_follow_what_is_typed(db):
    food = tomato(allergens=["celery"], product=ProductFactory(season_months=0b111 << 6))
    values = of_form(typed({"text": "400 g de tomates", "food": food.pk, "grams": "400"}))
    assert said(values) == {
        "Une part": "200 g",
        "Énergie": "40 kcal",
        "Carbone": "100 g",
        "Prix": "inconnu",
        "Allergènes": "céleri",
        "Saison": "de juillet à septembre",
    }
    assert values.todo == []


def test_what_is_missing_is_named(db):
    food = tomato(energy_kcal=None)
    values = of_form(
        typed(
            {"text": "200 g de tomates", "food": food.pk, "grams": "200,5"},
            {"text": "lune bleue", "grams": "10"},
            {"text": "tomates", "food": food.pk},
        )
    )
    assert [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in values.todo] == [
        "Aliment à choisir : lune bleue",
        "Poids à écrire : tomates",
        "Énergie inconnue de l’aliment : Tomate",
    ]
    assert said(values)["Énergie"] == "inconnu"
    assert said(values)["Carbone"] == "au moins 50 g"
    assert said(values)["Allergènes"] == "inconnus"


def test_lines_are_read_in_their_order_without_the_removed(db):
    recipe = recipe_values.read(
        QueryDict(
            "servings=3&ingredients-TOTAL_FORMS=4"
            "&ingredients-0-text=b&ingredients-0-ORDER=2"
            "&ingredients-1-text=a&ingredients-1-ORDER=1&ingredients-1-is_optional=on"
            "&ingredients-2-text=c&ingredients-2-DELETE=1"
            "&ingredients-3-text="
        )
    )
    rows = [(row.text, row.is_optional) for row in recipe.ingredients.all()]
    assert (recipe.servings, rows) == (3, [("a", True), ("b", False)])


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"ingredients-TOTAL_FORMS": "1e9"},
        {"ingredients-TOTAL_FORMS": "-3", "servings": "0"},
        {"ingredients-TOTAL_FORMS": "nan", "servings": "9" * 400},
        typed({"text": "x", "food": "9" * 17, "grams": "inf", "unit": "lieue"}),
        typed({"text": "x\x00", "food": "²", "grams": "1e400", "quantity": "-1"}),
        {"extra_allergens": "sable"},
    ],
)
def test_half_typed_or_forged_form_is_never_an_error(editor, data):
    assert editor.post(VALUES, data).status_code == 200


def test_values_take_a_fixed_number_of_queries(db, django_assert_num_queries):
    foods = [FoodFactory(product=ProductFactory()) for _n in range(5)]
    rows = [{"text": "x", "food": food.pk, "grams": 10} for food in foods]
    with django_assert_num_queries(3):
        of_form(typed(*rows))


def test_editor_of_a_page_shows_its_values_without_javascript(editor):
    page = add_recipe(lines=[tomato()], servings=2)
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Rien ne manque." in html
    assert "10\N{NO-BREAK SPACE}kcal" in html
    assert "Ingrédients et valeurs" in html


def test_editor_of_a_new_page_says_where_to_begin(editor):
    address = reverse("wagtailadmin_pages:add", args=["directory", "recipepage", ensure_index().pk])
    assert "Ajoutez les ingrédients" in editor.get(address).content.decode()


@pytest.mark.parametrize(
    ("grams", "energy", "price"),
    [("900", "au moins 180 kcal", "au moins 1,86 €"), ("100", "inconnu", "surtout inconnu")],
)
def test_panel_says_what_the_page_will(db, grams, energy, price):
    product = ProductFactory(name="Tomate")
    sold = {"product": product, "price": 2, "price_unit": "kg", "price_on": timezone.localdate()}
    add_producer(offers=[sold])
    food = tomato(product=product)
    herb = FoodFactory(name="Herbe", product=ProductFactory(name="Herbe"))
    rest = str(1000 - int(grams))
    lines = [
        {"text": "des tomates", "food": food.pk, "grams": grams},
        {"text": "de l’herbe", "food": herb.pk, "grams": rest},
    ]
    values = of_form(typed(*lines, servings="1"))
    assert (said(values)["Énergie"], said(values)["Prix"]) == (energy, price)


def test_moderator_sees_which_lines_of_a_proposal_are_doubtful(db):
    tomato()
    lines = [{"text": "2 tomates"}, {"text": "1 poignée de lune bleue", "grams": None}]
    page = add_recipe(lines=lines, live=False)
    assert recipe_values.doubts_of(page) == []
    now = timezone.now()
    Proposal.objects.create(
        state="waiting", page=page, email="o@exemple.fr", created_at=now, confirmed_at=now
    )
    [doubt] = recipe_values.doubts_of(page)
    assert "1 poignée de lune bleue" in doubt
    assert "aliment inconnu" in doubt


# --- A line to propose ---


def test_line_becomes_a_row_to_confirm(editor):
    food = tomato()
    row = editor.get(LINE, {"texte": "2 tomates, en dés"}).json()
    edit = reverse(Food.snippet_viewset.get_url_name("edit"), args=[food.pk])
    assert row.pop("reasons")
    assert row == {
        "quantity": 2, "unit": "piece", "grams": 194, "note": "en dés", "is_optional": False,
        "is_alternative": False, "confidence": "sûr",
        "food": {"id": food.pk, "string": "Tomate", "edit_url": edit},
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "lune bleue", "x" * 5000, "\x00", "1/0 tomate"])
def test_line_that_means_nothing_proposes_no_food(editor, text):
    answer = editor.get(LINE, {"texte": text})
    assert (answer.status_code, answer.json()["food"]) == (200, None)


# --- Who may do what ---


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("visiteur", set()),
        ("inscrit", set()),
        ("éditeur", {"add", "change"}),
        ("modérateur", {"add", "change", "publish", "approve"}),
    ],
)
def test_editors_write_and_moderators_publish(client, team, role, allowed):
    index = ensure_index()
    draft = add_recipe(title="Brouillon", slug="a", live=False)
    submitted = add_recipe(title="Soumise", slug="b", live=False)
    submitted.save_revision()
    recipe_moderation.ensure(index).start(submitted, user=None)
    user = team[role] or AnonymousUser()
    if team[role]:
        client.force_login(user)
    permissions = draft.permissions_for_user(user)
    found = {
        "add": index.permissions_for_user(user).can_add_subpage(),
        "change": permissions.can_edit(),
        "publish": permissions.can_publish(),
        "approve": bool(team[role]) and TaskState.objects.reviewable_by(user).exists(),
    }
    assert {action for action, may in found.items() if may} == allowed
    is_in = bool(allowed)
    assert client.get(LINE, {"texte": "sel"}).status_code == (200 if is_in else 302)
    assert client.post(VALUES, {}).status_code == (200 if is_in else 302)


def test_editor_cannot_publish_by_a_forged_form(editor):
    page = add_recipe(lines=[tomato()], live=False)
    page.save_revision()
    task = recipe_moderation.ensure(ensure_index()).start(page, user=None).current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    editor.post(address, {"comment": ""})
    assert not RecipePage.objects.get(pk=page.pk).live


def test_review_of_recipes_is_made_once_and_is_then_the_teams(team):
    index = ensure_index()
    workflow = recipe_moderation.ensure(index)
    assert workflow.name == "Modération des recettes"
    [task] = workflow.tasks
    assert [group.name for group in task.specific.groups.all()] == ["Modérateurs"]
    index.workflowpage.delete()
    index = type(index).objects.get(pk=index.pk)
    assert recipe_moderation.ensure(index).name == "Modération"


# --- What awaits ---


@pytest.mark.parametrize(("role", "sees"), [("éditeur", False), ("modérateur", True)])
def test_waiting_proposals_are_in_the_list_of_things_to_do(team, role, sees):
    page = add_recipe(live=False)
    now = timezone.now()
    Proposal.objects.create(
        state="waiting", page=page, email="o@exemple.fr", created_at=now, confirmed_at=now
    )
    found = [todo for todo in todos(team[role], now=now) if "proposée" in todo.text]
    assert [(todo.text, todo.url) for todo in found] == (
        [("1 recette proposée attend une réponse",
          reverse("wagtailadmin_pages:edit", args=[page.pk]))] if sees else []
    )  # fmt: skip
