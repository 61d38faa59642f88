from datetime import date

import pytest

from label.equivalences import HeldSign, effects, reopened

DAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ("ab", {"ENV-2": "met", "ENV-4": "evidence"}),
        ("hve", {"ENV-2": "evidence"}),
        ("nature-et-progres", {"ENV-2": "evidence", "SAN-3": "evidence", "SOC-2": "evidence"}),
        ("aop", {"CUL-2": "met"}),
        ("igp", {"CUL-2": "met"}),
        ("label-rouge", {"CUL-3": "met"}),
        ("bienvenue-a-la-ferme", {"CUL-4": "evidence", "ECO-2": "evidence"}),
        ("militant-du-gout", {"CUL-3": "met"}),
        ("epv", {"CUL-1": "met"}),
        ("inconnu", {}),
    ],
)
def test_equivalences_of_label_md_7_2(sign, expected):
    assert effects([HeldSign(sign)], on=DAY) == expected


def test_an_appellation_proves_the_origin_only_where_its_area_fits():
    assert effects([HeldSign("aop", area_fits=True)], on=DAY) == {"CUL-2": "met", "ECO-1": "met"}


def test_the_stronger_of_two_signs_counts_whatever_their_order():
    for signs in (["ab", "hve"], ["hve", "ab"]):
        assert effects([HeldSign(sign) for sign in signs], on=DAY)["ENV-2"] == "met"


def test_a_sign_counts_until_its_last_day_and_its_lapse_reopens_the_criterion():
    ab = HeldSign("ab", valid_until=DAY)
    after = date(2026, 9, 2)
    assert effects([ab], on=DAY) == {"ENV-2": "met", "ENV-4": "evidence"}
    assert effects([ab], on=after) == {}
    assert reopened([ab, HeldSign("hve")], since=DAY, on=after) == ["ENV-2", "ENV-4"]
    assert reopened([ab], since=DAY, on=DAY) == []
