"""The journal for everybody: the whole chain, of which only what 6.4 allows is said."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from label import chain, proof
from label import journal as kept
from label.models import Event

TOGETHER = 200  # events written at once


def text(now: datetime) -> Iterator[str]:
    """journal.json, piece by piece: it grows for ever (docs/proof.md)."""
    entered = proof.Entered.of(_entries())
    head = {"format": proof.JOURNAL_FORMAT, "exported_at": chain.utc_text(now)}
    yield f'{_json(head)[:-1]},"events":['
    ends: dict[str, dict] = {}
    events, before = kept.links(), ""
    while group := list(islice(events, TOGETHER)):
        ends |= {event["at"][:10]: event for event in group}
        yield before + ",\n".join(_json(proof.public_event(event, entered)) for event in group)
        before = ",\n"
    yield f'],"roots":{_json(chain.daily_roots(ends.values()))}}}\n'


def _entries() -> list[dict]:
    """The events by which grants entered the register."""
    rows = Event.objects.filter(move__in=proof.ENTRY_MOVES).select_related("case")
    return [kept.as_link(event) for event in rows.order_by("seq")]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
