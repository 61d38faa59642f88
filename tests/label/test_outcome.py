import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label import outcome
from label.medians import CANNOT, Median, median, medians
from label.outcome import Criterion, Held
from label.reasons import Reason

# The 25 criteria of label.md 7.1, each with its level; R may become a reserve.
LEVELS = {
    "env": {1: "OR", 2: "OR", 3: "P", 4: "P", 5: "P", 6: "P"},
    "san": {1: "E", 2: "OR", 3: "OR", 4: "P"},
    "soc": {1: "E", 2: "OR", 3: "OR", 4: "P"},
    "cul": {1: "O", 2: "P", 3: "P", 4: "P"},
    "eco": {1: "E", 2: "E", 3: "OR", 4: "OR", 5: "OR", 6: "P", 7: "P"},
}
GRID = tuple(
    Criterion(
        f"{dimension.upper()}-{number}",
        level[0],
        dimension,
        remediable=level.endswith("R"),
        decisive=(dimension, number) != ("cul", 3),
    )
    for dimension, levels in LEVELS.items()
    for number, level in levels.items()
)
BEST = {one.code: "held" if one.level == "P" else "met" for one in GRID}
LEVEL = {one.code: one.level for one in GRID}


def found(changes=(), grid=GRID):
    """Medians of a case where all is well but what `changes` says."""
    grades = BEST | dict(changes)
    return {one.code: median([grades[one.code]], level=one.level) for one in grid}


def propose(changes=(), *, grid=GRID, **options):
    return outcome.propose(grid, found(changes, grid), **options)


def codes(proposal):
    return [reason.code for reason in proposal.reasons]


def test_the_grid_has_25_criteria():
    levels = [one.level for one in GRID]
    assert {level: levels.count(level) for level in "EOP"} == {"E": 4, "O": 10, "P": 11}


NO_ENV = dict.fromkeys(("ENV-3", "ENV-4", "ENV-5"), "absent")
NO_ECO = {"ECO-6": "absent", "ECO-7": "absent"}


@pytest.mark.parametrize(
    ("changes", "proposed", "reasons"),
    [
        ({}, "grant", ["all_met", "dimensions_hold"]),
        ({"SAN-1": "partial"}, "refuse", ["eliminatory_unmet"]),
        ({"ECO-1": "unmet", "ENV-2": CANNOT}, "refuse", ["eliminatory_unmet"]),
        ({"ENV-1": "partial"}, "grant_with_reserves", ["reserves"]),
        ({"ENV-1": "partial", "ECO-4": "unmet"}, "grant_with_reserves", ["reserves"]),
        ({"ENV-1": "partial", "ECO-4": "unmet", "SOC-2": "partial"}, "refuse", ["too_many_unmet"]),
        ({"CUL-1": "partial"}, "refuse", ["not_remediable"]),
        ({"SAN-1": CANNOT}, "defer", ["undecided"]),
        ({"SOC-2": CANNOT, "ENV-1": "partial"}, "defer", ["undecided"]),
        (NO_ENV, "grant_with_commitment", ["all_met", "dimension_below"]),
        (
            NO_ENV | NO_ECO,
            "refuse",
            ["all_met", "dimension_below", "dimension_below", "beyond_table"],
        ),
        (
            NO_ENV | {"SAN-3": "unmet"},
            "refuse",
            ["reserves", "dimension_below", "beyond_table"],
        ),
        ({"ENV-3": "absent", "ENV-4": "absent"}, "grant", ["all_met", "dimensions_hold"]),
        ({"ECO-6": "absent"}, "grant", ["all_met", "dimensions_hold"]),
        ({"SAN-4": "absent"}, "grant_with_commitment", ["all_met", "dimension_below"]),
    ],
)
def test_rule_table_of_label_md_7_3(changes, proposed, reasons):
    proposal = propose(changes)
    assert proposal.outcome == proposed
    assert codes(proposal) == reasons
    assert proposed in proposal.allowed


def test_a_refusal_says_every_criterion_unmet():
    proposal = propose({"SAN-1": "unmet", "CUL-1": "partial"})
    assert proposal.reasons == (
        Reason("eliminatory_unmet", {"codes": ("SAN-1",)}),
        Reason("not_remediable", {"codes": ("CUL-1",)}),
    )
    assert proposal.unmet == ("SAN-1", "CUL-1")


def test_a_proof_merely_missing_defers():
    changes = {"SAN-1": "unmet"}
    proposal = propose(changes, missing_proof={"SAN-1"})
    assert proposal.outcome == "defer"
    assert proposal.reasons == (Reason("proof_missing", {"codes": ("SAN-1",)}),)
    assert proposal.questions == ("SAN-1",)
    assert propose(changes | {"ECO-1": "unmet"}, missing_proof={"SAN-1"}).outcome == "refuse"
    assert propose(changes | {"CUL-1": "unmet"}, missing_proof={"SAN-1"}).outcome == "refuse"


def test_a_dimension_below_says_how_many_were_needed():
    proposal = propose(NO_ENV)
    assert proposal.commitment == "env"
    assert proposal.reasons[1] == Reason(
        "dimension_below", {"dimension": "env", "held": 1, "judged": 4, "needed": 2}
    )


