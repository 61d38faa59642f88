"""The same results on a map: each place while they are few, groups of them above.

Never an arbitrary cut: above MOST_POINTS every result is counted in a group, by tiles of the Web
Mercator grid. Groups are exact; only the whole of a wide area, without any filter, is read from the
counts kept ready (`directory.clusters`), and then by whole tiles.
"""

import json
from collections.abc import Sequence
from math import log2
from typing import NamedTuple

from django.db import connection
from django.db.models import Avg, Count, F, Max, Min, Sum

from directory.clusters import ZOOMS, touching
from directory.geography import FINEST_ZOOM, Box, box_around, tile, tile_box
from directory.models import ListingCell
from directory.models.listing import STRIP_SHIFT
from directory.search.features import features, to_json
from directory.search.filters import matching
from directory.search.query import Query
from home import edition

MOST_POINTS = 200
MOST_GROUPED = 10_000  # rows of an area that are grouped one by one when counts are kept ready
TILES_ACROSS = 10
EXTENT_ZOOM = 11  # the kept tiles that tell where the whole territory lies

# An area without filters is what every move of a map asks: to build its query in Python would
# take longer than to run it. An index holds all that it reads.
_PLAIN = """
    SELECT id FROM directory_listing
    WHERE {strips}latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s
    LIMIT %s
"""
MOST_STRIPS = 40  # some 9 km; a higher box that holds few places is in a land that has few


def points(query: Query) -> dict:
    """A GeoJSON FeatureCollection of the results in the area of a search.

    A feature is a place (`id`, `nom`, `type`, `url`, `ouvert`, `label`, `familles`, and what a map
    shows of it: `icone`, `encre`, `etat`, `commune`, and `absence` where it has none now of the
    products asked for), or a group of places (`cluster`, `nombre`, and the `bbox` to zoom into)
    that stands in their middle. `total` counts the places of both.
    """
    return json.loads(points_json(query))


def points_json(query: Query, **more) -> bytes:
    """The same as the bytes that are sent, with `more` beside: places are written as such, since
    the library would take as long to write two hundred as the database to find them."""
    found, total = _found(query)
    whole = to_json({"type": "FeatureCollection", "total": total} | more)
    return b'%s,"features":[%s]}' % (whole[:-1].encode(errors="replace"), b",".join(found))


def _found(query: Query) -> tuple[list[bytes], int]:
    ids = _few_ids(query)
    if len(ids) <= MOST_POINTS:
        return features(ids, query), len(ids)
    is_round = query.place is not None and query.bbox is None  # tiles cannot follow a circle
    if not query.has_filters and not is_round:
        groups, total = _kept(query)
        if total > MOST_GROUPED:
            return groups, total
    groups = edition.keep(
        ("groups", query.lasting),
        lambda: _grouped(query),
        weigh=lambda groups: 100 * len(groups.alone) + 250 * len(groups.features),
    )
    return [*groups.features, *features(groups.alone, query)], groups.total


def _few_ids(query: Query) -> Sequence[int]:
    """The results of a search, or one more than a map shows one by one."""
    if query.bbox is None or query.has_filters:
        found = matching(query, few=True).filter(latitude__isnull=False)
        return found.values_list("pk", flat=True)[: MOST_POINTS + 1]
    west, south, east, north = query.bbox.sides
    first, last = (tile(edge, west)[1] >> STRIP_SHIFT for edge in (north, south))
    strips = ""
    if last - first < MOST_STRIPS:
        numbers = ", ".join(map(str, range(first, last + 1)))
        strips = f"tile_y >> {STRIP_SHIFT} IN ({numbers}) AND "
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN.format(strips=strips), [south, north, west, east, MOST_POINTS + 1])
        return [pk for (pk,) in cursor.fetchall()]


# Groups


class _Groups(NamedTuple):
    """Groups of results, and the ids of those that stand alone: their states pass sooner."""

    features: list[bytes]
    alone: list[int]
    total: int


def _grouped(query: Query) -> _Groups:
    zoom = _zoom(_box(query))
    shift = FINEST_ZOOM - zoom
    groups = (
        matching(query)
        .filter(tile_x__isnull=False)
        .values_list(F("tile_x").bitrightshift(shift), F("tile_y").bitrightshift(shift))
        .annotate(
            Count("pk"),
            Avg("latitude"),
            Avg("longitude"),
            Min("longitude"),
            Min("latitude"),
            Max("longitude"),
            Max("latitude"),
            Min("pk"),
        )
        .order_by()
    )
    found, alone, total = [], [], 0
    for _x, _y, number, latitude, longitude, *sides, first in sorted(groups):
        total += number
        if number == 1:
            alone.append(first)
        else:
            found.append(_group(number, latitude, longitude, Box(*sides)))
    return _Groups(found, alone, total)


def _kept(query: Query) -> tuple[list[bytes], int]:
    """Groups of everything, from the counts kept per tile."""
    box = _box(query)
    zoom = _zoom(box)
    kept = next((finer for finer in ZOOMS if finer >= zoom), ZOOMS[-1])
    zoom = min(zoom, kept)
    shift = kept - zoom
    groups = (
        touching(box, kept)
        .values_list(F("x").bitrightshift(shift), F("y").bitrightshift(shift))
        .annotate(Sum("total"), Sum("latitude_sum"), Sum("longitude_sum"))
        .order_by()
    )
    found, total = [], 0
    for x, y, number, latitudes, longitudes in sorted(groups):
        total += number
        middle = latitudes / number, longitudes / number
        found.append(_group(number, *middle, tile_box(x, y, zoom)))
    return found, total


def _group(number: int, latitude: float, longitude: float, box: Box) -> bytes:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]},
        "properties": {
            "cluster": True,
            "nombre": number,
            "bbox": [round(side, 6) for side in box.sides],
        },
    }
    return to_json(feature).encode()


def _box(query: Query) -> Box:
    """The area shown: the one asked for, or where everything lies."""
    if query.bbox is not None:
        return query.bbox
    if query.place is not None:
        return box_around(query.place.latitude, query.place.longitude, query.place.radius_km)
    west, north, east, south = (
        ListingCell.objects.filter(zoom=EXTENT_ZOOM)
        .aggregate(west=Min("x"), north=Min("y"), east=Max("x"), south=Max("y"))
        .values()
    )
    if west is None:
        return Box(-180, -85, 180, 85)
    first, last = tile_box(west, north, EXTENT_ZOOM), tile_box(east, south, EXTENT_ZOOM)
    return Box(first.west, last.south, last.east, first.north)


def _zoom(box: Box) -> int:
    """The zoom whose tiles cut the longer side of an area in five to ten."""
    west, north = tile(box.north, box.west)
    east, south = tile(box.south, box.east)
    side = max(east - west, south - north, 1)
    return max(0, min(FINEST_ZOOM, int(FINEST_ZOOM - log2(side / TILES_ACROSS))))
