"""Computations by hand: the figures of each expected value stand beside it."""

import csv
import datetime as dt
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from directory import months, reference_data
from directory.enums import Allergen
from directory.recipes.carbon import Magnitude, weight_in_words
from directory.recipes.cost import LocalPrice, Price, local_prices
from directory.recipes.energy import energy_kcal, energy_kj
from directory.recipes.ingredients import FoodFacts, Ingredient
from directory.recipes.nutrition import NAMES
from directory.recipes.seasonality import State
from directory.recipes.totals import compute

SUMMER = months.pack([6, 7, 8, 9])
AUTUMN = months.pack([9, 10, 11])


def food(slug, *, kcal=None, salt=None, **facts):
    nutrients = dict.fromkeys(NAMES) | {"energy_kcal": kcal, "salt_g": salt}
    return FoodFacts(slug, slug.capitalize(), nutrients=nutrients, **facts)


BEANS = food("haricot", kcal=120, salt=0, co2=0.4, dqr=2.5, product_id=1, edible_share=0.5)
OIL = food("huile", kcal=900, salt=0, co2=2, dqr=3.5, product_id=2, density=0.92)
OLIVE = food("olive", kcal=150, salt=3, co2=None, product_id=3)
PASTA = food("pates", kcal=350, salt=None, co2=1.5, dqr=2, allergens=("gluten",))

# 4 servings, 420 g
SOUP = [
    Ingredient("200 g de haricots", BEANS, 200),
    Ingredient("20 g d’huile", OIL, 20),
    Ingredient("50 g d’olives", OLIVE, 50),
    Ingredient("150 g de pâtes", PASTA, 150),
    Ingredient("ou 150 g de haricots", BEANS, 150, is_alternative=True),
    Ingredient("100 g d’olives", OLIVE, 100, is_optional=True),
]


def soup(lines=None, **options):
    return compute(SOUP if lines is None else lines, written_for=4, **options)


def row(totals, name):
    return next(row for row in totals.nutrition if row.name == name)


def test_energy_of_the_soup_by_hand():
    energy = soup().energy
    # 2.0 × 120 + 0.2 × 900 + 0.5 × 150 + 1.5 × 350 = 240 + 180 + 75 + 525
    assert energy.total == 1020
    assert energy.per_serving == 255
    assert energy.per_100g == pytest.approx(1020 / 4.2)
    assert energy.reference_share == 255 / 2000
    assert (energy.share, energy.missing, energy.is_complete) == (1, (), True)


def test_missing_part_makes_a_lower_bound_with_the_mass_it_covers():
    salt = row(soup(), "salt_g")
    assert salt.total == 1.5  # 50 g of olives at 3 %, pasta unknown
    assert salt.share == pytest.approx(270 / 420)
    assert (salt.missing, salt.is_complete) == (("Pates",), False)


def test_nothing_known_is_unknown_never_zero():
    fibre = row(soup(), "fibre_g")
    assert (fibre.total, fibre.per_serving, fibre.per_100g) == (None, None, None)
    assert (fibre.share, fibre.reference_share, fibre.is_complete) == (0, None, False)


def test_optional_lines_and_alternatives_are_shown_not_counted():
    totals = soup()
    assert totals.grams == 420
    assert [line.kcal for line in totals.lines] == [240, 180, 75, 525, 180, 150]
    assert [line.is_counted for line in totals.lines] == [True] * 4 + [False] * 2


def test_line_without_a_weight_makes_every_total_incomplete():
    totals = soup([*SOUP, Ingredient("un peu d’huile", OIL)])
    assert totals.unweighed == ["un peu d’huile"]
    assert (totals.energy.total, totals.energy.share) == (1020, None)
    assert not totals.energy.is_complete


def test_line_without_a_food_is_missing_everywhere():
    totals = soup([*SOUP, Ingredient("100 g de mystère", None, 100)])
    assert totals.energy.total == 1020
    assert totals.energy.missing == totals.allergens.unknown == ("100 g de mystère",)
    assert totals.energy.share == pytest.approx(420 / 520)


def test_recipe_without_ingredients_knows_nothing():
    totals = soup([])
    assert (totals.energy.total, totals.carbon.total, totals.cost.total) == (None, None, None)
    assert totals.season_mask == months.ALL_YEAR