@pytest.mark.parametrize(("judged", "needed"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_half_is_rounded_up_and_a_dimension_without_progress_passes(judged, needed):
    grid = [Criterion(f"ENV-{number}", "P", "env") for number in range(judged)]
    grid.append(Criterion("ENV-9", "O", "env"))
    levels = {one.code: median(["absent"], level="P") for one in grid[:-1]}
    [result] = outcome.dimension_results(grid, levels)
    assert result.counted == Held(0, judged, needed)
    assert result.passes is (judged == 0)


def test_what_nobody_could_judge_is_unknown_not_zero():
    proposal = propose({"ECO-6": CANNOT, "ECO-7": "started"})
    assert proposal.outcome == "grant"
    assert proposal.dimensions[-1].counted == Held(held=1, judged=1, needed=1)
    assert propose({"SAN-4": CANNOT}).outcome == "grant"


def test_a_criterion_without_median_is_undecided():
    incomplete = found()
    del incomplete["SOC-1"]
    assert outcome.propose(GRID, incomplete).reasons == (
        Reason("undecided", {"codes": ("SOC-1",)}),
    )


def test_taste_is_shown_apart_and_never_counted():
    proposal = propose({"CUL-2": "absent", "CUL-3": "exemplary", "CUL-4": "absent"})
    culture = next(one for one in proposal.dimensions if one.dimension == "cul")
    assert culture.counted == Held(held=0, judged=2, needed=1)
    assert culture.with_taste == Held(held=1, judged=3, needed=2)
    assert proposal.commitment == "cul"


def test_the_panel_departs_on_progress_only_and_with_reasons():
    below = propose(NO_ENV)
    assert outcome.may_choose(below, "grant_with_commitment", reasons="") == []
    assert outcome.may_choose(below, "grant", reasons="Des haies sont plantées.") == []
    assert outcome.may_choose(below, "grant", reasons=" ") == [Reason("departure_without_reasons")]
    assert outcome.may_choose(below, "grant_with_reserves", reasons="Oui.") == [
        Reason("outcome_not_allowed", {"outcome": "grant_with_reserves", "codes": ()})
    ]
    refused = propose({"SAN-1": "unmet"})
    assert outcome.may_choose(refused, "grant", reasons="Nous l’aimons bien.") == [
        Reason("outcome_not_allowed", {"outcome": "grant", "codes": ("SAN-1",)})
    ]


GRADES = st.fixed_dictionaries(
    {
        code: st.sampled_from(
            ["met", "met", "met", "partial", "unmet", CANNOT]
            if level != "P"
            else ["absent", "started", "held", "exemplary", CANNOT]
        )
        for code, level in LEVEL.items()
    }
)
APPLICABLE = st.sets(st.sampled_from(sorted(LEVEL)), min_size=1)


@settings(max_examples=150)
@given(GRADES, APPLICABLE)
def test_I_13_a_grant_has_all_met_and_reserves_only_what_can_be_remedied(grades, applicable):
    grid = [one for one in GRID if one.code in applicable]
    proposal = propose(grades, grid=grid)
    ruled = {one.code: one for one in grid if one.level != "P"}
    unmet = [ruled[code] for code in ruled if grades[code] != "met"]
    for chosen in proposal.allowed:
        if chosen in ("grant", "grant_with_commitment"):
            assert unmet == []
        if chosen == "grant_with_reserves":
            assert 1 <= len(unmet) <= 2
            assert all(one.level == "O" and one.remediable for one in unmet)
            assert proposal.reserves == tuple(one.code for one in unmet)


@settings(max_examples=150)
@given(GRADES, APPLICABLE, st.sampled_from(["absent", "started", "held", "exemplary", CANNOT]))
def test_I_14_taste_never_changes_the_outcome(grades, applicable, taste):
    grid = [one for one in GRID if one.code in applicable | {"CUL-3"}]
    proposal = propose(grades, grid=grid)
    other = propose(grades | {"CUL-3": taste}, grid=grid)
    without = propose(grades, grid=[one for one in grid if one.code != "CUL-3"])
    for one in (other, without):
        assert (one.outcome, one.reasons, one.allowed, one.commitment) == (
            proposal.outcome,
            proposal.reasons,
            proposal.allowed,
            proposal.commitment,
        )


ORDER = ["refuse", "defer", "grant_with_reserves", "grant_with_commitment", "grant"]
STEPS = ["unmet", "partial", "met"], ["absent", "started", "held", "exemplary"]


@settings(max_examples=150)
@given(GRADES, st.sampled_from(sorted(LEVEL)))
def test_a_better_grade_never_gives_a_worse_proposal(grades, code):
    grades = {
        key: "met" if grade == CANNOT and LEVEL[key] != "P" else grade
        for key, grade in grades.items()
    }
    grades = {key: "absent" if grade == CANNOT else grade for key, grade in grades.items()}
    scale = STEPS[LEVEL[code] == "P"]
    better = scale[min(scale.index(grades[code]) + 1, len(scale) - 1)]
    before, after = propose(grades), propose(grades | {code: better})
    assert ORDER.index(after.outcome) >= ORDER.index(before.outcome)


def test_I_11_a_recused_sheet_taken_out_is_as_if_never_seated():
    sheets = {
        "anne": BEST | {"SAN-1": "unmet"},
        "paul": BEST,
        "zoe": BEST | {"SAN-1": "unmet"},
    }
    effective = [sheet for juror, sheet in sheets.items() if juror != "zoe"]
    never = [sheets["anne"], sheets["paul"]]
    assert medians(effective, levels=LEVEL) == medians(never, levels=LEVEL)
    assert medians(effective, levels=LEVEL)["SAN-1"] == Median("unmet", 2, 0, True)
