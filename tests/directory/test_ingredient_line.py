import csv

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from directory import reference_data
from directory.enums import Unit
from directory.recipe_content import loading
from directory.recipes.food_index import FoodIndex
from directory.recipes.ingredient_line import Confidence, parse
from directory.recipes.ingredients import FoodFacts

P, G, KG, CL = Unit.PIECE, Unit.GRAM, Unit.KILOGRAM, Unit.CENTILITRE
TBSP, TSP, BUNCH, PINCH, NONE = Unit.TABLESPOON, Unit.TEASPOON, Unit.BUNCH, Unit.PINCH, Unit.NONE
HIGH, MEDIUM, LOW, UNKNOWN = Confidence


def rows(name):
    path = reference_data.FOLDER / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else None


@pytest.fixture(scope="module")
def foods():
    """Our own tables, read without a database."""
    synonyms = {row["slug"]: row["synonyms"].split(";") for row in rows("products")}
    weights = ("piece_g", "bunch_g", "tablespoon_g", "teaspoon_g", "density", "edible_share")
    return FoodIndex.of(
        (
            FoodFacts(
                row["slug"], row["name"], row["plural"], **{w: number(row[w]) for w in weights}
            ),
            [*row["synonyms"].split(";"), *synonyms.get(row["slug"], [])],
        )
        for row in rows("foods")
    )


@pytest.mark.parametrize(
    ("typed", "quantity", "unit", "food", "grams", "confidence"),
    [
        ("2 gros oignons doux, émincés", 2, P, "oignon-doux-des-cevennes", 297, MEDIUM),
        ("1 oignon", 1, P, "oignon", 99, HIGH),
        ("1/2 chou vert", 0.5, P, "chou", 480, HIGH),
        ("½ citron", 0.5, P, "citron", 39, HIGH),
        ("1 ½ oignon", 1.5, P, "oignon", 148.5, HIGH),
        ("1 1/2 oignon", 1.5, P, "oignon", 148.5, HIGH),
        ("deux belles courgettes", 2, P, "courgette", 399, HIGH),
        ("2 à 3 tomates", 2.5, P, "tomate", 303.1, MEDIUM),
        ("2-3 gousses d'ail", 2.5, P, "ail", 11.2, MEDIUM),
        ("une pincée de sel", 1, PINCH, "sel", 0.5, HIGH),
        ("pincée de safran", 1, PINCH, "safran", 0.5, HIGH),
        ("1 c. à soupe d’huile d’olive", 1, TBSP, "huile-d-olive", 9, HIGH),
        ("1 c.à.s de farine", 1, TBSP, "farine-de-ble", 10, HIGH),
        ("2 cs de miel", 2, TBSP, "miel", 40, HIGH),
        ("2 cuillerées à soupe de câpres", 2, TBSP, "capre", 20, HIGH),
        ("1 cuillère à soupe rase de sucre", 1, TBSP, "sucre", 15, HIGH),
        ("1 càc de cumin", 1, TSP, "cumin", 2, HIGH),
        ("2 c à c de moutarde", 2, TSP, "moutarde", 10, HIGH),
        ("20 cl de lait", 20, CL, "lait", 206, HIGH),
        ("2 dl de crème", 20, CL, "creme-fraiche", 200, HIGH),
        ("1 litre de lait entier", 1, Unit.LITRE, "lait", 1030, HIGH),
        ("250g de farine", 250, G, "farine-de-ble", 250, HIGH),
        ("1,5 kg de taureau", 1.5, KG, "taureau-de-camargue", 1500, HIGH),
        ("une livre de fraises", 500, G, "fraise", 475, HIGH),
        ("un bouquet de persil", 1, BUNCH, "persil", 40, HIGH),
        ("1 botte de radis", 1, BUNCH, "radis", 227.5, HIGH),
        ("une douzaine d’œufs", 12, P, "oeuf", 657.7, HIGH),
        ("une demi-douzaine d'huîtres", 6, P, "huitre", 81.6, HIGH),
        ("la moitié d'un melon", 0.5, P, "melon", 247.5, HIGH),
        ("le jus d'un demi-citron", 0.5, P, "jus-de-citron", 20, HIGH),
        ("le zeste d’une orange", 1, P, "zeste-d-orange", 5, HIGH),
        ("3 feuilles de sauge", 3, P, "sauge", 1.4, HIGH),
        ("3 feuilles de laurier", 3, P, "laurier", 1.2, HIGH),
        ("1 gousse de vanille", 1, P, "vanille", 3, HIGH),
        ("4 tranches de jambon cru", 4, P, "jambon-sec", 80, HIGH),
        ("un poulet de 1,5 kg", 1, P, "poulet", 1050, HIGH),
        ("500 g de petits pois écossés", 500, G, "petit-pois", 500, HIGH),
        ("1 kg de petits pois", 1, KG, "petit-pois", 400, MEDIUM),
        ("1 kg de fèves (à écosser)", 1, KG, "feve", 330, MEDIUM),
        ("500 g de farine de gruau T45", 500, G, "farine-de-ble", 500, MEDIUM),
        ("1 aubergyne", 1, P, "aubergine", 248.4, LOW),
        ("1 verre de vin blanc", 1, NONE, "vin-blanc", None, LOW),
        ("une noix de beurre", 1, NONE, "beurre", None, LOW),
        ("1 tête d’ail", 1, NONE, "ail", None, LOW),
        ("quelques feuilles de basilic", None, NONE, "basilic", None, MEDIUM),
        ("sel", None, NONE, "sel", None, MEDIUM),
        ("40 g de kouign-amann", 40, G, None, None, UNKNOWN),
        ("1/0 tomate", None, NONE, "tomate", None, MEDIUM),
        ("", None, NONE, None, None, UNKNOWN),
    ],
)
def test_line_becomes_a_row_to_confirm(foods, typed, quantity, unit, food, grams, confidence):
    row = parse(typed, foods)
    assert (row.quantity, row.unit, row.food and row.food.slug) == (quantity, unit, food)
    assert row.grams == (grams if grams is None else pytest.approx(grams, abs=0.1))
    assert row.confidence == confidence


