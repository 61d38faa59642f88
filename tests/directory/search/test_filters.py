"""The search against a filter written by hand in plain Python, on sixty rows."""

import re
from datetime import date, datetime
from importlib import import_module

import pytest

from directory.models import Listing
from tests.directory.search.asking import NIMES, NOW, PARIS, UZES, ask, haversine

SATURDAY = datetime(2026, 9, 19, 9, 30, tzinfo=PARIS)
pytestmark = pytest.mark.usefixtures("sixty")


@pytest.fixture(scope="module")
def everything(listings) -> list[Listing]:
    """All rows with what is beside them, read once."""
    return list(
        Listing.objects.select_related("commune").prefetch_related(
            "products__family__parent", "open_intervals", "words"
        )
    )


def found(params) -> list[int]:
    """Every id, page after page."""
    ids, number = [], 1
    while True:
        results = ask({**params, "page": number} if number > 1 else params)
        ids += [row.pk for row in results.rows]
        if number >= results.pages:
            assert results.total == len(ids)
            return ids
        number += 1


def is_open(row, at) -> bool:
    return any(i.start <= at < i.end for i in row.open_intervals.all())


def sells(row, *slugs) -> bool:
    return bool({product.slug for product in row.products.all()} & set(slugs))


def is_of(row, *slugs) -> bool:
    families = {product.family for product in row.products.all()}
    families |= {family.parent for family in families if family.parent}
    return bool({family.slug for family in families} & set(slugs))


def bears(row, word) -> bool:
    return any(found.word.startswith(word) for found in row.words.all())


IN_SEASON = ("tomate", "carotte")  # in September; what is made all year has no season
FILTERS = {
    "one kind": ({"type": "amap"}, lambda r: r.kind == "amap"),
    "two kinds": ({"type": ["producteur", "marche"]}, lambda r: r.kind in ("producteur", "marche")),
    "product": ({"produit": "tomate"}, lambda r: sells(r, "tomate")),
    "two products": ({"produit": ["miel", "carotte"]}, lambda r: sells(r, "miel", "carotte")),
    "leaf family": ({"famille": "racines"}, lambda r: is_of(r, "racines")),
    "root family": ({"famille": "legumes"}, lambda r: is_of(r, "legumes")),
    "two families": (
        {"famille": ["racines", "douceurs"]},
        lambda r: is_of(r, "racines", "douceurs"),
    ),
    "country": ({"pays": "cevennes"}, lambda r: r.commune.country == "cevennes"),
    "two countries": (
        {"pays": ["cevennes", "garrigues"]},
        lambda r: r.commune.country in ("cevennes", "garrigues"),
    ),
    "organic": ({"bio": "1"}, lambda r: r.is_organic),
    "labelled": ({"label": "1"}, lambda r: r.is_labelled),
    "in season": ({"saison": "1"}, lambda r: sells(r, *IN_SEASON)),
    "in season, in words": ({"q": "de saison"}, lambda r: sells(r, *IN_SEASON)),
    "step-free": ({"acces": "pmr"}, lambda r: r.is_step_free),
    "open now": ({"ouvert": "maintenant"}, lambda r: is_open(r, NOW)),
    "open on Saturday": ({"ouvert": "2026-09-19T09:30"}, lambda r: is_open(r, SATURDAY)),
    "a word": ({"q": "micocoulier"}, lambda r: bears(r, "micocoulier")),
    "the beginning of a word": ({"q": "amand"}, lambda r: bears(r, "amand")),
    "a product in words": ({"q": "miels"}, lambda r: sells(r, "miel")),
    "a family in words": ({"q": "légume"}, lambda r: is_of(r, "legumes")),
    "organic in words": ({"q": "bio"}, lambda r: r.is_organic),
    "near a commune": ({"ou": "nimes"}, None),
    "far around a commune": ({"ou": "30334", "rayon": "40"}, None),
    "close to a point": ({"lat": "43.84", "lon": "4.36", "rayon": "2"}, None),
    "a commune in words": ({"q": "Uzes"}, None),
    "a box": ({"bbox": "4.0,43.82,4.37,44.2"}, None),
    "another box": ({"bbox": "4.3,43.7,4.5,43.9"}, None),
    "by name": ({"tri": "nom"}, lambda r: True),
    "by freshness": ({"tri": "fraicheur"}, lambda r: True),
}
# Beside « de saison », the products and families asked for must be in season themselves.
SEASONAL = {
    "product": lambda r: sells(r, "tomate"),
    "two products": lambda r: sells(r, "carotte"),
    "leaf family": lambda r: sells(r, "carotte"),
    "root family": lambda r: sells(r, "tomate", "carotte"),
    "two families": lambda r: sells(r, "carotte"),
    "a product in words": lambda r: False,
    "a family in words": lambda r: sells(r, "tomate", "carotte"),
}
PLACES = {
    "near a commune": (NIMES, 15),
    "far around a commune": (UZES, 40),
    "close to a point": ((43.84, 4.36), 2),
    "a commune in words": (UZES, 15),
}


