import pytest

from directory.figures import rounded


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [(0.96, 1, "1,0"), (0.94, 1, "0,9"), (1310, 0, "1310"), (2.5, 0, "2"), (-0.26, 1, "-0,3")],
)
def test_number_is_rounded_not_cut(value, decimals, words):
    assert rounded(value, decimals) == words
