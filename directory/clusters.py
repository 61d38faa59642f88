"""Counts of listings per tile, kept ready so that a map of a whole country costs no more than
that of a village."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum

from directory.geography import FINEST_ZOOM, Box, tile
from directory.models import ListingCell

# A map shows tiles of any zoom: it adds up at most 64 of the kept ones for each.
ZOOMS = (8, 11, 14, 17)
_COARSE, _FINE = 11, 14
_TURN = 30_000_002  # the number of the lock: any, once chosen

_ADD = """
    INSERT INTO directory_listingcell (zoom, x, y, total, latitude_sum, longitude_sum)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (zoom, x, y) DO UPDATE SET
        total = directory_listingcell.total + excluded.total,
        latitude_sum = directory_listingcell.latitude_sum + excluded.latitude_sum,
        longitude_sum = directory_listingcell.longitude_sum + excluded.longitude_sum
"""
_COUNT = """
    INSERT INTO directory_listingcell (zoom, x, y, total, latitude_sum, longitude_sum)
    SELECT %s, tile_x >> %s, tile_y >> %s, COUNT(*), SUM(latitude), SUM(longitude)
    FROM directory_listing
    WHERE tile_x IS NOT NULL
    GROUP BY 2, 3
"""

Position = tuple[float | None, float | None]


def move(before: Position, after: Position):
    """Follow a listing from one place to another; (None, None) is nowhere."""
    if before == after:
        return
    changes = [*_changes(before, -1), *_changes(after, 1)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_ADD, sorted(changes))  # the same order for all: no deadlock
        if before[0] is not None:
            ListingCell.objects.filter(total__lte=0).filter(_tiles_of(before)).delete()


def take_turn():
    """Wait until nobody else writes rows, to the end of the transaction.

    Two batches that move the same tiles in another order would stop each other. SQLite has one
    writer at a time already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def rebuild():
    """Count again, from the listings, while nobody changes the counts."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE directory_listingcell IN EXCLUSIVE MODE")
        ListingCell.objects.all()._raw_delete(ListingCell.objects.db)
        for zoom in ZOOMS:
            shift = FINEST_ZOOM - zoom
            cursor.execute(_COUNT, [zoom, shift, shift])


def total_in(box: Box) -> int:
    """How many listings stand in the tiles that a box touches: a little more than in the box."""
    cells = touching(box, _COARSE if box.east - box.west > 2 else _FINE)
    return cells.aggregate(total=Sum("total"))["total"] or 0


def touching(box: Box, zoom: int) -> QuerySet[ListingCell]:
    """The kept tiles of a zoom that a box touches."""
    west, north = tile(box.north, box.west, zoom)
    east, south = tile(box.south, box.east, zoom)
    return ListingCell.objects.filter(
        zoom=zoom, x__gte=west, x__lte=east, y__gte=north, y__lte=south, total__gt=0
    )


def _changes(position: Position, sign: int) -> Iterable[tuple]:
    latitude, longitude = position
    if latitude is None:
        return
    for zoom in ZOOMS:
        yield zoom, *tile(latitude, longitude, zoom), sign, sign * latitude, sign * longitude


def _tiles_of(position: Position) -> Q:
    found = Q()
    for zoom in ZOOMS:
        x, y = tile(*position, zoom)
        found |= Q(zoom=zoom, x=x, y=y)
    return found
