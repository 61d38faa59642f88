import pytest
from django.utils.translation import override

from directory.enums import Unit
from directory.recipes.ingredients import FoodFacts, Ingredient
from directory.recipes.quantities import net_grams
from directory.recipes.scaling import scaled_text

TOMATO = FoodFacts("tomate", "Tomate", edible_share=0.96, piece_g=125)
PEAS = FoodFacts("petit-pois", "Petit pois", edible_share=0.4)
OIL = FoodFacts("huile-d-olive", "Huile d’olive", tablespoon_g=9, density=0.92)
RADISH = FoodFacts("radis", "Radis", edible_share=0.5, bunch_g=300)


@pytest.mark.parametrize(
    ("quantity", "unit", "food", "grams"),
    [
        (500, Unit.GRAM, OIL, 500),
        (1.5, Unit.KILOGRAM, PEAS, 600),  # 1500 g of pods × 0.4
        (2, Unit.PIECE, TOMATO, 240),  # 2 × 125 g × 0.96
        (1, Unit.BUNCH, RADISH, 150),
        (2, Unit.TABLESPOON, OIL, 18),
        (1, Unit.TEASPOON, OIL, 4.6),  # 5 ml × 0.92
        (20, Unit.CENTILITRE, OIL, 184),
        (50, Unit.MILLILITRE, OIL, 46),
        (1, Unit.LITRE, OIL, 920),
        (3, Unit.PINCH, OIL, 1.5),
        (1, Unit.PIECE, OIL, None),
        (1, Unit.BUNCH, TOMATO, None),
        (1, Unit.TABLESPOON, TOMATO, None),
        (20, Unit.CENTILITRE, TOMATO, None),
        (1, Unit.NONE, TOMATO, None),
    ],
)
def test_units_become_net_grams_or_stay_unknown(quantity, unit, food, grams):
    assert net_grams(quantity, unit, food).grams == (
        grams if grams is None else pytest.approx(grams)
    )


def test_what_the_cook_has_shelled_loses_nothing_more():
    assert net_grams(200, Unit.GRAM, PEAS, is_net=True).grams == 200


def test_weight_says_how_it_was_found():
    with override("fr"):
        assert net_grams(2, Unit.PIECE, TOMATO).reason == (
            "poids usuel d’une pièce, dont 96 % se mangent"
        )


@pytest.mark.parametrize(
    ("text", "factor", "expected"),
    [
        ("2 gousses d’ail", 1.5, "3 gousses d’ail"),
        ("2 gousses d’ail", 0.5, "1 gousse d’ail"),
        ("1 oignon", 2, "2 oignons"),
        ("1 petit chou vert", 3, "3 petits choux verts"),
        ("1 chou-fleur", 2, "2 choux-fleurs"),
        ("4 poireaux", 0.25, "1 poireau"),
        ("2 pommes de terre", 0.5, "1 pomme de terre"),
        ("1 œuf, pour dorer", 2, "2 œufs, pour dorer"),
        ("3 œufs", 0.5, "1 1/2 œuf"),
        ("1 tomate", 1 / 3, "1/3 tomate"),
        ("12 figues", 4 / 3, "16 figues"),
        ("200 g de riz", 1.5, "300 g de riz"),
        ("500 g de morue", 4, "2 kg de morue"),
        ("1 kg de pommes", 0.75, "750 g de pommes"),
        ("1,5 kg de paleron", 2, "3 kg de paleron"),
        ("75 cl de vin", 2, "1,5 l de vin"),
        ("1 litre de lait", 0.25, "25 cl de lait"),
        ("2 à 3 tomates", 2, "4 à 6 tomates"),
        ("1/2 cuillère à café de sel", 3, "1 1/2 cuillère à café de sel"),
        ("3 cuillères à soupe d’huile", 0.5, "1 1/2 cuillère à soupe d’huile"),
        ("le jus d’un citron", 2, "le jus de 2 citrons"),
        ("le zeste d’une orange", 0.5, "le zeste de 1/2 orange"),
        ("ou 100 g de poires séchées", 2, "ou 200 g de poires séchées"),
        ("1 poulet de 1,5 kg, en morceaux", 2, "2 poulets de 1,5 kg, en morceaux"),
        ("2 gousses d’ail", 1.6, "3 gousses d’ail"),
        ("3 carottes", 1.6, "5 carottes"),
        ("9 figues", 7 / 6, "10 figues"),
        ("4 brins de thym", 0.9, "3 1/2 brins de thym"),
        ("1 pincée de sel", 0.1, "1/4 pincée de sel"),
        ("du sucre, pour poudrer", 2, "du sucre, pour poudrer"),
    ],
)
def test_text_follows_the_servings(text, factor, expected):
    with override("fr"):
        line = Ingredient(text, quantity=1)
        assert scaled_text(line, factor).replace("\N{NO-BREAK SPACE}", " ") == expected


def test_line_without_a_quantity_is_left_as_it_is():
    assert scaled_text(Ingredient("sel et poivre"), 2) == "sel et poivre"
