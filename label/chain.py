"""The audit log's chain of hashes (label.md 6.6). Standard library only.

An event is a mapping with the values of label.md 6.6, and what moved inside the case: `machine`
(« case », « grant », « seat »…, "" for an act that moves nothing), `object` (its number, as text)
and `move` (« C02 » or ""); `type` is the event's name (« submit »). `case` and `object` are text.
The hash covers them in two halves, so that the published log can keep back the private half of an
event, or all of it, and still be verified link by link:

    public_hash  = SHA-256 of the canonical JSON of PUBLIC
    private_hash = SHA-256 of the canonical JSON of PRIVATE
    body_hash    = SHA-256(public_hash ‖ private_hash)
    hash         = SHA-256("madeingard-event-v1" ‖ 0x00 ‖ prev_hash ‖ body_hash)

`private_hash` cannot be guessed, because it covers `payload_hash`, which is salted at random. The
payload itself (what names people) is kept apart: once it and its salt are erased, the chain holds.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

PREFIX = b"madeingard-event-v1\x00"
PAYLOAD_PREFIX = b"madeingard-payload-v1\x00"
START = "00" * 32  # the prev_hash of the first event

PUBLIC = ("seq", "at", "role", "case", "machine", "object", "move", "type", "from", "to")
PRIVATE = ("actor_id", "guard_results", "payload_hash")
FIELDS = (*PUBLIC, *PRIVATE, "prev_hash")

_DIGEST = re.compile(r"[0-9a-f]{64}")


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces, plain UTF-8. Raises ValueError for NaN and infinity."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def utc_text(moment: datetime) -> str:
    """An aware moment as the log writes it, microseconds always: 2026-09-01T08:00:00.000000Z."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone has no place in the log")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def new_salt() -> str:
    """A salt of 128 bits, in hexadecimal digits."""
    return secrets.token_hex(16)


def payload_hash(payload: Mapping, *, salt: str) -> str:
    """What the chain keeps of a payload: nothing that can be guessed without the salt."""
    return _sha(PAYLOAD_PREFIX, bytes.fromhex(salt), canonical(payload))


def public_hash(event: Mapping) -> str:
    return _sha(canonical({name: event[name] for name in PUBLIC}))


def private_hash(event: Mapping) -> str:
    return _sha(canonical({name: event[name] for name in PRIVATE}))


def join_halves(public_hash: str, private_hash: str) -> str:
    return _sha(bytes.fromhex(public_hash), bytes.fromhex(private_hash))


def body_hash(event: Mapping) -> str:
    return join_halves(public_hash(event), private_hash(event))


def link(prev_hash: str, body_hash: str) -> str:
    return _sha(PREFIX, bytes.fromhex(prev_hash), bytes.fromhex(body_hash))


def event_hash(event: Mapping) -> str:
    """The hash of an event, from its values and its `prev_hash`."""
    return link(event["prev_hash"], body_hash(event))


def first_break(events: Iterable[Mapping]) -> str:
    """Walk whole events, each with its `hash`; the first thing that does not match, or nothing.

    The sentence is in French, as it is shown to people.
    """
    expected_seq, prev_hash, before = 1, START, ""
    for event in events:
        seq = event["seq"]
        if seq != expected_seq:
            return f"événement {expected_seq} : absent, le suivant porte le numéro {seq}"
        if event["prev_hash"] != prev_hash:
            return f"événement {seq} : il ne suit pas l’événement {seq - 1}"
        if event["hash"] != event_hash(event):
            return f"événement {seq} : son contenu ne correspond plus à son empreinte"
        if event["at"] < before:
            return f"événement {seq} : daté d’avant l’événement {seq - 1}"
        expected_seq, prev_hash, before = seq + 1, event["hash"], event["at"]
    return ""


def daily_roots(events: Iterable[Mapping]) -> list[dict]:
    """For each UTC day that has events, the last of them: its hash stands for all before it.

    `events` in their order, each with `seq`, `at` and `hash`.
    """
    last = {event["at"][:10]: event for event in events}
    return [
        {"day": day, "seq": event["seq"], "hash": event["hash"]}
        for day, event in sorted(last.items())
    ]


def is_digest(value: object) -> bool:
    return isinstance(value, str) and bool(_DIGEST.fullmatch(value))


def _sha(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()
