"""Which rows stand on a page, in what order."""

from math import pi

from django.db.models import Q, QuerySet

from directory import geography
from directory.hours.engine import PARIS
from directory.models import Listing
from directory.models.listing import copies
from directory.search.filters import chord, matching, narrowed, open_alone, within
from directory.search.query import DISTANCE, FRESHNESS, NAME, Query
from directory.search.results import MOST_COUNTED
from home import edition

# Below this many results they are all compared; above, rings grow around the place.
FEW = 1000
SMALLEST_RING_KM = 0.2
SPARE = 4  # a ring may hold this many times what is needed; more, and a narrower one is tried
MOST_RINGS = 20
WALKS = (250, 1000, 4000, 16_000)  # rows read in their order, until enough of them are results
HALF_ROUND_KM = pi * geography.EARTH_RADIUS_KM


def page_of(
    query: Query,
    rows: QuerySet[Listing] | None = None,
    *,
    total: int,
    start: int,
    size: int,
) -> list[Listing]:
    """The results from `start` on, `size` at most, in the order of the search.

    `rows` are the results, if something shorter than the whole search names them.
    """
    rows = matching(query) if rows is None else rows
    if query.sort == DISTANCE and total > FEW:
        return in_order(nearest(query, start + size)[start:])
    if total >= MOST_COUNTED and (ids := _walked(query, start + size)) is not None:
        return in_order(ids[start:])
    return list(_ordered(query, rows)[start : start + size])


def _walked(query: Query, needed: int) -> list[int] | None:
    """The first results by name or freshness, read in that order: of a search that keeps
    thousands, many rows are results. None if they do not come soon."""
    every_row = Listing.objects.all()
    if query.open_at and query.sort == FRESHNESS:  # an index holds the few that may be open
        every_row = every_row.filter(intervals_until__isnull=False)
    every_row = _ordered(query, every_row).values_list("pk", flat=True)
    found, first = [], 0
    for number in WALKS:
        ids = list(every_row[first : first + number])
        results = set(matching(query, among=ids).values_list("pk", flat=True))
        found += [pk for pk in ids if pk in results]
        if len(found) >= needed or len(ids) < number:
            return found[:needed]
        first += number
    return None


def ids_of(query: Query) -> list[int]:
    """The results, or one more than are counted at most; nearest first if that is asked."""
    if (opened := open_alone(query)) is not None:
        return list(opened.values_list("listing", flat=True)[: MOST_COUNTED + 1])
    found = matching(query, few=True)
    if query.sort != DISTANCE:
        return list(found.values_list("pk", flat=True)[: MOST_COUNTED + 1])
    away = chord(query.place.latitude, query.place.longitude)
    rows = found.annotate(is_sunk=_is_sunk(query), away=away)
    triples = rows.values_list("is_sunk", "away", "pk")[: MOST_COUNTED + 1]
    return [pk for _is_sunk, _away, pk in sorted(triples)]


def in_order(ids: list[int]) -> list[Listing]:
    """The rows of some ids, in their order; the caller's own, to write on."""
    found = edition.keep_each("listing", ids, Listing.objects.in_bulk)
    return copies(found[pk] for pk in ids if pk in found)


def _ordered(query: Query, rows: QuerySet[Listing]) -> QuerySet[Listing]:
    if query.sort == DISTANCE:
        place = query.place
        rows = rows.annotate(is_sunk=_is_sunk(query))
        return rows.order_by("is_sunk", chord(place.latitude, place.longitude).asc(), "pk")
    if query.sort == NAME:
        return rows.order_by("sort_name", "pk")
    return rows.order_by("-ranked_on", "sort_name", "pk")


def nearest(query: Query, needed: int, *, from_km: float = SMALLEST_RING_KM) -> list[int]:
    """Ids of the nearest rows, nearest first, after which those long without news."""
    ids = _nearest(query, needed, from_km, is_sunk=False)
    if len(ids) < needed:
        ids += _nearest(query, needed - len(ids), from_km, is_sunk=True)
    return ids


def _nearest(query: Query, needed: int, from_km: float, *, is_sunk: bool) -> list[int]:
    """Those of one sort, without ordering the thousands of a dense town.

    A ring is wide enough once it holds what is needed: nothing outside it can be nearer. Each try
    reads a bounded number of rows; a ring too full is halved towards the last that lacked some.
    """
    start, widest = _reach(query)
    inner, outer, too_full = start, min(start + from_km, widest), None
    limit = needed * SPARE
    for _attempt in range(MOST_RINGS):
        found = list(_in_ring(query, outer, is_sunk)[: limit + 1])
        if len(found) > limit:
            too_full = outer
        elif len(found) >= needed or outer >= widest:
            return [pk for pk, _chord in sorted(found, key=lambda row: (row[1], row[0]))][:needed]
        else:
            inner = outer
        outer = (inner + too_full) / 2 if too_full else min(2 * outer - start, widest)
    # Many at the very same point: no ring is narrow enough.
    found = _in_ring(query, too_full or widest, is_sunk).order_by("chord", "pk")[:needed]
    return [pk for pk, _chord in found]


def _reach(query: Query) -> tuple[float, float]:
    """About how far the area begins, and how far it cannot go beyond."""
    place = query.place
    if query.bbox is None:
        return 0.0, place.radius_km
    edge = query.bbox.nearest_to(place.latitude, place.longitude)
    return geography.distance_km(place.latitude, place.longitude, *edge), HALF_ROUND_KM


def _is_sunk(query: Query) -> Q:
    return Q(sinks_on__lte=query.now.astimezone(PARIS).date())


def _is_fresh(query: Query) -> Q:
    return Q(sinks_on__gt=query.now.astimezone(PARIS).date())


def _in_ring(query: Query, kilometres: float, is_sunk: bool):
    place, every_row = query.place, Listing.objects.order_by()
    every_row = every_row.filter(_is_sunk(query) if is_sunk else _is_fresh(query))
    rows = within(every_row, place.latitude, place.longitude, kilometres, query.bbox)
    rows = narrowed(rows, query, few=True, is_ring=True)
    rows = rows.annotate(chord=chord(place.latitude, place.longitude))
    return rows.values_list("pk", "chord")


def distance_km(query: Query, row: Listing) -> float | None:
    """How far a row is from the place of the search."""
    if query.place is None or row.latitude is None:
        return None
    place = query.place
    return geography.distance_km(place.latitude, place.longitude, row.latitude, row.longitude)
