"""Adding to the journal: one event at a time, each naming the one before (label.md 6.6)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from label import chain
from label.enums import Role
from label.models import ChainHead, DailyRoot, Event, EventPayload

HEAD = "journal"
# Servers whose clocks differ by less write one after the other all the same.
TOLERANCE = timedelta(hours=1)


class ClockWentBack(Exception):
    """An event would be older than the last one: the journal only goes forward."""


def record(
    obj,
    type: str,
    *,
    by=None,
    role: Role = Role.SYSTEM,
    now: datetime,
    move: str = "",
    source: str = "",
    target: str = "",
    guards: Iterable[str] = (),
    payload: dict | None = None,
) -> Event:
    """Write what happened to `obj`. Call it inside the transaction of the act itself.

    `payload` may name people: it is kept apart, and only its salted hash enters the chain. What an
    operator signed on paper names that paper; `by` is then who typed it.
    """
    head = _locked_head()
    if head.at and now < head.at - TOLERANCE:
        raise ClockWentBack(f"{now} < {head.at}")
    at = max(now, head.at) if head.at else now
    case = obj.case
    if (paper := getattr(by, "signed_paper", None)) is not None:
        payload = (payload or {}) | {"on_paper": paper.told}
    data, salt = payload or {}, chain.new_salt()
    event = Event(
        seq=head.seq + 1,
        at=at,
        actor=by,
        role=role,
        machine=obj.machine,
        object_id=obj.pk,
        object_ref=obj.public_ref,
        case=case,
        move=move,
        type=type,
        source=source,
        target=target,
        guards=list(guards),
        payload_hash=chain.payload_hash(data, salt=salt),
        prev_hash=head.hash,
    )
    event.hash = chain.event_hash(as_link(event))
    event.save()
    EventPayload.objects.create(event=event, salt=salt, data=data)
    ChainHead.objects.filter(pk=head.pk).update(seq=event.seq, hash=event.hash, at=at)
    return event


def as_link(event: Event) -> dict:
    """The event as `label.chain` and `label.proof` read it, its own hash apart."""
    return {
        "seq": event.seq,
        "at": chain.utc_text(event.at),
        "role": str(event.role),
        "case": event.case.reference if event.case_id else "",
        "machine": event.machine,
        "object": event.object_ref,
        "move": event.move,
        "type": event.type,
        "from": event.source,
        "to": event.target,
        "actor_id": event.actor_id,
        "guard_results": event.guards,
        "payload_hash": event.payload_hash,
        "prev_hash": event.prev_hash,
    }


def links() -> Iterator[dict]:
    """The whole journal in order, each event with its hash."""
    for event in Event.objects.select_related("case").order_by("seq").iterator(chunk_size=500):
        yield as_link(event) | {"hash": event.hash}


def keep_daily_roots() -> int:
    """Keep the end of the chain of each past UTC day that has none yet; how many were kept."""
    known = set(DailyRoot.objects.values_list("day", flat=True))
    made = 0
    for root in chain.daily_roots(links())[:-1]:
        day = datetime.fromisoformat(root["day"]).date()
        if day not in known:
            DailyRoot.objects.create(day=day, seq=root["seq"], hash=root["hash"])
            made += 1
    return made


def erase_payload(event: Event, *, now: datetime) -> None:
    """Forget what an event said of people; the chain stays valid."""
    EventPayload.objects.filter(event=event).update(data={}, salt="", erased_at=now)


def _locked_head() -> ChainHead:
    head = ChainHead.objects.select_for_update().filter(name=HEAD).first()
    if head is None:
        ChainHead.objects.get_or_create(name=HEAD, defaults={"hash": chain.START})
        head = ChainHead.objects.select_for_update().get(name=HEAD)
    return head