def expected(rows, *names) -> list[int]:
    seasonal = SEASONAL if {"in season", "in season, in words"} & set(names) else {}
    for name in names:
        keep = seasonal.get(name, FILTERS[name][1])
        rows = [row for row in rows if keep is None or keep(row)]
    boxes = [FILTERS[name][0]["bbox"] for name in names if "bbox" in FILTERS[name][0]]
    places = [PLACES[name] for name in names if name in PLACES]
    if boxes:
        west, south, east, north = map(float, boxes[0].split(","))
        rows = [r for r in rows if west <= r.longitude <= east and south <= r.latitude <= north]
    elif places:
        centre, radius = places[0]
        rows = [r for r in rows if haversine(centre, (r.latitude, r.longitude)) <= radius]
    sorts = [FILTERS[name][0]["tri"] for name in names if "tri" in FILTERS[name][0]]
    if sorts == ["nom"]:
        rows.sort(key=lambda r: (re.sub("[^a-z0-9]", "", r.sort_name), r.pk))
    elif places and not sorts:
        rows.sort(key=lambda r: (haversine(places[0][0], (r.latitude, r.longitude)), r.pk))
    else:
        rows.sort(key=lambda r: (-(r.confirmed_on or date.min).toordinal(), r.sort_name, r.pk))
    return [row.pk for row in rows]


def compatible(one, other) -> bool:
    """Two names of filters that name no parameter twice, nor two places."""
    return not (set(FILTERS[one][0]) & set(FILTERS[other][0]) or {one, other} <= set(PLACES)) and (
        {one, other} != {"a product in words", "product"}
    )


@pytest.mark.parametrize("name", FILTERS)
def test_each_parameter_alone(everything, name):
    ids = found(FILTERS[name][0])
    assert ids == expected(everything, name)
    assert 0 < len(ids) <= 60


# Words that name a product widen the products ticked, as a second tick would.
WIDENING = {
    frozenset(pair)
    for pair in [
        ("a product in words", "product"),
        ("a product in words", "two products"),
        ("a family in words", "leaf family"),
        ("a family in words", "root family"),
        ("a family in words", "two families"),
        ("organic in words", "organic"),
        ("in season, in words", "in season"),
    ]
}


@pytest.mark.parametrize("name", FILTERS)
def test_parameters_in_pairs(everything, monkeypatch, name):
    monkeypatch.setattr(import_module("directory.search.find"), "PAGE_SIZE", 60)
    others = list(FILTERS)[list(FILTERS).index(name) + 1 :]
    wrong = {}
    for other in others:
        if not compatible(name, other) or frozenset((name, other)) in WIDENING:
            continue
        results = ask({**FILTERS[name][0], **FILTERS[other][0]})
        ids, wanted = [row.pk for row in results.rows], expected(everything, name, other)
        if ids != wanted or results.total != len(wanted):
            wrong[other] = (ids, wanted)
    assert wrong == {}


def test_a_product_in_words_counts_as_its_filter(everything):
    assert found({"q": "miel", "produit": "carotte"}) == expected(everything, "two products")


def test_a_kind_in_words_may_mean_several():
    kinds = {"marche", "marche-producteurs", "marche-soir", "halle"}
    assert set(found({"q": "marchés"})) == {
        row.pk for row in Listing.objects.all() if row.kind in kinds
    }
