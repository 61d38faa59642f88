import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label import medians
from label.medians import CANNOT, Median

LEVELS = {"ENV-1": "O", "ENV-3": "P", "SAN-1": "E"}


@pytest.mark.parametrize(
    ("level", "grades", "grade", "diverges", "undecided"),
    [
        ("E", "met met met", "met", False, False),
        ("E", "met partial", "partial", False, False),
        ("E", "met met partial partial", "partial", False, False),
        ("O", "met met unmet", "met", True, False),
        ("O", "unmet unmet unmet", "unmet", True, False),
        ("O", "partial partial met", "partial", False, False),
        ("P", "absent started", "absent", False, False),
        ("P", "absent held held", "held", True, False),
        ("P", "absent absent", "absent", False, False),
        ("P", "started exemplary exemplary held", "held", True, False),
        ("E", "met cannot cannot", "met", False, True),
        ("E", "met cannot", "met", False, False),
        ("P", "held held cannot cannot cannot", "held", False, True),
        ("O", "cannot cannot", None, False, True),
        ("O", "", None, False, True),
    ],
)
def test_median_of_one_criterion(level, grades, grade, diverges, undecided):
    one = medians.median(grades.split(), level=level)
    assert (one.grade, one.diverges, one.undecided) == (grade, diverges, undecided)


def test_a_spread_of_the_rules_decides_what_diverges():
    assert medians.median(["absent", "started"], level="P", spread=1).diverges
    assert not medians.median(["absent", "held"], level="P", spread=3).diverges


def test_a_grade_of_the_other_scale_is_refused():
    with pytest.raises(ValueError, match="held"):
        medians.median(["met", "held"], level="E")


def test_only_what_a_sheet_grades_counts():
    sheets = [{"ENV-1": "met", "SAN-1": "unmet"}, {"ENV-1": CANNOT}]
    found = medians.medians(sheets, levels=LEVELS)
    assert found == {
        "ENV-1": Median("met", judged=1, cannot=1, diverges=False),
        "ENV-3": Median(None, judged=0, cannot=0, diverges=False),
        "SAN-1": Median("unmet", judged=1, cannot=0, diverges=True),
    }
    assert medians.divergent(found) == ["SAN-1"]


def test_the_second_round_replaces_only_what_was_scored_again():
    first = {"ENV-1": "met", "SAN-1": "unmet"}
    assert medians.second_round(first, {"SAN-1": "partial"}) == {"ENV-1": "met", "SAN-1": "partial"}
    assert medians.second_round(first, None) == first


def test_the_lowest_and_the_highest_speak_first():
    grades = {"Anne": "met", "Paul": "unmet", "Zoé": "partial", "Ali": "unmet", "Eve": CANNOT}
    assert medians.lowest_and_highest(grades, level="O") == (["Paul", "Ali"], ["Anne"])
    assert medians.lowest_and_highest({"Anne": "met", "Eve": CANNOT}, level="O") == ([], [])


SHEETS = st.lists(
    st.fixed_dictionaries(
        {
            code: st.sampled_from([*medians.scale_of(level), CANNOT])
            for code, level in LEVELS.items()
        }
    ),
    max_size=12,
)


@settings(max_examples=100)
@given(SHEETS, st.randoms(use_true_random=False))
def test_the_order_in_which_sheets_come_changes_no_median(sheets, random):
    mixed = list(sheets)
    random.shuffle(mixed)
    assert medians.medians(mixed, levels=LEVELS) == medians.medians(sheets, levels=LEVELS)


@settings(max_examples=100)
@given(SHEETS)
def test_a_median_has_half_of_the_grades_on_either_side(sheets):
    for code, one in medians.medians(sheets, levels=LEVELS).items():
        scale = medians.scale_of(LEVELS[code])
        ranks = [scale.index(sheet[code]) for sheet in sheets if sheet[code] != CANNOT]
        if one.grade is None:
            assert ranks == []
            continue
        middle = scale.index(one.grade)
        assert 2 * sum(rank <= middle for rank in ranks) >= len(ranks)
        assert 2 * sum(rank >= middle for rank in ranks) > len(ranks) - 1
        assert one.judged + one.cannot == len(sheets)