def test_carbon_of_the_soup_by_hand():
    carbon = soup().carbon
    # 0.2 × 0.4 + 0.02 × 2 + 0.15 × 1.5 = 0.08 + 0.04 + 0.225 kg; olives unknown
    assert carbon.total == pytest.approx(0.345)
    assert carbon.per_serving == pytest.approx(0.08625)
    assert (carbon.worst_dqr, carbon.doubtful, carbon.is_doubtful) == (3.5, ("Huile",), True)
    assert carbon.missing == ("Olive",)
    assert carbon.magnitude == Magnitude.UNKNOWN  # 50 g of 420 are not known
    with override("fr"):
        assert carbon.sentence == "Au moins 86 g de CO₂e par part."


@pytest.mark.parametrize(
    ("kilograms", "words"),
    [(0.0042, "4,2 g"), (0.2196, "220 g"), (0.996, "1,0 kg"), (5.866, "5,9 kg"), (12.3, "12 kg")],
)
def test_carbon_is_said_with_two_figures(kilograms, words):
    with override("fr"):
        assert weight_in_words(kilograms).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("kilograms", "magnitude"),
    [(0.29, "light"), (0.3, "fair"), (1, "heavy"), (3, "very_heavy")],
)
def test_order_of_magnitude(kilograms, magnitude):
    meat = food("viande", co2=kilograms, dqr=1)
    assert compute([Ingredient("1", meat, 1000)], written_for=1).carbon.magnitude == magnitude


TODAY = dt.date(2026, 9, 15)


def price(product, euros, unit, days=10):
    return Price(product, euros, unit, TODAY - dt.timedelta(days=days))


def test_middle_of_local_prices_by_hand():
    foods = {2: OIL, 1: replace(BEANS, piece_g=10, bunch_g=250)}
    prices = [
        price(1, 4, "kg"), price(1, 3, "kg", days=365), price(1, 2, "bunch"),  # 4, 3 and 8 €/kg
        price(1, 99, "kg", days=366), price(1, 99, "kg", days=-1), price(1, 99, "basket"),
        price(2, 9.2, "litre"), price(7, 1, "kg"),
    ]  # fmt: skip
    found = local_prices(prices, foods, today=TODAY)
    assert found == {
        1: LocalPrice(4, 3, TODAY - dt.timedelta(days=365), TODAY - dt.timedelta(days=10)),
        2: LocalPrice(pytest.approx(10), 1, *[TODAY - dt.timedelta(days=10)] * 2),
    }


def test_cost_of_the_soup_by_hand():
    prices = {
        1: LocalPrice(4, 3, dt.date(2026, 1, 2), dt.date(2026, 9, 1)),
        2: LocalPrice(10, 1, dt.date(2026, 3, 4), dt.date(2026, 3, 4)),
    }
    cost = soup(prices=prices).cost
    # 200 g shelled are 400 g in pods, at 4 €/kg: 1.60; 20 g of oil at 10 €/kg: 0.20
    assert cost.total == pytest.approx(1.8)
    assert cost.per_serving == pytest.approx(0.45)
    assert cost.share == pytest.approx(220 / 420)
    assert (cost.count, cost.first, cost.last) == (4, dt.date(2026, 1, 2), dt.date(2026, 9, 1))
    assert cost.missing == ("Olive", "Pates")


def test_cost_is_unknown_without_local_prices():
    cost = soup().cost
    assert (cost.total, cost.share, cost.count, cost.is_complete) == (None, 0, 0, False)


def test_allergens_stand_where_they_are_surest():
    cheese = food("fromage", allergens=("milk",))
    nuts = food("noix", allergens=("nuts", "gluten"))
    egg = food("oeuf", allergens=("eggs", "milk"))
    found = soup(
        [
            Ingredient("pâtes", PASTA, 1),
            Ingredient("ou œuf", egg, 1, is_alternative=True),
            Ingredient("fromage", cheese, 1, is_optional=True),
            Ingredient("noix", nuts, 1, is_optional=True),
        ],
        extra_allergens=["celery", "inconnu"],
    ).allergens
    assert found.present == (Allergen.GLUTEN, Allergen.CELERY)
    assert found.optional == (Allergen.MILK, Allergen.NUTS)
    assert found.alternative == (Allergen.EGGS,)
    assert found.to_avoid == (Allergen.GLUTEN, Allergen.MILK, Allergen.NUTS, Allergen.CELERY)
    assert found.are_known


