import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from directory import months, recipe_lines, recipe_search, recipe_totals
from directory.enums import Allergen
from directory.models import RecipeFacts, RecipeIngredient, RecipePage
from directory.recipe_search import Filters
from tests.factories import (
    FoodFactory,
    ProductFactory,
    add_place,
    add_producer,
    add_recipe,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)


def tomato():
    product = ProductFactory(
        name="Tomate",
        slug="tomate",
        season_months=months.pack([7, 8, 9]),
        synonyms=["tomate olive"],
    )
    return FoodFactory(
        name="Tomate", product=product, energy_kcal=20, co2=0.5, dqr=2, edible_share=0.5,
        piece_g=125,
    )  # fmt: skip


def flour():
    product = ProductFactory(name="Farine", season_months=months.ALL_YEAR)
    return FoodFactory(
        name="Farine", product=product, energy_kcal=350, co2=1, dqr=4, allergens=["gluten"]
    )


def salt():
    return FoodFactory(name="Sel", energy_kcal=0, salt_g=100)


def offer(food, euros, **fields):
    return {
        "product": food.product, "price": euros, "price_unit": "kg",
        "price_on": timezone.localdate(),
    } | fields  # fmt: skip


def titles(rows):
    return [row.page.title for row in rows]


# -- Totals --------------------------------------------------------------------------------------


def test_totals_of_a_published_recipe(db):
    food = tomato()
    add_producer(offers=[offer(food, 3), offer(food, 5)])
    add_place(products=[offer(food, 4), offer(food, 9, price_unit="jar")])
    page = add_recipe(lines=[food, {"food": flour(), "grams": 300}], servings=4)
    totals = recipe_totals.facts_of(page)
    assert totals.energy.per_serving == (20 + 1050) / 4
    assert totals.carbon.per_serving == pytest.approx((0.05 + 0.3) / 4)
    # 100 g eaten are 200 g bought, at the middle of 3, 4 and 5 euros
    assert (totals.cost.total, totals.cost.count) == (pytest.approx(0.8), 3)
    assert totals.cost.share == 0.25
    assert totals.allergens.present == (Allergen.GLUTEN,)
    assert months.unpack(totals.season_mask) == [7, 8, 9]
    assert totals.carbon.tables == ("AGRIBALYSE 3.1.1",)


def test_only_recent_prices_of_pages_that_everyone_may_see_count(db):
    food = tomato()
    today = timezone.localdate()
    add_producer(title="Récent", offers=[offer(food, 2, price_on=today - dt.timedelta(365))])
    add_producer(title="Ancien", offers=[offer(food, 7, price_on=today - dt.timedelta(366))])
    add_producer(title="Brouillon", live=False, offers=[offer(food, 8)])
    add_producer(title="Fermé", closed_for_good=True, offers=[offer(food, 9)])
    private = add_producer(title="Privé", offers=[offer(food, 10)])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    cost = recipe_totals.facts_of(add_recipe(lines=[food], servings=1)).cost
    assert (cost.count, cost.total) == (1, pytest.approx(0.4))


def test_totals_of_a_draft_that_was_never_saved(db):
    page = RecipePage(title="Brouillon", servings=2)
    page.ingredients = [RecipeIngredient(text="tomate", food=tomato(), grams=100)]
    assert recipe_totals.facts_of(page).energy.per_serving == 10


def test_alternative_on_the_first_line_is_counted(db):
    page = add_recipe(lines=[{"food": flour(), "is_alternative": True}])
    assert recipe_totals.facts_of(page).energy.total == 350


@pytest.mark.parametrize(
    ("typed", "servings"),
    [("6", 6), ("1", 1), ("100", 100), ("0", None), ("101", None), ("-2", None), ("2.5", None),
     ("", None), ("six", None), ("٣", None), ("9" * 30, None)],
)  # fmt: skip
def test_servings_of_an_address(typed, servings):
    assert recipe_totals.servings_asked({"parts": typed}) == servings


def test_page_shows_with_any_servings(db, client):
    page = add_recipe(lines=[tomato()], servings=4)
    answer = client.get(page.url, {"parts": "8"})
    assert answer.status_code == 200
    assert answer.context["totals"].servings == 8
    assert client.get(page.url, {"parts": "x"}).context["totals"].servings == 4


@pytest.mark.parametrize("size", [1, 8])
def test_totals_cost_three_queries_whatever_the_ingredients(db, django_assert_num_queries, size):
    foods = [FoodFactory(name=f"A{n}", product=ProductFactory(name=f"P{n}")) for n in range(size)]
    page = add_recipe(lines=foods)
    page = RecipePage.objects.get(pk=page.pk)
    with django_assert_num_queries(3):
        recipe_totals.facts_of(page)


def test_line_is_proposed_with_the_foods_of_the_database(db, django_assert_num_queries):
    tomato()
    with django_assert_num_queries(1):
        row = recipe_lines.propose("2 tomates olives, pelées")
    assert (row.food.slug, row.quantity, row.grams, row.note) == ("tomate", 2, 125, "pelées")


