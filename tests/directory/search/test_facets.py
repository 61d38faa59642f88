"""Counts beside the filters, pages, and where counting stops."""

from importlib import import_module

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from directory import search
from directory.search.filters import matching
from directory.search.results import MOST_COUNTED
from tests.directory.search.asking import NOW, ask

pytestmark = pytest.mark.usefixtures("sixty")


def test_removing_every_filter_one_after_the_other_ends_with_everything():
    results = ask(
        "q=miels+marché+uzès+micocouliers&bio=1&famille=legumes&pays=garrigues&tri=distance"
    )
    for _attempt in range(12):
        if not results.filters:
            break
        results = ask(results.filters[-1].remove)
    assert (results.filters, results.total) == ([], 60)


def test_a_facet_counts_what_a_click_would_give():
    for params in (
        *("", "ou=nimes", "type=amap&famille=legumes", "q=miel&bio=1", "pays=cevennes"),
        *("saison=1", "saison=1&famille=racines", "q=légumes de saison&ou=nimes"),
    ):
        results = ask(params)
        assert results.facets
        for facet in results.facets:
            if facet.name not in ("type", "famille", "pays"):
                continue
            for option in facet.options:
                if option.selected:
                    continue
                # Ticking adds its rows to those of the ticks beside it.
                alone = {k: v for k, v in QueryDict(option.toggle).lists() if k != facet.name}
                assert total({**alone, facet.name: option.value}) == option.count
                assert total(option.toggle) >= option.count


def total(params) -> int:
    data = QueryDict(params if isinstance(params, str) else urlencode(params, doseq=True))
    return matching(search.parse(data, now=NOW)).count()


@pytest.mark.parametrize(
    ("name", "value"),
    [("bio", "1"), ("label", "1"), ("saison", "1"), ("acces", "pmr"), ("ouvert", "maintenant")],
)
def test_a_yes_or_no_facet_counts_what_it_gives(name, value):
    (option,) = next(f for f in ask().facets if f.name == name).options
    assert (option.value, option.selected) == (value, False)
    results = ask(option.toggle)
    assert results.total == option.count
    (option,) = next(f for f in results.facets if f.name == name).options
    assert (option.selected, option.count, option.toggle) == (True, results.total, "")


@pytest.mark.parametrize(
    "params", ["", "produit=miel&produit=carotte", "famille=racines", "q=carottes&famille=legumes"]
)
def test_season_counts_what_is_asked_for_not_what_is_sold_beside(params):
    (option,) = next(f for f in ask(params).facets if f.name == "saison").options
    assert ask(option.toggle).total == option.count


def test_pages_are_of_twenty_and_the_last_answers_for_those_beyond():
    first, second, beyond = ask(), ask("page=2"), ask("page=99&type=producteur")
    assert (len(first.rows), first.page, first.pages) == (20, 1, 3)
    assert (first.previous_query, first.next_query) == ("", "page=2")
    assert (second.previous_query, second.next_query) == ("page=1", "page=3")
    assert beyond.page == beyond.pages
    assert beyond.query.warnings == (
        "Il n’y a qu’une page : la voici."
        if beyond.pages == 1
        else f"Il n’y a que {beyond.pages} pages : voici la dernière.",
    )


def test_above_the_cap_counts_are_not_guessed(monkeypatch):
    monkeypatch.setattr(import_module("directory.search.find"), "MOST_COUNTED", 30)
    results = ask()
    assert (results.total, results.is_capped, results.pages) == (30, True, 2)
    counts = {option.count for facet in results.facets for option in facet.options}
    assert counts == {None}
    assert MOST_COUNTED == 5000


def test_the_index_of_producers_keeps_producers_only():
    results = ask("type=amap&q=producteur", only="producteur")
    assert {row.kind for row in results.rows} == {"producteur"}
    assert [facet.name for facet in results.facets if facet.name == "type"] == []
