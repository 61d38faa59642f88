"""What typed words mean: plurals, synonyms, one wrong letter, the longest name first."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from directory import search, vocabulary
from directory.models import Commune, Product
from tests.factories import (
    CommuneFactory,
    FamilyFactory,
    ProductFactory,
    add_place,
    nimes,
    uzes,
)

NOW = datetime(2026, 9, 15, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def catalogue(module_rows):
    cheeses = FamilyFactory(name="Fromages", slug="fromages", synonyms=["produits laitiers"])
    for name, plural, synonyms in (
        ("Tomate", "Tomates", ["pomme d’amour"]),
        ("Fromage de chèvre", "Fromages de chèvre", ["pélardon"]),
        ("Œuf", "Œufs", []),
        ("Noix", "Noix", []),
        ("Poireau", "Poireaux", []),
        ("Pomme de terre", "Pommes de terre", ["patate"]),
        ("Pomme", "Pommes", []),
        ("Oignon doux des Cévennes", "Oignons doux des Cévennes", []),
    ):
        ProductFactory(name=name, plural=plural, synonyms=synonyms, family=cheeses)
    nimes()
    uzes()
    CommuneFactory(insee="30350", name="Le Vigan", postcodes=["30120"])
    CommuneFactory(insee="30999", name="Vers-Pont-du-Gard", postcodes=["30210"])


def understood(q, **others):
    query = search.parse(QueryDict(urlencode({"q": q} | others)), now=NOW)
    entries = [(found.entry.parameter, found.entry.value) for found in query.recognised]
    return entries, list(query.words)


@pytest.mark.parametrize(
    ("q", "entries", "words"),
    [
        ("tomates nîmes", [("produit", "tomate"), ("ou", "nimes")], []),
        ("tomates ni\u0302mes", [("produit", "tomate"), ("ou", "nimes")], []),
        ("Tomate", [("produit", "tomate")], []),
        ("TOMATTES", [("produit", "tomate")], []),
        ("tomaets", [("produit", "tomate")], []),
        ("tmate", [("produit", "tomate")], []),
        ("fromage de chèvre", [("produit", "fromage-de-chevre")], []),
        ("fromages de chevre", [("produit", "fromage-de-chevre")], []),
        ("fromage de chevr", [("produit", "fromage-de-chevre")], []),
        ("pelardons", [("produit", "fromage-de-chevre")], []),
        ("fromages", [("famille", "fromages")], []),
        ("produit laitier", [("famille", "fromages")], []),
        ("oeufs", [("produit", "uf")], []),
        ("œuf", [("produit", "uf")], []),
        ("noix", [("produit", "noix")], []),
        ("pommes de terre", [("produit", "pomme-de-terre")], []),
        ("pommes", [("produit", "pomme")], []),
        ("pomme d'amour", [("produit", "tomate")], []),
        ("Uzes", [("ou", "uzes")], []),
        ("près d’Uzès", [("ou", "uzes")], []),
        ("30700", [("ou", "uzes")], []),
        ("vigan", [("ou", "le-vigan")], []),
        ("pont du gard", [("ou", "vers-pont-du-gard")], []),
        ("marché", [("type", "marche")], []),
        ("marchés de producteurs", [("type", "marche-producteurs")], []),
        ("amap bio", [("type", "amap"), ("bio", "1")], []),
        ("ouvert maintenant", [("ouvert", "maintenant")], []),
        ("cévennes", [("pays", "cevennes")], []),
        ("oignon doux des cévennes", [("produit", "oignon-doux-des-cevennes")], []),
        ("ferme des amandiers", [], ["ferme", "amandier"]),
        ("tomates dupont", [("produit", "tomate")], ["dupont"]),
        ('"la tomate"', [], ["tomate"]),
        ("tomates « mas nîmes »", [("produit", "tomate")], ["mas", "nime"]),
        ("nîmes uzès", [("ou", "nimes")], ["uze"]),
        ("toate", [("produit", "tomate")], []),
        ("toae", [], ["toae"]),
        ("!!!", [], []),
        ("", [], []),
    ],
)
def test_words_become_filters(catalogue, q, entries, words):
    assert understood(q) == (entries, words)


def test_a_commune_is_a_word_when_a_place_is_given(catalogue):
    assert understood("tomates uzès", ou="nimes") == ([("produit", "tomate")], ["uze"])


def test_a_word_that_some_place_bears_is_no_mistake(catalogue):
    assert understood("tomatte") == ([("produit", "tomate")], [])
    add_place(title="Chez Tomatte")
    assert understood("tomatte") == ([], ["tomatte"])


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("nimes", "nimes"),
        ("30189", "nimes"),
        ("30900", "nimes"),
        ("Nîmes", "nimes"),
        ("Nîmes (30000)", "nimes"),
        ("NIMES", "nimes"),
        ("nimse", "nimes"),
        ("Uzes", "uzes"),
        ("le vigan", "le-vigan"),
        ("vigan", "le-vigan"),
        ("Paris", None),
        ("(30700)", "uzes"),
    ],
)
def test_a_place_is_found_by_slug_code_or_name(catalogue, typed, slug):
    query = search.parse(QueryDict(urlencode({"ou": typed})), now=NOW)
    assert query.values("ou") == ((slug,) if slug else ())
    assert bool(query.warnings) is (slug is None)


def test_a_postcode_of_several_communes_means_the_largest(db):
    CommuneFactory(insee="30401", name="Petit", postcodes=["30777"], population=10)
    CommuneFactory(insee="30402", name="Grand", postcodes=["30777"], population=1000)
    assert vocabulary.current().town("30777").slug == "grand"


@pytest.mark.parametrize(
    "edit",
    [
        lambda: Product.objects.filter(slug="tomate").get().delete(),
        lambda: rename("tomate", "Aubergine"),
        lambda: Product.objects.bulk_create(
            [Product(name="Figue", slug="figue", family=Product.objects.first().family)]
        ),
        lambda: CommuneFactory(insee="30888", name="Sommières"),
        lambda: Commune.objects.get(slug="uzes").delete(),
    ],
)
def test_any_edit_of_the_catalogue_is_seen_by_the_next_request(catalogue, edit):
    before = vocabulary.current()
    assert vocabulary.current() is before
    edit()
    after = vocabulary.current()
    assert after is not before
    assert set(after.products) == set(Product.objects.values_list("slug", flat=True))


def rename(slug, name):
    product = Product.objects.get(slug=slug)
    product.name = name
    product.save()


def test_an_unchanged_vocabulary_costs_one_query(catalogue, django_assert_num_queries):
    vocabulary.current()
    with django_assert_num_queries(1):
        vocabulary.current()


def test_a_product_brings_the_kinds_of_it(db):
    cheese = ProductFactory(name="Fromage de chèvre", plural="Fromages de chèvre")
    pelardon = ProductFactory(name="Pélardon", plural="Pélardons", broader=cheese)
    found = vocabulary.current().products

    assert set(found["fromage-de-chevre"].ids) == {cheese.pk, pelardon.pk}
    assert found["pelardon"].ids == (pelardon.pk,)


def test_only_the_first_unknown_words_are_taken_for_mistakes(catalogue, monkeypatch):
    asked = []
    close_to = vocabulary.Vocabulary.close_to

    def counted(self, key, **others):
        asked.append(key)
        return close_to(self, key, **others)

    monkeypatch.setattr(vocabulary.Vocabulary, "close_to", counted)
    strange = [f"inconnu{letter * 3}" for letter in "bcdfghj"]
    entries, words = understood(" ".join([*strange, "tomatt", "poirreau", *strange, "noix"]))
    assert entries == [("produit", "noix"), ("produit", "tomate")]
    assert words == [*strange, "poirreau"]
    assert len(asked) <= 3 * 8


def test_words_beyond_the_limit_are_told(catalogue):
    typed = " ".join(["tomates", *(f"mot{n}" for n in range(23)), "miel"])
    query = search.parse(QueryDict(urlencode({"q": typed})), now=NOW)
    assert query.warnings == ("Votre recherche est longue : ses 24 premiers mots comptent.",)
    assert len(query.units) == 24
    fewer = search.parse(QueryDict(urlencode({"q": typed.removesuffix(" miel")})), now=NOW)
    assert fewer.warnings == ()
