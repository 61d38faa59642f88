import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from label import randomness
from label.randomness import CHAINS, Source, read_source


def test_the_rounds_of_drand_come_every_three_seconds():
    quicknet = CHAINS["quicknet"]
    assert quicknet.moment_of(1) == datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)
    assert quicknet.moment_of(1001) - quicknet.moment_of(1) == timedelta(seconds=3000)


@pytest.mark.parametrize("chain", CHAINS.values(), ids=list(CHAINS))
@pytest.mark.parametrize("seconds", [-5, 0, 0.5, 1, 29, 30, 31])
def test_the_first_round_from_a_moment_is_the_first(chain, seconds):
    moment = chain.moment_of(5000) + timedelta(seconds=seconds)
    number = chain.first_round_from(moment)
    assert chain.moment_of(number) >= moment > chain.moment_of(number - 1)


def test_no_round_comes_before_the_first():
    assert CHAINS["default"].first_round_from(datetime(2019, 1, 1, tzinfo=UTC)) == 1


def test_sources_read_as_they_are_written():
    assert read_source(randomness.drand_source("quicknet", 12)) == Source(
        "drand", "quicknet", round=12
    )
    assert read_source(randomness.lottery_source("Loto : 1er tirage", date(2026, 9, 2))) == Source(
        "lottery", "Loto : 1er tirage", day=date(2026, 9, 2)
    )
    assert read_source("test-only") == Source("other", "test-only")


@pytest.mark.parametrize("text", ["drand:quicknet:0", "drand:quicknet:1e3", "drand:moon:1"])
def test_a_round_that_cannot_be_is_refused(text):
    with pytest.raises(ValueError, match="source drand illisible"):
        read_source(text)


def test_lottery_numbers_are_read_whatever_stands_between_them():
    for typed in ("07 12 23 31 45 + 4", "7,12,23,31,45,4", " 7-12-23 / 31 45\n04"):
        assert randomness.normal_numbers(typed) == "7 12 23 31 45 4"
    assert randomness.from_numbers("7 12") == hashlib.sha256(b"7 12").hexdigest()


@pytest.mark.parametrize("typed", ["", "  ", "sept", "7 et 12", "٣ 4"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="écrivez les numéros"):
        randomness.normal_numbers(typed)


def test_the_randomness_of_a_round_is_the_digest_of_its_signature():
    assert randomness.from_drand_signature("00ff") == hashlib.sha256(b"\x00\xff").hexdigest()


def test_typed_digits_take_one_form():
    assert randomness.normal_hex(" 00FF" * 8 + "\n") == "00ff" * 8
    for typed in ("", "00ff", "0" * 33, "zz" * 16):
        with pytest.raises(ValueError, match="chiffres hexadécimaux"):
            randomness.normal_hex(typed)