def test_food_bought_as_a_product_that_has_its_own_takes_its_price_and_season(
    db, django_assert_num_queries
):
    egg = FoodFactory(
        name="Œuf", slug="oeuf", product=ProductFactory(slug="oeuf", season_months=months.bit(4)),
        piece_g=63, edible_share=0.87,
    )  # fmt: skip
    yolk = FoodFactory(name="Jaune d’œuf", slug="jaune-d-oeuf", piece_g=63, edible_share=0.286)
    add_producer(offers=[offer(egg, 0.4, price_unit="piece")])
    page = add_recipe(lines=[{"food": yolk, "grams": 18.018}], servings=1)
    page = RecipePage.objects.get(pk=page.pk)
    with django_assert_num_queries(4):
        totals = recipe_totals.facts_of(page)
    assert totals.cost.total == pytest.approx(0.4)  # the whole egg is bought
    assert totals.season_mask == months.bit(4)
    egg.product.season_months = months.bit(5)
    egg.product.save()
    row = RecipeFacts.objects.get(page=page)
    assert (row.season_months, list(row.products.all())) == (months.bit(5), [egg.product])
    (found,) = recipe_search.cookable([egg.product_id], month=5)
    assert (found.used, found.missing) == ([yolk], [])


# -- Rows of the lists ---------------------------------------------------------------------------


def test_row_is_written_when_a_recipe_is_published(db):
    page = add_recipe(
        title="Tarte", lines=[tomato(), flour()], servings=2, prep_minutes=10, cook_minutes=20,
        rest_minutes=5, is_vegan=True, extra_allergens=["celery"],
    )  # fmt: skip
    row = RecipeFacts.objects.get(page=page)
    assert (row.kcal, row.co2, row.cost) == (185, pytest.approx(0.075), None)
    assert (row.nutrition_share, row.carbon_share, row.cost_share) == (1, 1, 0)
    assert (row.total_minutes, row.is_vegetarian, row.is_vegan) == (35, True, True)
    assert row.allergen_list == [Allergen.GLUTEN, Allergen.CELERY]
    assert months.unpack(row.season_months) == [7, 8, 9]
    assert set(row.products.values_list("slug", flat=True)) == {"tomate", "farine"}


def test_row_goes_when_a_recipe_is_unpublished_or_private(db):
    hidden, private = add_recipe(title="A"), add_recipe(title="B")
    draft = add_recipe(title="C", live=False)
    hidden.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert not RecipeFacts.objects.exists()
    PageViewRestriction.objects.all().delete()
    assert [row.page_id for row in RecipeFacts.objects.all()] == [private.pk]
    draft.save_revision().publish()
    assert RecipeFacts.objects.count() == 2


def test_row_follows_its_foods_and_products(db):
    food = tomato()
    page = add_recipe(lines=[food], servings=1)
    food.energy_kcal = 30
    food.save()
    food.product.season_months = months.pack([8])
    food.product.save()
    row = RecipeFacts.objects.get(page=page)
    assert (row.kcal, row.season_months) == (30, months.bit(8))


# -- Search --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 6])
def test_index_costs_a_fixed_number_of_queries(db, django_assert_num_queries, size):
    for n in range(size):
        add_recipe(title=f"R{n}", tags=["plat"])
    with django_assert_num_queries(3):
        for row in recipe_search.find(Filters(month=8, q="r", without=("milk",))):
            assert [item.tag.name for item in row.page.tagged_items.all()] == ["plat"]


# -- « Je cuisine avec… » ------------------------------------------------------------------------


def test_cookable_puts_the_fewest_missing_first(db, django_assert_num_queries):
    food, mill, sea = tomato(), flour(), salt()
    egg = FoodFactory(name="Œuf", slug="oeuf", product=ProductFactory(name="Œuf", slug="oeuf"))
    add_recipe(title="Tarte", lines=[food, mill, egg])
    add_recipe(title="Salade", lines=[food, sea])
    add_recipe(title="Omelette", lines=[egg, {"food": food, "is_alternative": True}])
    add_recipe(title="Secrète", lines=[food, {"food": None, "text": "épice"}])
    add_recipe(title="Option", lines=[food, {"food": mill, "is_optional": True}])
    add_recipe(title="Pain", lines=[mill])
    with django_assert_num_queries(3):
        found = recipe_search.cookable([food.product_id], month=8)
    assert [
        (entry.recipe.page.title, [f.name for f in entry.missing], entry.unknown) for entry in found
    ] == [
        ("Omelette", [], []),
        ("Option", [], []),
        ("Salade", [], []),
        ("Secrète", [], ["épice"]),
        ("Tarte", ["Farine", "Œuf"], []),
    ]
    assert recipe_search.cookable([], month=8) == []


def test_product_at_hand_stands_for_its_sorts_and_what_it_is_a_sort_of(db):
    cheese = ProductFactory(name="Fromage de chèvre")
    pelardon = ProductFactory(name="Pélardon", broader=cheese)
    add_recipe(title="Au chèvre", lines=[FoodFactory(name="Chèvre", product=cheese)])
    add_recipe(title="Au pélardon", lines=[FoodFactory(name="Pélardon", product=pelardon)])
    fresh = ProductFactory(name="Fromage frais", broader=cheese)
    both = ["Au chèvre", "Au pélardon"]
    for product, expected in ((pelardon, both), (cheese, both), (fresh, ["Au chèvre"])):
        found = recipe_search.cookable([product.pk], month=8)
        assert [entry.recipe.page.title for entry in found] == expected
    assert titles(recipe_search.find(Filters(8, product="fromage-de-chevre"))) == [
        "Au chèvre", "Au pélardon",
    ]  # fmt: skip
    assert titles(recipe_search.find(Filters(8, product="pelardon"))) == ["Au pélardon"]
