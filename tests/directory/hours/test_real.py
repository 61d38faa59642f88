"""Hours that people really wrote: all are read, and as other engines read them."""

import pytest

from directory.hours import Hours, normalise
from tests.directory.hours.reading import CLOSED_FOR_A_WEEK, MONDAY, paris, read_csv


@pytest.fixture(scope="module")
def cases(shared_data) -> list[dict]:
    return read_csv(shared_data / "horaires_osm_cas.csv")


def test_states_are_those_on_which_two_engines_agree(cases):
    agreed = [case for case in cases if case["accord_py_js"] == "1"]
    found, expected = {}, {}
    for case in agreed:
        hours = Hours(case["expression"])
        for column in (name for name in case if name.startswith("e_")):
            key = case["expression"], column
            state = hours.state(paris(column.removeprefix("e_")))
            expected[key] = case[column]
            found[key] = "1" if state.is_open else "0" if state.css in {"soon", "shut"} else "?"
    assert len(agreed) == 639
    assert len(expected) == 639 * 16
    assert {key: value for key, value in found.items() if expected[key] != value} == {}


def test_normalised_expressions_are_the_reference_ones(cases):
    differing = {
        normalise(case["expression"]): case["expression_normalisee"]
        for case in cases
        if case["expression_normalisee"]
        and normalise(case["expression"]) != case["expression_normalisee"]
    }
    # The reference text of these two cannot be read by the engine; ours can, with its meaning.
    assert differing == {
        "Tu 08:00-13:00, Th 08:00-13:00, Sa 08:00-13:00": (
            "Tu 08:00-13:00,Th 08:00-13:00,Sa 08:00-13:00"
        ),
        "Tu 09:00-16:00, Th 09:00-16:00": "Tu 09:00-16:00,Th 09:00-16:00",
    }


def test_all_cases_are_read_and_told_without_error(cases):
    unreadable = set()
    for case in cases:
        hours = Hours(case["expression"], [CLOSED_FOR_A_WEEK])
        if not hours.is_known:
            unreadable.add(case["expression"])
            continue
        assert len(hours.week(MONDAY)) == 7
        assert hours.words(paris("2026-09-21T08:00"))
        assert hours.specification(MONDAY)
    assert unreadable == {
        "",
        "Mardi et samedi matin",
        "Mo 09:00-08:00 Tu",
        "Mo-Fr 25:00-26:00",
        "Mo-Xx 09:00-12:00",
        "Tu 07:00-016:00",
    }


def test_real_markets_are_all_read_but_one(shared_data):
    markets = read_csv(shared_data / "marches_horaires_osm.csv")
    texts = [row["opening_hours"] for row in markets if row["opening_hours"]]
    assert len(texts) == 733
    assert [text for text in texts if not Hours(text).is_known] == ["Tu 07:00-016:00"]
