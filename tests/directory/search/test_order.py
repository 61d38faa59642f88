"""Nearest first is true: compared with every distance, in a dense town too."""

from datetime import date
from importlib import import_module
from itertools import product

import pytest
from django.http import QueryDict

from directory import search, synthetic
from directory.models import Commune, Listing
from directory.search import order
from directory.search.filters import matching
from directory.search.results import MOST_COUNTED
from tests.directory.search.asking import NIMES, NOW, UZES, ask, haversine
from tests.factories import add_place


@pytest.fixture(autouse=True, params=[500, MOST_COUNTED], ids=["hundreds", "thousands"])
def most_counted(request, monkeypatch):
    """Above what is counted, results are not all compared."""
    monkeypatch.setattr(order, "MOST_COUNTED", request.param)
    monkeypatch.setattr(order, "FEW", request.param // 5)
    monkeypatch.setattr(import_module("directory.search.find"), "MOST_COUNTED", request.param)
    return request.param


@pytest.fixture(scope="module")
def thousands(towns):
    synthetic.make(3000, seed=3, dense=2500, hours_share=0, now=NOW)


@pytest.fixture
def crowd(thousands, db):
    """Three thousand listings, most of them in one town."""


@pytest.fixture
def catalogue(crowd):
    """The towns, nothing in them: for the few tests that draw other listings."""
    synthetic.clear()


def test_nearest_first_is_true_in_a_dense_town(crowd):
    rows = list(Listing.objects.values_list("pk", "latitude", "longitude"))
    for place in (NIMES, UZES, (44.0, 4.2), (43.5, 3.9)):
        near = sorted((haversine(place, (lat, lon)), pk) for pk, lat, lon in rows)
        near = [pk for distance, pk in near if distance <= 60]
        params = {"lat": place[0], "lon": place[1], "rayon": 60}
        for number in (1, 2, 7, 40):
            results = ask({**params, "page": number})
            start = (min(number, results.pages) - 1) * 20
            assert [row.pk for row in results.rows] == near[start : start + 20], place


def test_nearest_first_in_a_box_is_true_and_orders_no_whole_box(crowd, monkeypatch):
    box = Listing.objects.filter(latitude__range=(43.8, 44.2), longitude__range=(4.3, 4.5))
    rows = list(box.values_list("pk", "latitude", "longitude"))
    assert len(rows) > order.FEW
    monkeypatch.setattr(order, "_ordered", None)
    for place in (NIMES, (43.5, 3.9), (48.9, -4.0)):
        near = sorted((haversine(place, (lat, lon)), pk) for pk, lat, lon in rows)
        params = {"lat": place[0], "lon": place[1], "bbox": "4.3,43.8,4.5,44.2"}
        for number in (1, 3, 50):
            results = ask({**params, "page": number})
            start = (results.page - 1) * 20
            assert [row.pk for row in results.rows] == [pk for _km, pk in near][start : start + 20]


def test_nearest_first_with_filters_in_a_dense_town(crowd):
    kept = Listing.objects.filter(is_organic=True, products__slug="miel")
    near = sorted((haversine(UZES, (row.latitude, row.longitude)), row.pk) for row in kept)
    near = [pk for distance, pk in near if distance <= 100]
    assert len(near) > 200
    results = ask("ou=uzes&rayon=100&bio=1&produit=miel&page=3")
    assert (results.total, [row.pk for row in results.rows]) == (len(near), near[40:60])


def test_nearest_first_where_hundreds_stand_at_the_same_point(catalogue):
    synthetic.make(700, seed=1, hours_share=0, now=NOW)
    town = Commune.objects.get(slug="nimes")
    point = Listing.objects.order_by("pk").values("latitude", "longitude", "x", "y", "z")[0]
    Listing.objects.update(**point)
    assert [row.pk for row in ask({"ou": town.slug, "rayon": 100}).rows] == list(
        Listing.objects.order_by("pk").values_list("pk", flat=True)[:20]
    )


@pytest.mark.parametrize("spare", [1, 4])
def test_rings_read_a_bounded_number_of_rows(crowd, monkeypatch, spare):
    monkeypatch.setattr(order, "SPARE", spare)
    query = search.parse(QueryDict("ou=nimes&rayon=100"), now=NOW)
    near = sorted(
        (haversine(NIMES, (lat, lon)), pk)
        for pk, lat, lon in Listing.objects.values_list("pk", "latitude", "longitude")
    )
    assert order.nearest(query, 30) == [pk for _distance, pk in near][:30]


def test_rows_without_a_place_sink_with_their_age(catalogue):
    for title, confirmed in (
        ("Ancienne", date(2025, 1, 1)),
        ("Jamais", None),
        ("B récente", date(2026, 9, 1)),
        ("A récente", date(2026, 9, 1)),
    ):
        add_place(title=title, confirmed_on=confirmed)
    assert [(row.name, row.freshness) for row in ask().rows] == [
        ("A récente", "fresh"),
        ("B récente", "fresh"),
        ("Ancienne", "stale"),
        ("Jamais", "unknown"),
    ]


def test_thousands_of_results_come_in_their_order(crowd, monkeypatch):
    asked = ("", "ou=nimes&rayon=60", "bio=1&type=producteur", "famille=legumes", "q=micocouliers")
    orders = {"nom": ["sort_name", "pk"], "fraicheur": ["-ranked_on", "sort_name", "pk"]}
    for params, sort in product(asked, orders):
        rows = matching(ask(params).query).order_by(*orders[sort])
        expected = list(rows.values_list("pk", flat=True))
        for walks, page in product([order.WALKS, (700, 300), (10,)], (1, 9)):
            monkeypatch.setattr(order, "WALKS", walks)
            results = ask(f"{params}&tri={sort}&page={page}")
            start = 20 * (results.page - 1)
            assert [row.pk for row in results.rows] == expected[start : start + 20], params
