import pytest

from label import compass
from label.compass import Seed


def test_a_petal_for_each_dimension_in_the_order_of_the_inks():
    assert [(petal.dimension, petal.angle, petal.ink) for petal in compass.petals({})] == [
        ("env", 0, "garrigue"),
        ("san", 72, "rhone"),
        ("soc", 144, "fraise"),
        ("cul", 216, "prune"),
        ("eco", 288, "ocre"),
    ]


def test_a_seed_says_how_its_criterion_stands():
    grades = ["absent", "started", "held", "exemplary"]
    assert [seed.shape for seed in compass.petals({"env": grades})[0].seeds] == [
        "empty",
        "half",
        "full",
        "ringed",
    ]
    assert compass.petals({"san": [None]})[1].seeds == (Seed(32, 12, "unknown"),)
    assert compass.petals({"san": ["cannot"]})[1].seeds == (Seed(32, 12, "unknown"),)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 9])
def test_seeds_stay_within_the_petal_and_apart(count):
    seeds = compass.petals({"eco": ["held"] * count})[4].seeds
    assert len(seeds) == min(count, 5)
    assert all(20 <= seed.x <= 44 and 6 <= seed.y <= 22 for seed in seeds)
    for one in seeds:
        for other in seeds:
            if one is not other:
                assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 > 5.5**2
