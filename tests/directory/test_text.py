import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Tomates", ["tomate"]),
        ("chevaux", ["cheval"]),
        ("ŒUFS", ["oeuf"]),
        ("œuf", ["oeuf"]),
        ("noix", ["noix"]),
        ("riz", ["riz"]),
        ("Agneaux", ["agneau"]),
        ("choux", ["chou"]),
        ("noyaux", ["noyau"]),
        ("maïs", ["mais"]),
        ("pois", ["pois"]),
        ("Nîmes", ["nime"]),
        ("Uzès", ["uze"]),
        ("ananas", ["anana"]),
        ("fromages de chèvre", ["fromage", "chevre"]),
        ("près de l’étang du Vaccarès", ["etang", "vaccare"]),
        ("Saint-Hilaire-de-Brethmas", ["saint", "hilaire", "brethma"]),
        ("pâtés d'Alès !", ["pate", "ale"]),
        ("  ", []),
        ("de la", []),
        ("مرحبا", []),
    ],
)
def test_words_are_folded_singular_and_without_small_words(typed, words):
    assert text.words(typed) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fromages de chèvre", "Fromage de chevre"),
        ("œufs", "oeuf"),
        ("POIREAUX", "poireau"),
        ("Bœuf", "boeufs"),
        ("châtaigne des Cévennes", "chataignes Cevenne"),
    ],
)
def test_names_share_a_key(one, other):
    assert text.key(one) == text.key(other)


def test_names_sort_as_in_a_dictionary():
    names = ["Zola", "Épicerie", "eau", "Les Épis", "L’Étal", "10 Rue"]
    assert sorted(names, key=text.sort_name) == [
        "10 Rue",
        "eau",
        "Épicerie",
        "Les Épis",
        "L’Étal",
        "Zola",
    ]


@given(st.text(max_size=300))
def test_any_text_gives_plain_words(typed):
    for word in text.words(typed):
        assert word
        assert len(word) <= text.WORD_LENGTH
        assert word.isascii()
        assert word == text.fold(word)


@given(st.text(alphabet="abceilnorstuxz", min_size=1, max_size=12))
def test_a_singular_stays_singular_once_stemmed_enough(word):
    assert len(text.stem(word)) >= min(len(word), 3)
