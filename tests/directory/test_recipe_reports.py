import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.admin.menu import reports_menu

from directory import groups, months
from directory.admin.recipe_reports import FACTS, MonthRow, months_with_too_few
from tests.factories import FoodFactory, ProductFactory, UserFactory, add_recipe

pytestmark = pytest.mark.django_db
UNKNOWN = reverse("directory_admin:recipes_unknown")
SEASONLESS = reverse("directory_admin:products_without_season")
MONTHS = reverse("directory_admin:months_with_too_few")


@pytest.fixture
def editor(client, tree):
    groups.ensure_all(home=tree.home)
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Éditeurs"))
    client.force_login(user)
    return client


def known(**fields):
    return FoodFactory(**dict.fromkeys(FACTS, 1) | {"energy_kj": 4} | fields)


def exported(client, address):
    response = client.get(address, {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    return text.replace("\N{NO-BREAK SPACE}", " ").splitlines()


def test_recipes_say_which_facts_of_which_ingredients_are_unknown(editor):
    honey = known(name="Miel", co2=None, fibre_g=None)
    salt = known(name="Sel", co2=None)
    bare = FoodFactory(name="Eau de fleur")
    add_recipe(title="Complète", slug="a", lines=[known()])
    page = add_recipe(
        title="Lacunaire", slug="b", live=False,
        lines=[honey, salt, bare, {"text": "lune", "food": None},
               {"text": "un peu", "food": known(), "grams": None}],
    )  # fmt: skip
    add_recipe(title="Au choix", slug="c", lines=[known(), {"food": salt, "is_optional": True}])
    assert exported(editor, UNKNOWN) == [
        "Recette,En ligne,Ce qui manque",
        'Lacunaire,False,"Fibres : Miel. Carbone : Miel, Sel, Eau de fleur. '
        'Nutrition : Eau de fleur. Aliment : lune. Poids : un peu"',
    ]
    html = editor.get(UNKNOWN).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html


def test_report_of_recipes_takes_a_fixed_number_of_queries(editor, django_assert_max_num_queries):
    editor.get(UNKNOWN)
    for number in range(6):
        add_recipe(title=f"R{number}", slug=f"r{number}", lines=[known(co2=None)])
    with django_assert_max_num_queries(30):
        editor.get(UNKNOWN)


def test_products_without_season_are_listed(editor):
    ProductFactory(name="Fraise", season_months=months.bit(4))
    ProductFactory(name="Sel", season_months=0)
    assert [line.split(",")[0] for line in exported(editor, SEASONLESS)] == ["Produit", "Sel"]
    assert editor.get(SEASONLESS).status_code == 200


def test_months_with_fewer_than_six_recipes_are_listed(editor):
    always = FoodFactory(product=ProductFactory(season_months=months.ALL_YEAR))
    april = FoodFactory(product=ProductFactory(season_months=months.bit(4)))
    may = FoodFactory(product=ProductFactory(season_months=months.bit(4) | months.bit(5)))
    for number in range(4):
        add_recipe(title=f"T{number}", slug=f"t{number}", lines=[always])
    add_recipe(title="Avril", slug="avril", lines=[april])
    add_recipe(title="Mai", slug="mai", lines=[may])
    rows = months_with_too_few()
    assert [row.number for row in rows] == [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]
    assert rows[3] == MonthRow(5, "mai", count=5, lacking=1, all_year=4)
    assert exported(editor, MONTHS)[:2] == [
        "Mois,Recettes de saison,Il en manque,Dont de toute l’année",
        "janvier,4,2,4",
    ]
    html = editor.get(MONTHS).content.decode()
    assert "saison=1&amp;mois=5" in html


@pytest.mark.parametrize("address", [UNKNOWN, SEASONLESS, MONTHS])
def test_reports_are_for_the_team_alone(editor, address):
    assert editor.get(address).status_code == 200
    assert editor.get(address + "resultats/").status_code == 200
    editor.logout()
    assert editor.get(address).status_code == 302


def test_reports_are_in_the_menu_of_editors(editor, rf):
    request = rf.get("/")
    request.user = UserFactory()
    request.user.groups.add(Group.objects.get(name="Éditeurs"))
    urls = {item.url for item in reports_menu.menu_items_for_request(request)}
    assert urls >= {UNKNOWN, SEASONLESS, MONTHS}
