"""Quantities as they are read in a list of ingredients."""

import pytest

from directory import recipe_wording


@pytest.mark.parametrize(
    ("text", "quantity", "name"),
    [
        ("200 g de haricots verts", "200 g", "haricots verts"),
        ("1,5 kg de pommes", "1,5 kg", "pommes"),
        ("1 litre d’eau", "1 litre", "eau"),
        ("2 cuillères à soupe d’huile d’olive", "2 c. à s.", "huile d’olive"),
        ("1/2 cuillère à café de sel", "½ c. à c.", "sel"),
        ("1 1/2 oignon", "1 ½", "oignon"),
        ("2 à 3 tomates, pelées", "2 à 3", "tomates, pelées"),
        ("une demi-douzaine d’œufs", "6", "œufs"),
        ("une pincée de poivre", "1", "pincée de poivre"),
        ("2 gousses d’ail", "2", "gousses d’ail"),
        ("le jus d’un citron", "", "le jus d’un citron"),
        ("sel et poivre", "", "sel et poivre"),
        ("", "", ""),
    ],
)
def test_line_is_a_quantity_and_what_it_is_of(text, quantity, name):
    found, of = recipe_wording.split(text)
    assert (found.replace("\u00a0", " "), of) == (quantity, name)


def test_no_line_breaks_inside_a_spoon():
    spoon = "c.\N{NO-BREAK SPACE}à\N{NO-BREAK SPACE}s."
    assert recipe_wording.split("3 1/2 cuillères à soupe d’huile")[0].endswith(f"½ {spoon}")


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (75, "1 h 15"), (125, "2 h 05")],
)
def test_times(number, words):
    assert recipe_wording.minutes(number) == words


@pytest.mark.parametrize(
    ("value", "unit", "name", "words"),
    [
        (278.6, "kcal", "energy_kcal", "279 kcal"),
        (10.26, "g", "protein_g", "10,3 g"),
        (0.136, "g", "salt_g", "0,14 g"),
    ],
)
def test_amounts(value, unit, name, words):
    assert recipe_wording.amount(value, unit, name).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0 %"), (0.82, "82 %"), (0.9999, "99 %"), (1, "100 %")]
)
def test_only_the_whole_is_a_hundred_percent(share, words):
    assert recipe_wording.percent(share).replace("\u00a0", " ") == words


@pytest.mark.parametrize(("number", "words"), [(1, "1 personne"), (4, "4 personnes")])
def test_servings_agree(number, words):
    assert recipe_wording.servings(number, "personnes").replace("\u00a0", " ") == words
