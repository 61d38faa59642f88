"""Who sells where: a producer joins a place or leaves it, and nothing else of the place moves."""

from directory.enums import Kind
from directory.models import Listing, PointOfSalePage, Presence, ProducerPage
from directory.people import finding

NOTE_LENGTH = 80


def add(place: PointOfSalePage, producer: ProducerPage, note: str = "") -> None:
    """Write in memory that a producer sells at a place, for `directory.editing.save`."""
    rows = list(place.presences.all())
    own = next((row for row in rows if row.producer_id == producer.pk), None)
    if own is None:
        last = max((row.sort_order or 0 for row in rows), default=0)
        own = Presence(producer_id=producer.pk, sort_order=last + 1)
        rows.append(own)
    own.note = note
    place.presences = rows


def remove(place: PointOfSalePage, producer: ProducerPage) -> None:
    place.presences = [row for row in place.presences.all() if row.producer_id != producer.pk]


def places_named(typed: str) -> list[Listing]:
    """Places online of which the name has the typed words."""
    return [row for row in finding.by_name(typed) if row.kind != Kind.PRODUCER]


def producers_named(typed: str) -> list[Listing]:
    return [row for row in finding.by_name(typed) if row.kind == Kind.PRODUCER]
