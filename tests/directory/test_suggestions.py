import pytest
from django.db import connection
from django.utils import timezone

from directory import synthetic
from directory.models import ListingWord
from directory.suggestions import suggest
from tests.factories import (
    FamilyFactory,
    ProductFactory,
    add_place,
    add_producer,
    nimes,
    uzes,
)

URL = "/ou-acheter/suggestions.json"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def catalogue(module_rows):
    cheeses = FamilyFactory(name="Fromages", slug="fromages")
    vegetables = FamilyFactory(name="Légumes", slug="legumes")
    ProductFactory(name="Tomate", family=vegetables)
    ProductFactory(name="Tome", plural="Tomes", synonyms=["tomme"], family=cheeses)
    ProductFactory(name="Fromage de chèvre", plural="Fromages de chèvre", family=cheeses)
    ProductFactory(name="Coulis de tomate", family=vegetables)
    nimes()
    uzes()
    add_place(title="La Tombée du jour")
    add_producer(title="Ferme Dupont", offers=[ProductFactory(name="Tomate")])
    add_place(title="Brouillon Tomate", live=False)


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("to", []),
        ("tom", ["Tomates", "Tomes", "Coulis de tomates", "La Tombée du jour, Nîmes"]),
        ("TOMÀ", ["Tomates", "Coulis de tomates"]),
        ("tomme", ["Tomes"]),
        ("fro", ["Fromages de chèvre", "Fromages"]),
        ("fromage de ch", ["Fromages de chèvre"]),
        ("chevr", ["Fromages de chèvre"]),
        ("nîm", ["Nîmes"]),
        ("uzè", ["Uzès"]),
        ("dupo", ["Ferme Dupont, Nîmes"]),
        ("ferme dup", ["Ferme Dupont, Nîmes"]),
        ("duponts", ["Ferme Dupont, Nîmes"]),
        ("brouillon", []),
        ("zzz", []),
        ("%%%", []),
        ("' OR", []),
    ],
)
def test_letters_suggest_what_begins_with_them(catalogue, typed, labels):
    assert [suggestion["label"] for suggestion in suggest(typed)] == labels


def test_a_suggestion_leads_to_its_search(catalogue, client):
    by_type = {
        suggestion["type"]: suggestion["query"]
        for typed in ("tomat", "leg", "uze", "dupont")
        for suggestion in suggest(typed)
    }
    assert by_type == {
        "produit": "produit=coulis-de-tomate",
        "famille": "famille=legumes",
        "commune": "ou=uzes",
        "lieu": "q=%22Ferme+Dupont%22",
    }


def test_at_most_eight_with_names_among_them(catalogue):
    for number in range(12):
        ProductFactory(name=f"Marjolaine {number}")
        add_place(title=f"Mariette {number}")
    found = suggest("mar")
    assert len(found) == 8
    assert {suggestion["type"] for suggestion in found} == {"produit", "lieu"}


def test_two_queries_whatever_the_number(catalogue, django_assert_num_queries):
    suggest("tom")
    with django_assert_num_queries(3):
        suggest("tom")
    with django_assert_num_queries(0):
        suggest("to")


def test_the_endpoint_answers_json_that_caches_keep(catalogue, client):
    answer = client.get(URL, {"q": "tomat"})
    assert answer.json()["suggestions"][0] == {
        "type": "produit",
        "label": "Tomates",
        "query": "produit=tomate",
    }
    assert "public" in answer["Cache-Control"]
    again = client.get(URL, {"q": "tomat"}, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get(URL).json() == {"suggestions": []}


def test_names_come_from_an_index(catalogue):
    synthetic.make(300, hours_share=0, now=timezone.now())
    rows = ListingWord.objects.filter(
        in_name=True, word__gte="tom", word__lte="tom".ljust(40, "z")
    ).order_by("word", "listing")[:20]
    if connection.vendor == "sqlite":
        assert "directory_word_of_name" in rows.values("listing").explain()
