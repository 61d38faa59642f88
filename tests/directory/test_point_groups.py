"""The map above what it shows one by one: groups of a crowd, drawn once, that add up."""

from collections import defaultdict

import pytest
from django.http import QueryDict

from directory import search, synthetic
from directory.geography import tile
from directory.search.filters import matching
from tests.directory.test_points import NOW, add_towns, ask, grid, numbers

pytestmark = pytest.mark.usefixtures("crowd", "db")


@pytest.fixture(scope="module")
def crowd(module_rows):
    add_towns()
    synthetic.make(1600, seed=4, hours_share=0.2, now=NOW)


def test_groups_equal_a_count_by_hand():
    for params in (
        "",
        "ou=nimes",
        "ou=uzes&rayon=40",
        "bbox=4.3,43.8,4.4,43.9",
        "bbox=4.35,43.8,4.45,44.1&type=producteur",
        "bio=1",
        "produit=miel&famille=legumes",
        "q=tomates",
    ):
        answer = ask(params)
        query = search.parse(QueryDict(params), now=NOW)
        rows = {row.pk: row for row in matching(query)}
        assert len(rows) > 200
        assert answer["total"] == len(rows) == sum(numbers(answer)), params
        counted = counted_by_hand(rows.values(), grid._zoom(grid._box(query)))
        given = sorted(
            (*feature["geometry"]["coordinates"], number)
            for feature, number in zip(answer["features"], numbers(answer), strict=True)
        )
        assert given == [pytest.approx(group, abs=2e-6) for group in counted], params


def counted_by_hand(rows, zoom: int) -> list[tuple]:
    """Each middle of those that share a tile, and how many stand around it; not rounded."""
    groups = defaultdict(list)
    for row in rows:
        groups[tile(row.latitude, row.longitude, zoom)].append(row)
    return sorted(
        (
            sum(row.longitude for row in members) / len(members),
            sum(row.latitude for row in members) / len(members),
            len(members),
        )
        for members in groups.values()
    )


def test_a_group_holds_its_members_and_its_box_zooms_into_them():
    for feature in ask("type=producteur")["features"]:
        properties = feature["properties"]
        if not properties.get("cluster"):
            continue
        west, south, east, north = properties["bbox"]
        longitude, latitude = feature["geometry"]["coordinates"]
        assert west <= longitude <= east
        assert south <= latitude <= north
        box = f"{west - 1e-6},{south - 1e-6},{east + 1e-6},{north + 1e-6}"
        assert ask(f"type=producteur&bbox={box}")["total"] >= properties["nombre"]


def test_above_the_limit_counts_kept_ready_answer_and_add_up(monkeypatch):
    exact = ask()
    monkeypatch.setattr(grid, "MOST_GROUPED", 100)
    kept = ask()
    assert kept["total"] == exact["total"] == sum(numbers(kept)) == 1600
    assert sorted(numbers(kept)) == sorted(numbers(exact))
    middles = sorted(tuple(f["geometry"]["coordinates"]) for f in kept["features"])
    alike = sorted(tuple(f["geometry"]["coordinates"]) for f in exact["features"])
    assert [pytest.approx(middle, abs=1e-5) for middle in alike] == middles


def test_a_circle_is_counted_as_a_circle_even_above_the_limit(monkeypatch):
    monkeypatch.setattr(grid, "MOST_GROUPED", 100)
    for params in ("ou=nimes&rayon=2", "lat=43.84&lon=4.36&rayon=2"):
        rows = matching(search.parse(QueryDict(params), now=NOW)).count()
        assert rows > 200
        assert ask(params)["total"] == rows


def test_the_grid_cuts_an_area_in_five_to_ten():
    for params in ("", "ou=nimes&rayon=30", "bbox=4.3,43.8,4.4,43.9", "bbox=-5,40,10,52"):
        answer = ask(params)
        assert len(answer["features"]) <= 121, params
        assert sum(numbers(answer)) == answer["total"] > 200


@pytest.mark.parametrize(
    ("params", "queries"), [("bbox=4,43,5,45", 4), ("bio=1&bbox=4,43,5,45", 3)]
)
def test_a_map_of_many_places_costs_the_same_whatever_their_number(
    django_assert_num_queries, params, queries
):
    for number in (0, 1400):
        synthetic.make(number, seed=1400, hours_share=0, now=NOW)
        with django_assert_num_queries(queries, exact=False):
            assert ask(params)["total"] > 200
