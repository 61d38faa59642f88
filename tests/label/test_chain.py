from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label import chain

PAYLOAD = "851ee3a05e0507a9af8a61319b8e8d0723b0a8a601d1361963370933c7ad1eaf"
EVENT = "cf672989396e7bf62cc05973a62307522c5e7f34e1955becc64605f8f171f52a"


def make_log(count=4):
    """Whole events as the database keeps them, with the payload and salt of each."""
    events, kept, prev_hash = [], [], chain.START
    for seq in range(1, count + 1):
        payload, salt = {"name": f"Personne {seq}"}, chain.new_salt()
        event = {
            "seq": seq,
            "at": chain.utc_text(datetime(2026, 9, 1 + seq // 3, 8, seq, tzinfo=UTC)),
            "actor_id": 40 + seq,
            "role": "secretariat",
            "case": "2026-0001",
            "machine": "case",
            "object": "2026-0001",
            "move": f"C{seq:02}",
            "type": "submit",
            "from": "draft",
            "to": "submitted",
            "guard_results": [{"guard": "has_product_line", "reasons": []}],
            "payload_hash": chain.payload_hash(payload, salt=salt),
            "prev_hash": prev_hash,
        }
        prev_hash = chain.event_hash(event)
        events.append(event | {"hash": prev_hash})
        kept.append((payload, salt))
    return events, kept


def test_an_untouched_log_has_no_break():
    events, _ = make_log()
    assert chain.first_break(events) == ""
    assert chain.first_break([]) == ""


def test_the_hash_is_written_down_once_for_all():
    """Three years later the same event must give the same hash."""
    event = {
        "seq": 1,
        "at": "2026-09-01T08:00:00.000000Z",
        "actor_id": 7,
        "role": "operator",
        "case": "2026-0001",
        "machine": "case",
        "object": "2026-0001",
        "move": "C02",
        "type": "submit",
        "from": "draft",
        "to": "submitted",
        "guard_results": [],
        "payload_hash": chain.payload_hash({"mots": "d’ici"}, salt="11" * 16),
        "prev_hash": chain.START,
    }
    assert event["payload_hash"] == PAYLOAD
    assert chain.event_hash(event) == EVENT


@pytest.mark.parametrize("name", [*chain.PUBLIC, *chain.PRIVATE])
def test_any_value_changed_breaks_the_chain_there(name):
    events, _ = make_log()
    events[1] = events[1] | {name: 99 if name == "seq" else "autre"}
    said = {
        "seq": "événement 2 : absent, le suivant porte le numéro 99",
    }.get(name, "événement 2 : son contenu ne correspond plus à son empreinte")
    assert chain.first_break(events) == said


def test_an_event_taken_out_put_in_or_rewritten_is_seen():
    events, _ = make_log()
    assert chain.first_break(events[:1] + events[2:]) == (
        "événement 2 : absent, le suivant porte le numéro 3"
    )
    rewritten = events[1] | {"to": "lapsed"}
    rewritten["hash"] = chain.event_hash(rewritten)
    assert chain.first_break([events[0], rewritten, *events[2:]]) == (
        "événement 3 : il ne suit pas l’événement 2"
    )


def test_time_never_runs_backwards():
    events, _ = make_log(1)
    late = dict(events[0], seq=2, prev_hash=events[0]["hash"], at="2020-01-01T00:00:00.000000Z")
    late["hash"] = chain.event_hash(late)
    assert chain.first_break([*events, late]) == "événement 2 : daté d’avant l’événement 1"


def test_erasing_a_payload_and_its_salt_keeps_the_chain_valid():
    events, kept = make_log()
    assert [chain.payload_hash(payload, salt=salt) for payload, salt in kept] == [
        event["payload_hash"] for event in events
    ]
    kept.clear()
    assert chain.first_break(events) == ""


def test_the_same_payload_never_has_the_same_hash_twice():
    salts = [chain.new_salt() for _ in range(20)]
    assert len({chain.payload_hash({}, salt=salt) for salt in salts}) == 20


def test_the_private_half_alone_links_an_event_whose_rest_is_shown():
    events, _ = make_log()
    event = events[2]
    private = chain.private_hash(event)
    shown = {name: event[name] for name in chain.PUBLIC}
    body = chain.join_halves(chain.public_hash(shown), private)
    assert chain.link(events[1]["hash"], body) == event["hash"]


def test_moments_are_written_in_utc():
    paris = timezone(timedelta(hours=2))
    assert chain.utc_text(datetime(2026, 7, 1, 0, 30, tzinfo=paris)) == (
        "2026-06-30T22:30:00.000000Z"
    )
    with pytest.raises(ValueError, match="time zone"):
        chain.utc_text(datetime(2026, 7, 1))


def test_the_root_of_a_day_is_its_last_event():
    events, _ = make_log()
    assert chain.daily_roots(events) == [
        {"day": "2026-09-01", "seq": 2, "hash": events[1]["hash"]},
        {"day": "2026-09-02", "seq": 4, "hash": events[3]["hash"]},
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_canonical_bytes_do_not_depend_on_the_order_of_keys(value):
    turned = dict(reversed(list(value.items())))
    assert chain.canonical(turned) == chain.canonical(value)
