import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label import sealing
from label.sealing import CannotOpen

PLACE = {"case": "2026-0001", "juror": "12", "round": 1}
CONTENT = b'{"SAN-1": {"grade": "unmet", "reason": "pas de plan"}}'
SERVER = sealing.server_key("secret")


@settings(max_examples=25)
@given(st.binary(max_size=9000))
def test_what_is_sealed_opens_as_it_was(content):
    public, private = sealing.new_pair()
    box = sealing.seal(content, public, **PLACE)
    assert sealing.unseal(box, private, **PLACE) == content
    draft = sealing.seal_draft(content, SERVER, **PLACE)
    assert sealing.open_draft(draft, [SERVER], **PLACE) == content


@pytest.mark.parametrize("change", [{"case": "2026-0002"}, {"juror": "13"}, {"round": 2}])
def test_a_sheet_put_elsewhere_does_not_open(change):
    public, private = sealing.new_pair()
    box = sealing.seal(CONTENT, public, **PLACE)
    with pytest.raises(CannotOpen):
        sealing.unseal(box, private, **PLACE | change)
    draft = sealing.seal_draft(CONTENT, SERVER, **PLACE)
    with pytest.raises(CannotOpen):
        sealing.open_draft(draft, [SERVER], **PLACE | change)


def test_parts_of_a_place_never_run_into_each_other():
    public, private = sealing.new_pair()
    box = sealing.seal(CONTENT, public, case="1", juror="23", round=1)
    with pytest.raises(CannotOpen):
        sealing.unseal(box, private, case="12", juror="3", round=1)


def test_only_the_private_key_of_the_case_opens():
    public, _ = sealing.new_pair()
    _, other = sealing.new_pair()
    box = sealing.seal(CONTENT, public, **PLACE)
    for key in (other, public, SERVER, b"", b"\x00" * 32):
        with pytest.raises(CannotOpen):
            sealing.unseal(box, key, **PLACE)


def test_any_bit_changed_is_seen():
    public, private = sealing.new_pair()
    data = bytearray(base64.b64decode(sealing.seal(CONTENT, public, **PLACE)))
    for place in (0, 1, 33, 45, 200, len(data) - 1):
        spoilt = bytearray(data)
        spoilt[place] ^= 1
        with pytest.raises(CannotOpen):
            sealing.unseal(base64.b64encode(spoilt).decode(), private, **PLACE)


@pytest.mark.parametrize("box", ["", "AQ==", "pas de la base 64", "é", "AQAA"])
def test_what_is_no_box_does_not_open(box):
    _, private = sealing.new_pair()
    with pytest.raises(CannotOpen):
        sealing.unseal(box, private, **PLACE)
    with pytest.raises(CannotOpen):
        sealing.open_draft(box, [SERVER], **PLACE)
    with pytest.raises(CannotOpen):
        sealing.unwrap(box, [SERVER], case="2026-0001")


def test_the_size_of_a_sheet_tells_nothing_of_its_grades():
    public, _ = sealing.new_pair()
    sizes = {len(sealing.seal(b"x" * size, public, **PLACE)) for size in (0, 1, 900, 4095)}
    assert len(sizes) == 1


def test_the_same_sheet_is_never_sealed_twice_alike():
    public, _ = sealing.new_pair()
    assert len({sealing.seal(CONTENT, public, **PLACE) for _ in range(5)}) == 5


def test_the_private_key_comes_back_from_its_wrapping_for_its_case_only():
    _, private = sealing.new_pair()
    wrapped = sealing.wrap(private, SERVER, case="2026-0001")
    older = [sealing.server_key("newer"), SERVER]
    assert sealing.unwrap(wrapped, older, case="2026-0001") == private
    with pytest.raises(CannotOpen):
        sealing.unwrap(wrapped, older, case="2026-0002")
    with pytest.raises(CannotOpen):
        sealing.unwrap(wrapped, [sealing.server_key("newer")], case="2026-0001")


def test_two_shares_together_are_the_key_and_one_is_nothing():
    public, private = sealing.new_pair()
    one, other = sealing.split(private)
    assert sealing.join(other.lower().replace(" ", "-"), one) == private
    assert sealing.opens(sealing.join(one, other), public)
    assert not sealing.opens(sealing.join(one, one), public)
    assert sealing.split(private) != (one, other)


def test_a_slip_in_a_share_is_said():
    _, private = sealing.new_pair()
    one, other = sealing.split(private)
    slip = ("B" if one[0] == "A" else "A") + one[1:]
    for typed in (slip, one[:-1], one + "A", "", "1" * 56):
        with pytest.raises(CannotOpen):
            sealing.join(typed, other)
