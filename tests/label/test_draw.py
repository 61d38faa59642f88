import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label import draw
from label.draw import Candidate

GOLDEN_SPEC = {
    "alternates": {"citizen": 3, "peer": 1, "qualified": 1, "trade": 1},
    "case": "TEST-0001",
    "quota": {"citizen": 5, "peer": 2, "qualified": 1, "trade": 1},
    "source": "test-only",
    "v": 1,
}
GOLDEN_RANDOM = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
GOLDEN_SEED = "851ca4fb963999c77bee3c36647ef33e8f2e1a5dd0a7618a5c04e5c02cc9c555"


def golden_pool():
    sizes = {"C": ("citizen", 20), "P": ("peer", 8), "Q": ("qualified", 4), "T": ("trade", 4)}
    return [
        Candidate(f"{letter}{number:03}", college)
        for letter, (college, size) in sizes.items()
        for number in range(1, size + 1)
    ]


def test_golden_vector():
    pool_hash = draw.pool_hash(draw.pool_text(golden_pool()))
    spec_hash = draw.spec_hash(GOLDEN_SPEC)
    seed = draw.make_seed(spec_hash, pool_hash, GOLDEN_RANDOM)

    assert pool_hash == "f4f056a97574398f8262d53794cbfca07f0507916a197bca38f9f8e710b9e86b"
    assert spec_hash == "ae013f452aa97071f06b647d04145990763c73672ab6b339b797fc10d136f9a4"
    assert seed == GOLDEN_SEED
    drawn = draw.draw(golden_pool(), GOLDEN_SPEC, seed=seed)
    assert {college: (ranks.seats, ranks.alternates) for college, ranks in drawn.items()} == {
        "citizen": (("C006", "C007", "C001", "C020", "C013"), ("C015", "C019", "C011")),
        "peer": (("P007", "P002"), ("P005",)),
        "qualified": (("Q004",), ("Q003",)),
        "trade": (("T003",), ("T004",)),
    }


def test_the_golden_specification_is_what_make_spec_writes():
    spec = draw.make_spec(
        "TEST-0001",
        quota={"trade": 1, "qualified": 1, "peer": 2, "citizen": 5},
        alternates={"trade": 1, "qualified": 1, "peer": 1, "citizen": 3},
        source="test-only",
    )
    assert draw.canonical(spec) == draw.canonical(GOLDEN_SPEC)
    assert draw.spec_problems(spec) == []


def test_the_pool_file_is_sorted_by_pseudonym_whatever_comes_first():
    candidates = [Candidate("C10", "citizen"), Candidate("C1", "peer"), Candidate("C2", "peer")]
    text = "C1;peer\nC10;citizen\nC2;peer\n"
    assert draw.pool_text(candidates) == text
    assert draw.read_pool(text) == (candidates[1], candidates[0], candidates[2])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "la liste des candidats ne finit pas par un retour à la ligne"),
        ("C1;peer", "la liste des candidats ne finit pas par un retour à la ligne"),
        ("C1;peer\r\n", "ligne 1 de la liste : collège « peer\r » refusé"),
        ("C1\n", "ligne 1 de la liste : « C1 » n’a pas la forme attendue"),
        ("C1;peer;f\n", "ligne 1 de la liste : « C1;peer;f » n’a pas la forme attendue"),
        ("C 1;peer\n", "ligne 1 de la liste : pseudonyme « C 1 » refusé"),
        ("C2;peer\nC1;peer\n", "ligne 2 de la liste : pseudonymes non triés ou en double"),
        ("C1;peer\nC1;trade\n", "ligne 2 de la liste : pseudonymes non triés ou en double"),
    ],
)
def test_a_pool_file_says_its_first_fault(text, reason):
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        draw.read_pool(text)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"v": 2}, "la règle du tirage n’est pas de la version 1"),
        ({"v": True}, "la règle du tirage n’est pas de la version 1"),
        ({"case": ""}, "la règle du tirage ne dit pas « case »"),
        ({"quota": {"citizen": 1.5}}, "la règle du tirage dit mal « quota »"),
        ({"quota": {"citizen": -1}}, "la règle du tirage dit mal « quota »"),
        ({"colour": "red"}, "la règle du tirage a un champ inconnu : colour"),
        ({"quota": {}, "alternates": {}}, "la règle du tirage ne demande aucun siège"),
        (
            {"parity": {"citizen": 3}},
            "la parité demande plus de sièges que « citizen » n’en a",
        ),
        ({"source": "drand:moon:12"}, "source drand illisible : drand:moon:12"),
        ({"source": "lottery:Loto:demain"}, "source de loterie illisible : lottery:Loto:demain"),
    ],
)
def test_a_specification_says_its_faults(change, reason):
    assert draw.spec_problems(GOLDEN_SPEC | change) == [reason]


