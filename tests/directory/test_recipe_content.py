import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from directory import months, recipe_rows, recipe_totals, reference_data
from directory.models import Food, RecipeFacts, RecipeIndexPage, RecipePage
from directory.recipe_content import loading
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

# Recipes whose totals differ from those of the source, and by how much (kcal, kgCO2e a serving):
# each is explained in directory/recipe_content/differences.md.
EXPLAINED = {
    "soupe-au-pistou": (0.1, -0.302),
    "rouille-graulenne": (10.7, 0.013),
    "bajana": (61.8, 0.042),
    "fougasse-aigues-mortes": (-2.5, 0.002),
    "oreillettes": (-3.9, -0.0002),
}


@pytest.fixture(scope="module")
def kitchen(django_db_setup, django_db_blocker):
    """The foods and our recipes, loaded once for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        reference_data.load_all()
        loading.load()
        yield
        transaction.set_rollback(True)


def totals(slug):
    return recipe_totals.facts_of(RecipePage.objects.get(slug=slug))


@pytest.fixture(scope="module")
def checks(shared_data):
    rows = json.loads((shared_data / "recettes_locales.json").read_text("utf-8"))
    return {row["slug"]: row for row in rows}


def test_every_recipe_becomes_a_public_page(kitchen):
    assert RecipePage.objects.live().count() == len(list(loading.contents())) == 55
    assert RecipeFacts.objects.count() == 55
    assert [page.slug for page in RecipeIndexPage.objects.all()] == ["recettes"]


def test_totals_of_the_local_recipes_agree_with_their_checks_but_for_written_differences(
    kitchen, checks
):
    found = {}
    for slug, row in checks.items():
        ours, check = totals(slug), row["controle"]
        assert ours.servings == row["portions"]
        assert abs(ours.grams_per_serving - check["masse_g_portion"]) < 0.6
        kcal = ours.energy.per_serving - check["kcal_portion"]
        co2 = ours.carbon.per_serving - check["kgco2e_portion"]
        if abs(kcal) > 0.6 or abs(co2) > 0.0006:
            found[slug] = (kcal, co2)
    assert found.keys() == EXPLAINED.keys()
    for slug, (kcal, co2) in EXPLAINED.items():
        assert found[slug] == (pytest.approx(kcal, abs=0.06), pytest.approx(co2, abs=0.0006))
    explained = (Path(loading.FOLDER) / "differences.md").read_text("utf-8")
    assert all(slug in explained for slug in EXPLAINED)


def test_only_four_local_recipes_have_a_whole_footprint(kitchen, checks):
    complete = {slug for slug in checks if totals(slug).carbon.is_complete}
    assert complete == {
        "brandade-de-nimes", "soupe-au-pistou", "petit-pate-nimois", "salade-cevenole",
    }  # fmt: skip
    unknown = {s for s, row in checks.items() if row["controle"]["ingredients_sans_carbone"]}
    assert unknown.isdisjoint(complete)


def test_every_month_has_six_recipes_and_most_are_tied_to_a_season(kitchen):
    everywhere, tied = Counter(), Counter()
    for row in RecipeFacts.objects.all():
        for month in months.unpack(row.season_months):
            everywhere[month] += 1
            tied[month] += not row.is_for_all_year
    assert [everywhere[m] for m in range(1, 13)] == [
        29, 29, 32, 31, 24, 35, 30, 32, 35, 39, 32, 29,
    ]  # fmt: skip
    assert [tied[m] for m in range(1, 13)] == [
        16, 16, 19, 18, 11, 22, 17, 19, 22, 26, 19, 16,
    ]  # fmt: skip
    assert not RecipeFacts.objects.filter(season_months=0).exists()


def test_season_of_a_dish_is_that_of_what_makes_it(kitchen):
    assert months.unpack(totals("soupe-au-pistou").season_mask) == [7, 8, 9]  # not of its leek
    assert months.unpack(totals("salade-cevenole").season_mask) == [10, 11]  # of its chestnuts


def test_part_of_a_product_is_tied_to_it(kitchen):
    for slug, product in (
        ("agriade-saint-gilloise", "boeuf"),
        ("rouille-graulenne", "oeuf"),
        ("salade-cevenole", "chataigne"),
    ):
        row = RecipeFacts.objects.get(page__slug=slug)
        assert row.products.filter(slug=product).exists()


def test_notes_of_foods_are_for_everyone(kitchen):
    for note in Food.objects.values_list("note", flat=True):
        assert not re.search(r"\d{4}|_\d|variante|\.csv", note), note


def test_every_recipe_is_valid_and_all_its_lines_weigh_something(kitchen):
    for page in RecipePage.objects.all():
        page.full_clean()
        assert page.steps.count() >= 3
        for line in page.ingredients.all():
            line.full_clean(exclude=["page"])
            assert line.food is not None
        assert recipe_totals.facts_of(page).unweighed == []


def test_diets_agree_with_the_foods(kitchen):
    flesh = {"fish", "crustaceans", "molluscs"}
    for row in RecipeFacts.objects.all():
        found = set(row.allergen_list)
        assert not (row.is_vegetarian and found & flesh), row
        assert not (row.is_vegan and found & {"milk", "eggs"}), row


def test_second_load_changes_nothing(kitchen):
    before = set(RecipePage.objects.values_list("slug", "latest_revision_id"))
    report = loading.load()
    assert (report.created, report.updated, report.left) == ([], [], [])
    assert set(RecipePage.objects.values_list("slug", "latest_revision_id")) == before


@pytest.fixture
def newer(monkeypatch):
    """Some of the same recipes, whose files have changed."""
    slugs = {"bajana", "ratatouille", "riz-au-lait", "oreillettes"}
    changed = [
        (content | {"summary": "Nouvelle phrase."}, f"{mark[:-1]}x")
        for content, mark in loading.contents()
        if content["slug"] in slugs
    ]
    assert len(changed) == len(slugs)
    monkeypatch.setattr(loading, "contents", lambda: iter(changed))


def test_newer_content_follows_on_pages_that_nobody_touched(kitchen, newer):
    report = loading.load()
    assert (len(report.updated), report.left) == (4, [])
    page = RecipePage.objects.get(slug="bajana")
    assert (page.summary, page.ingredients.count()) == ("Nouvelle phrase.", 6)
    assert totals("bajana").energy.per_serving == pytest.approx(152.8, abs=0.05)


def test_what_a_person_changed_unpublished_or_deleted_is_left_alone(kitchen, newer):
    page = RecipePage.objects.get(slug="ratatouille")
    page.title = "Notre ratatouille"
    page.save_revision(user=UserFactory()).publish()
    RecipePage.objects.get(slug="bajana").unpublish()
    RecipePage.objects.get(slug="riz-au-lait").delete()
    report = loading.load()
    assert sorted(report.left) == ["bajana", "ratatouille", "riz-au-lait"]
    page.refresh_from_db()
    assert page.title == "Notre ratatouille"
    assert not RecipePage.objects.get(slug="bajana").live
    assert not RecipePage.objects.filter(slug="riz-au-lait").exists()
    assert not RecipeFacts.objects.filter(page__slug="bajana").exists()


def test_rows_of_the_lists_are_written_again_on_demand(kitchen, capsys):
    RecipeFacts.objects.all().delete()
    assert recipe_rows.rebuild() == 55
    call_command("rebuild_recipes")
    assert capsys.readouterr().out == "55 recettes dans les listes publiques.\n"