def test_lower_bound_has_a_magnitude_only_if_next_to_nothing_is_missing():
    pinch = [*SOUP[:2], SOUP[3]]  # 370 g
    for grams, magnitude in ((7, Magnitude.LIGHT), (8, Magnitude.UNKNOWN)):
        carbon = soup([*pinch, Ingredient("olives", OLIVE, grams)]).carbon
        assert (carbon.missing, carbon.magnitude) == (("Olive",), magnitude)


def test_footprint_of_tap_water_is_not_missed():
    carbon = soup([SOUP[0], Ingredient("1 l d’eau", food("eau", kcal=0), 1000)]).carbon
    assert (carbon.total, carbon.share, carbon.is_complete) == (pytest.approx(0.08), 1, True)
    assert carbon.magnitude == Magnitude.LIGHT


def test_staples_and_next_to_nothing_are_not_missed_in_a_cost():
    prices = {1: LocalPrice(4, 1, TODAY, TODAY)}
    beans = Ingredient("980 g de haricots", BEANS, 980)
    salt = Ingredient("du sel", food("sel"), 50)
    pepper, saffron = (Ingredient(name, food(name), 1) for name in ("cumin", "safran"))
    cost = soup([beans, salt, pepper], prices=prices).cost
    assert (cost.share, cost.missing, cost.is_complete) == (1, (), True)
    assert soup([beans, saffron], prices=prices).cost.missing == ("Safran",)
    for grams, missing in ((20, ()), (21, ("Olive",))):
        lines = [beans, Ingredient("olives", OLIVE, grams)]
        assert soup(lines, prices=prices).cost.missing == missing


@pytest.mark.parametrize(("grams", "is_unknown"), [(80, False), (79, True), (0, True)])
def test_total_of_too_little_of_the_mass_is_mostly_unknown(grams, is_unknown):
    lines = [Ingredient("haricots", BEANS, grams), Ingredient("mystère", None, 100 - grams)]
    assert soup(lines).energy.is_mostly_unknown is is_unknown
    assert row(soup(lines), "salt_g").is_mostly_unknown is True  # « at least 0 » says nothing


def test_garnish_does_not_tell_the_season():
    beans = food("haricot", season_months=SUMMER)
    leek = food("poireau", season_months=months.bit(1))
    for grams, mask in ((6, SUMMER), (8, 0), (None, 0)):
        lines = [Ingredient("haricots", beans, 94), Ingredient("poireau", leek, grams)]
        assert soup(lines).season_mask == mask


def test_season_is_when_all_the_products_meet_harvested_or_kept():
    tomato = food("tomate", season_months=SUMMER)
    squash = food("courge", season_months=AUTUMN, stored_months=months.bit(12))
    lines = [Ingredient("tomate", tomato, 100), Ingredient("courge", squash, 100), *SOUP]
    totals = soup(lines)
    assert months.unpack(totals.season_mask) == [9]
    assert totals.lines[1].season(12) == State.STORED
    assert [totals.lines[0].season(m) for m in (8, 12)] == [State.IN_SEASON, State.OUT]
    assert totals.lines[2].season(1) == State.NONE
    optional = [lines[0], replace(lines[1], is_optional=True)]
    assert soup(optional).season_mask == SUMMER


def test_other_servings_change_quantities_not_what_one_holds():
    totals = soup(servings=6)
    assert (totals.servings, totals.grams, totals.grams_per_serving) == (6, 630, 105)
    assert totals.energy.total == 1530
    assert totals.energy.per_serving == 255


# -- EU 1169/2011, annex XIV ---------------------------------------------------------------------


def test_energy_factors_by_hand():
    grams = {"protein": 10, "carbohydrate": 20, "fat": 5, "fibre": 3, "alcohol": 1, "polyols": 2}
    assert energy_kcal(**grams) == pytest.approx(40 + 80 + 45 + 6 + 7 + 4.8)
    assert energy_kj(**grams) == 170 + 340 + 185 + 24 + 29 + 20
    assert energy_kcal(organic_acids=1, salatrims=1, erythritol=9) == 9


# Foods whose energy is more than 5 kcal away from what their parts give, and why.
OUT_OF_LINE = {
    "vinaigre": "organic acids",
    "vinaigre-balsamique": "organic acids",
    "vinaigre-de-vin-rouge": "organic acids",
    "citron": "organic acids",
    "framboise": "organic acids",
    "jus-de-fruits": "organic acids",
    "parmesan": "organic acids",
    "cerise": "polyols",
    "pruneau": "polyols",
    "abricot-sec": "polyols",
    "celeri-rave": "energy and parts come from different samples",
    "melon": "energy and parts come from different samples",
}