def test_a_pool_too_small_is_refused():
    pool = [one for one in golden_pool() if one.college != "peer"]
    reason = "le collège « peer » a 0 candidats pour 2 sièges"
    assert draw.pool_problems(pool, GOLDEN_SPEC) == [reason]
    with pytest.raises(ValueError, match=reason):
        draw.draw(pool, GOLDEN_SPEC, seed=GOLDEN_SEED)


def test_colleges_of_fewer_than_five_are_told_apart():
    assert draw.college_counts(golden_pool()) == {
        "citizen": 20,
        "peer": 8,
        "qualified": 4,
        "trade": 4,
    }
    assert draw.small_colleges(golden_pool()) == ["qualified", "trade"]


def parity_draw(sexes, *, seats=5, least=2, seed=GOLDEN_SEED):
    """Draw among C001… whose sexes are given in the order of the ranking of that seed."""
    order = draw.ranking((f"C{number:03}" for number in range(1, len(sexes) + 1)), seed=seed)
    spec = draw.make_spec(
        "PARITY",
        quota={"citizen": seats},
        alternates={"citizen": 2},
        source="test-only",
        parity={"citizen": least},
    )
    pool = [
        Candidate(one, "citizen", sex.strip("-")) for one, sex in zip(order, sexes, strict=True)
    ]
    drawn = draw.draw(pool, spec, seed=seed)["citizen"]
    ranks = {one: rank for rank, one in enumerate(order, 1)}
    return [ranks[one] for one in drawn.seats], [ranks[one] for one in drawn.alternates]


@pytest.mark.parametrize(
    ("sexes", "seats", "alternates"),
    [
        ("fmfmfmfm", [1, 2, 3, 4, 5], [6, 7]),
        ("ffffmmmf", [1, 2, 3, 5, 6], [4, 7]),
        ("mmmmmmfmf", [1, 2, 3, 7, 9], [4, 5]),
        ("----fffmm", [1, 5, 6, 8, 9], [2, 3]),
        ("mmmmmmmf", [1, 2, 3, 4, 8], [5, 6]),
        ("mmmmmmm", [1, 2, 3, 4, 5], [6, 7]),
        ("-------", [1, 2, 3, 4, 5], [6, 7]),
    ],
)
def test_parity_skips_only_who_would_make_it_impossible(sexes, seats, alternates):
    assert parity_draw(sexes) == (seats, alternates)


@settings(max_examples=60)
@given(st.lists(st.sampled_from("fm-"), min_size=5, max_size=14))
def test_parity_is_reached_whenever_the_pool_allows_it(sexes):
    seats, _ = parity_draw("".join(sexes))
    seated = Counter(sexes[rank - 1] for rank in seats)
    assert len(seats) == 5
    for sex in "fm":
        assert seated[sex] >= min(2, sexes.count(sex))


@settings(max_examples=50)
@given(st.permutations([f"G{number}" for number in range(12)]), st.integers(0, 14))
def test_choosing_does_not_depend_on_the_order_of_the_ids(ids, count):
    chosen = draw.choose(ids, count, seed=GOLDEN_SEED)
    assert chosen == draw.choose(sorted(ids), count, seed=GOLDEN_SEED)
    assert chosen == draw.ranking(ids, seed=GOLDEN_SEED)[:count]
    assert sorted(draw.ranking(ids, seed=GOLDEN_SEED)) == sorted(ids)


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (10, 1), (31, 4), (40, 4)])
def test_ten_in_a_hundred_is_rounded_up(count, expected):
    assert draw.share(count, 10) == expected


def inclusions(ids, seats, draws):
    counts = Counter()
    for number in range(draws):
        seed = draw.make_seed("00" * 32, "11" * 32, f"{number:032x}")
        counts.update(draw.choose(ids, seats, seed=seed))
    return counts


@pytest.mark.parametrize(("size", "seats"), [(20, 5), (18, 5)])
def test_everybody_has_the_same_chance(size, seats):
    ids = [f"C{number:03}" for number in range(size)]
    draws = 2500
    counts = inclusions(ids, seats, draws)
    chance = seats / size
    four_deviations = 4 * (chance * (1 - chance) / draws) ** 0.5
    assert set(counts) == set(ids)
    assert all(abs(count / draws - chance) < four_deviations for count in counts.values())


def test_the_replacement_is_the_next_rank_not_called_yet():
    alternates = ["C015", "C019", "C011"]
    called = []
    for expected in [*alternates, None]:
        assert draw.next_alternate(alternates, called) == expected
        called.append({"in": expected})


def test_the_pure_modules_run_without_anything_installed():
    """-S leaves out site-packages, -I the environment: only the standard library answers."""
    root = Path(__file__).parents[2]
    program = (
        f"import sys; sys.path.insert(0, {str(root)!r}); import label.draw_file; "
        "print(sorted(name for name in sys.modules if name.startswith('label')))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "['label', 'label.draw', 'label.draw_file', 'label.randomness']\n"
