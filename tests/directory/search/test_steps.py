"""An empty answer proposes the nearest useful step."""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from directory import synthetic
from tests.directory.search.asking import NOW, PARIS, ask
from tests.factories import add_place, uzes

pytestmark = pytest.mark.usefixtures("catalogue")


def test_an_empty_answer_proposes_the_nearest_place():
    add_place(title="Loin", commune=uzes(), kind="amap")
    results = ask("ou=nimes&type=amap&rayon=5")
    assert (results.total, results.rows) == (0, [])
    assert [(step.sentence, step.query, step.total) for step in results.steps] == [
        ("À 21 km, il y en a un : le voir ?".replace(" ?", " ?"), "ou=nimes&rayon=21&type=amap", 1)
    ]


def test_every_step_leads_somewhere():
    synthetic.make(60, seed=7, hours_share=0.7, now=NOW)
    for params in (
        "q=miel&type=casier&label=1&bio=1&ou=uzes&rayon=1",
        "ou=nimes&ouvert=2026-09-20T03:00&rayon=3&type=marche&type=amap&label=1",
        "q=zzzzz",
        "q=zzzzz&ou=nimes",
        "pays=camargue&type=amap",
        "bbox=1,1,2,2",
        "lat=48&lon=-4",
    ):
        results = ask(params)
        assert results.total == 0
        assert 1 <= len(results.steps) <= 3, params
        for step in results.steps:
            assert ask(step.query).total == step.total > 0, (params, step)


def test_when_all_is_closed_the_next_opening_is_proposed():
    add_place(kind="amap", opening_hours="Th 17:00-19:00")
    now = datetime.now(PARIS).replace(hour=3)
    results = ask("ouvert=maintenant&type=amap", now=now)
    thursday = now + timedelta(days=(3 - now.weekday()) % 7)
    address = {"type": "amap", "ouvert": f"{thursday:%Y-%m-%d}T17:00"}
    assert results.steps[0].query == urlencode(address)


def test_the_next_opening_is_sought_among_a_bounded_number_of_places(monkeypatch):
    monkeypatch.setattr(import_module("directory.search.steps"), "MOST_COUNTED", 2)
    for title in ("Un", "Deux", "Trois"):
        add_place(title=title, opening_hours="Th 17:00-19:00")
    with CaptureQueriesContext(connection) as queries:
        results = ask("ouvert=maintenant", now=datetime.now(PARIS).replace(hour=3))
    (sought,) = (query["sql"] for query in queries if "MIN(" in query["sql"])
    assert "LIMIT 2)" in sought
    assert results.steps[0].query.startswith("ouvert=")
