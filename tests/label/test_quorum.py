import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label import quorum
from label.quorum import QuorumRules
from label.reasons import Reason

NINE = {"citizen": 5, "peer": 2, "trade": 1, "qualified": 1}


@pytest.mark.parametrize(
    ("seats", "first", "second"),
    [
        (5, 4, 5),
        (6, 4, 5),
        (7, 5, 5),
        (8, 6, 5),
        (9, 6, 5),
        (10, 7, 6),
        (11, 8, 6),
        (12, 8, 7),
    ],
)
def test_quorum_of_every_size_of_panel(seats, first, second):
    assert quorum.quorum(seats) == first
    assert quorum.quorum(seats, second=True) == second


def test_the_figures_come_from_the_rules_of_use():
    light = QuorumRules(second_least=3, quorum=(1, 2))
    assert quorum.quorum(5, rules=light) == 3
    assert quorum.quorum(5, second=True, rules=light) == 3


def test_a_missing_quorum_says_how_many_are_needed():
    assert quorum.quorum_faults(6, seats=9) == []
    assert quorum.quorum_faults(5, seats=9) == [
        Reason("quorum", {"present": 5, "needed": 6, "seats": 9})
    ]
    assert quorum.quorum_faults(5, seats=9, second=True) == []


@pytest.mark.parametrize(
    ("citizens", "others", "valid"),
    [
        (5, 1, False),
        (4, 2, True),
        (3, 3, True),
        (5, 2, True),
        (4, 3, True),
        (5, 4, True),
        (3, 4, False),
        (5, 0, False),
        (2, 4, False),
    ],
)
def test_composition_of_label_md_1_4(citizens, others, valid):
    present = {"citizen": citizens, "peer": min(others, 2), "trade": max(0, others - 2)}
    assert (quorum.composition_faults(present) == []) is valid
    assert (quorum.vote_faults(present, seats=9) == []) is (valid and citizens + others >= 6)


def test_a_composition_says_each_of_its_faults():
    assert quorum.composition_faults({"citizen": 5, "peer": 1}) == [
        Reason("few_others", {"others": 1, "needed": 2})
    ]
    assert quorum.composition_faults({"citizen": 3, "peer": 2, "trade": 2}) == [
        Reason("few_citizens", {"citizens": 3, "needed": 4})
    ]
    assert quorum.composition_faults({"citizen": 4, "trade": 1, "qualified": 1}) == [
        Reason("few_peers", {"peers": 0, "needed": 1})
    ]
    assert quorum.composition_faults({}) == [
        Reason("few_others", {"others": 0, "needed": 2}),
        Reason("few_peers", {"peers": 0, "needed": 1}),
    ]


def test_the_default_panel_can_be_constituted():
    assert quorum.constitution_faults(NINE) == []


def test_no_college_has_more_than_five_ninths_of_the_seats():
    seats = {"citizen": 6, "peer": 2, "trade": 1}
    assert quorum.constitution_faults(seats) == [
        Reason("college_cap", {"college": "citizen", "seats": 6, "most": 5})
    ]


def test_a_panel_that_could_not_vote_when_all_are_there_is_not_constituted():
    assert quorum.constitution_faults({"citizen": 3, "peer": 2, "trade": 1, "qualified": 1}) == [
        Reason("few_citizens", {"citizens": 3, "needed": 4})
    ]


@pytest.mark.parametrize("seats", [5, 7])
def test_five_or_seven_seats_need_another_cap_than_five_ninths(seats):
    half = -(-seats // 2)
    panel = {"citizen": half, "peer": seats - half}
    assert [fault.code for fault in quorum.constitution_faults(panel)] == ["college_cap"]
    assert quorum.constitution_faults(panel, rules=QuorumRules(college_cap=(3, 5))) == []


@pytest.mark.parametrize(("present", "needed"), [(5, 3), (6, 4), (7, 4), (8, 5), (9, 5)])
def test_granting_by_ballot_needs_the_majority_of_those_present(present, needed):
    assert quorum.majority(present) == needed
    assert quorum.ballot_result(needed, present - needed, present=present) == "adopted"
    assert quorum.ballot_result(needed - 1, 0, present=present) == "rejected"


def test_a_tie_defers_once_then_does_not_grant():
    assert quorum.ballot_result(3, 3, present=6) == "tied"
    assert quorum.ballot_result(3, 3, present=7) == "tied"
    assert quorum.after_tie(0) == "defer"
    assert quorum.after_tie(1) == "refuse"


COUNTS = st.fixed_dictionaries(
    {college: st.integers(0, 5) for college in ("citizen", "peer", "trade", "qualified")}
)


@settings(max_examples=100)
@given(COUNTS, st.booleans())
def test_a_vote_is_held_exactly_when_every_condition_is(present, second):
    total = sum(present.values())
    others = total - present["citizen"]
    expected = (
        total >= (5 if second else 6)
        and 2 * present["citizen"] >= total
        and others >= 2
        and present["peer"] >= 1
    )
    assert (quorum.vote_faults(present, seats=9, second=second) == []) is expected