@pytest.mark.parametrize(
    ("typed", "note", "is_optional", "is_alternative"),
    [
        ("2 gros oignons doux, émincés", "émincés", False, False),
        ("1 kg de fèves (à écosser)", "à écosser", False, False),
        ("200 g de lardons (facultatif)", "facultatif", True, False),
        ("ou 200 g de brousse", "", False, True),
        ("1,5 kg de taureau", "", False, False),
    ],
)
def test_note_option_and_alternative_are_told_apart(
    foods, typed, note, is_optional, is_alternative
):
    row = parse(typed, foods)
    assert (row.note, row.is_optional, row.is_alternative) == (note, is_optional, is_alternative)


def test_reasons_say_how_the_line_was_understood(foods):
    with override("fr"):
        assert parse("2 gros oignons", foods).reasons == (
            "grosseur : le poids proposé est celui d’une pièce moyenne",
            "poids usuel d’une pièce, dont 90 % se mangent",
        )
        assert parse("1 verre de vin blanc", foods).reasons == ("« verre » n’a pas de poids connu",)


def test_nearly_all_the_lines_of_our_recipes_are_understood_as_they_were_written(foods):
    total, wrong = 0, []
    for content, _mark in loading.contents():
        for line in content["ingredients"]:
            row = parse(line["text"], foods)
            total += 1
            if (row.food and row.food.slug) != (line.get("product") or line["food"]):
                wrong.append(line["text"])
            elif row.grams and line["quantity"] != "":
                is_off = abs(row.grams - line["grams"]) > max(0.5, 0.15 * line["grams"])
                wrong += [line["text"]] * is_off
    assert total == 398
    # almonds are weighed without their shells, and two lines of a source are generous
    nbsp = "\N{NO-BREAK SPACE}"
    assert wrong == [f"30{nbsp}g d’amandes"] * 2 + ["1 carotte", "5 brins de basilic"]


@given(st.text(max_size=200))
def test_any_text_gives_a_row(foods, typed):
    row = parse(typed, foods)
    assert row.quantity is None or row.quantity >= 0
    assert row.reasons or row.confidence == HIGH
