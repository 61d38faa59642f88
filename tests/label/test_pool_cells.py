"""The cells of the pool: never fewer than five people, places in proportion."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from label import draw as lot
from label.pool_cells import LEAST, Person, cells, college_of, share

PEOPLE = st.lists(
    st.builds(
        Person,
        key=st.uuids(),
        college=st.sampled_from(["citizen", "peer"]),
        sex=st.sampled_from(["", "f", "m"]),
        age_band=st.sampled_from(["", "-30", "60-74"]),
        commune=st.sampled_from(["", "30189", "2A004"]),
    ),
    max_size=90,
)


def people(count, **told):
    return [Person(f"C{number}", "citizen", **told) for number in range(count)]


def sizes(found):
    return {code: len(members) for code, members in found.items()}


def test_a_college_is_split_as_far_as_five_people_allow():
    found = cells(
        [
            *people(6, sex="f", age_band="30-44", commune="30189"),
            *people(5, sex="f", age_band="30-44", commune="30258"),
            *people(7, sex="f", age_band="75+"),
            *people(9, sex="m"),
        ]
    )
    assert sizes(found) == {
        "citizen_f_a30_30189": 6,
        "citizen_f_a30_30258": 5,
        "citizen_f_a75": 7,
        "citizen_m": 9,
    }


def test_what_nobody_told_is_a_part_like_another():
    found = cells([*people(8, sex="f"), *people(6)])
    assert sizes(found) == {"citizen_f": 8, "citizen_x": 6}


def test_small_parts_go_together_and_the_smallest_joins_them():
    found = cells([*people(12, sex="f"), *people(6, sex="m"), *people(2)])
    assert sizes(found) == {"citizen_f_x_x": 12, "citizen_o": 8}


def test_a_small_college_stays_whole():
    assert sizes(cells(people(3, sex="f"))) == {"citizen": 3}


@given(PEOPLE)
def test_everybody_is_in_one_cell_of_five_or_more(everybody):
    found = cells(everybody)
    keys = [one.key for members in found.values() for one in members]
    assert sorted(keys) == sorted(one.key for one in everybody)
    in_college = Counter(one.college for one in everybody)
    for code, members in found.items():
        assert {one.college for one in members} == {college_of(code)}
        assert len(members) >= min(LEAST, in_college[college_of(code)])
        assert lot._COLLEGE.fullmatch(code)


def test_places_are_shared_by_the_largest_remainder():
    assert share(10, {"a": 15, "b": 5, "c": 5}) == {"a": 6, "b": 2, "c": 2}


def test_equal_remainders_are_not_always_for_the_same_cell():
    found = {name: share(3, {"f": 5, "m": 5}, name=name) for name in ("VIVIER-2026", "VIVIER-2025")}
    assert found["VIVIER-2026"] != found["VIVIER-2025"]
    assert found["VIVIER-2026"] == share(3, {"m": 5, "f": 5}, name="VIVIER-2026")


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 40), min_size=1), st.data())
def test_no_cell_has_more_places_than_people_nor_strays_from_its_part(people, data):
    total = sum(people.values())
    places = data.draw(st.integers(0, total))
    found = share(places, people)
    assert sum(found.values()) == places
    for code, count in found.items():
        assert 0 <= count <= people[code]
        assert abs(count - places * people[code] / total) < 1