def test_our_foods_hold_the_energy_that_their_parts_give(shared_data):
    with (shared_data / "ciqual_2020.csv").open(encoding="utf-8", newline="") as file:
        alcohol = {row["code_ciqual"]: row["alcool_g"] for row in csv.DictReader(file)}
    parts = {f"{name}_g": name for name in ("protein", "carbohydrate", "fat", "fibre")}
    checked, wrong = 0, set()
    with (reference_data.FOLDER / "foods.csv").open(encoding="utf-8", newline="") as file:
        for food in csv.DictReader(file):
            grams = {name: food[column] for column, name in parts.items()}
            grams["alcohol"] = alcohol.get(food["ciqual_code"]) or "0"
            if not food["energy_kcal"] or "" in grams.values():
                continue
            checked += 1
            grams = {name: float(value) for name, value in grams.items()}
            for computed, given_ in (
                (energy_kcal(**grams), float(food["energy_kcal"])),
                (energy_kj(**grams) / 4.184, float(food["energy_kj"]) / 4.184),
            ):
                if abs(computed - given_) > 5:
                    wrong.add(food["slug"])
    assert checked > 180
    assert wrong == OUT_OF_LINE.keys()


# -- What must hold of any recipe ----------------------------------------------------------------

amounts = st.floats(0, 1e4, allow_nan=False)
maybe = st.none() | amounts
foods = st.builds(
    lambda slug, kcal, salt, co2, dqr, product, share: food(
        slug, kcal=kcal, salt=salt, co2=co2, dqr=dqr, product_id=product, edible_share=share
    ),
    st.sampled_from("abc"), maybe, maybe, maybe, st.none() | st.floats(1, 5),
    st.none() | st.integers(1, 3), st.floats(0.05, 1),
)  # fmt: skip
recipes = st.lists(
    st.builds(
        Ingredient, st.just("x"), st.none() | foods, maybe, st.none() | st.floats(0.1, 100),
        is_optional=st.booleans(), is_alternative=st.booleans(),
    ),
    max_size=6,
)  # fmt: skip
PRICES = {1: LocalPrice(3, 1, TODAY, TODAY), 2: LocalPrice(0.7, 2, TODAY, TODAY)}


def known(totals):
    """Every computed amount, whole recipe."""
    amounts = {row.name: row.total for row in totals.nutrition}
    return amounts | {"co2": totals.carbon.total, "cost": totals.cost.total}


def per_100g(totals):
    return {row.name: row.per_100g for row in totals.nutrition}


@given(recipes, st.integers(1, 12))
def test_doubling_servings_doubles_totals_and_changes_nothing_per_100_g(lines, servings):
    once = compute(lines, written_for=servings, prices=PRICES)
    twice = compute(lines, written_for=servings, servings=2 * servings, prices=PRICES)
    assert known(twice) == {
        name: value if value is None else pytest.approx(2 * value)
        for name, value in known(once).items()
    }
    assert per_100g(twice) == {
        name: value if value is None else pytest.approx(value)
        for name, value in per_100g(once).items()
    }
    assert twice.allergens.present == once.allergens.present
    assert twice.season_mask == once.season_mask


@given(recipes.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))))
def test_order_of_ingredients_is_indifferent(pair):
    one, other = (compute(lines, written_for=4, prices=PRICES) for lines in pair)
    assert known(one) == known(other)
    assert per_100g(one) == per_100g(other)
    assert (one.carbon.worst_dqr, one.season_mask) == (other.carbon.worst_dqr, other.season_mask)


@given(recipes, recipes)
def test_known_part_never_turns_unknown_by_adding_an_ingredient(lines, more):
    before = known(compute(lines, written_for=4, prices=PRICES))
    after = known(compute(lines + more, written_for=4, prices=PRICES))
    for name, value in before.items():
        if value is not None:
            assert after[name] is not None
            assert after[name] >= value


def test_price_of_a_head_of_garlic_says_nothing_of_a_clove():
    clove = FoodFacts("ail", "Ail", product_id=1, piece_g=5, is_piece_a_part=True)

    assert local_prices([price(1, 1.5, "piece")], {1: clove}, today=TODAY) == {}
