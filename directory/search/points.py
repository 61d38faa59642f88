"""The same results on a map: each place while they are few, groups of them above.

Never an arbitrary cut: above MOST_POINTS every result is counted in a group, by tiles of the Web
Mercator grid. Groups are exact; only the whole of a wide area, without any filter, is read from the
counts kept ready (`directory.clusters`), and then by whole tiles.
"""

import json
import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from json.encoder import encode_basestring
from math import log2

from django.db import connection
from django.db.models import Avg, Count, F, Max, Min, QuerySet, Sum
from django.utils.translation import get_language

from directory.clusters import ZOOMS, touching
from directory.enums import KIND_LOOKS, Kind
from directory.geography import FINEST_ZOOM, Box, box_around, tile, tile_box
from directory.hours import State
from directory.hours.engine import PARIS
from directory.listing import hours_of
from directory.models import Listing, ListingCell
from directory.search import stock
from directory.search.filters import matching, opening
from directory.search.query import Query
from home import seo

MOST_POINTS = 200
MOST_GROUPED = 10_000  # rows of an area that are grouped one by one when counts are kept ready
TILES_ACROSS = 10
EXTENT_ZOOM = 11  # the kept tiles that tell where the whole territory lies

_COLUMNS = (
    *("pk", "name", "kind", "path", "latitude", "longitude", "is_labelled", "family_slugs"),
    *("place_name", "page_id", "hours", "intervals_until"),
)
_text = encode_basestring  # a string of JSON, accents as they are


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_LOOKS = {
    kind.value: _json({"type": kind.value, "icone": icon, "encre": ink})[1:-1]
    for kind, (icon, ink) in KIND_LOOKS.items()
}
_PRODUCER = Kind.PRODUCER.value
_NO_STATE = _json({"ouvert": None, "etat": ""})[1:-1]
# Hours that need their words read: « sur rendez-vous », an end that is not said.
_WORDY = re.compile(r'["+]|\|\||unknown')


def points(query: Query) -> dict:
    """A GeoJSON FeatureCollection of the results in the area of a search.

    A feature is a place (`id`, `nom`, `type`, `url`, `ouvert`, `label`, `familles`, and what a map
    shows of it: `icone`, `encre`, `etat`, `commune`, and `absence` where it has none now of the
    products asked for), or a group of places (`cluster`, `nombre`, and the `bbox` to zoom into)
    that stands in their middle. `total` counts the places of both.
    """
    return json.loads(points_text(query))


def points_text(query: Query, **more) -> str:
    """The same as the text that is sent, with `more` beside: places are written as such, since the
    library would take as long to write two hundred as the database to find them."""
    features, total = _found(query)
    whole = {"type": "FeatureCollection", "total": total} | more
    return f'{_json(whole)[:-1]},"features":[{",".join(features)}]}}'


def _found(query: Query) -> tuple[list[str], int]:
    rows = _few_rows(query)
    if len(rows) <= MOST_POINTS:
        return _features(rows, query), len(rows)
    is_round = query.place is not None and query.bbox is None  # tiles cannot follow a circle
    if not query.has_filters and not is_round:
        groups, total = _kept(query)
        if total > MOST_GROUPED:
            return groups, total
    return _grouped(query)


# Places one by one

# An area without filters is what every move of a map asks: to build its query in Python would
# take longer than to run it.
_PLAIN = """
    SELECT l.id, l.name, l.kind, l.path, l.latitude, l.longitude, l.is_labelled, l.family_slugs,
           l.place_name, l.page_id, l.hours, l.intervals_until,
           CASE WHEN l.intervals_until IS NOT NULL THEN
               (SELECT o.start || '/' || o."end" FROM directory_openinterval o
                WHERE o.listing_id = l.id AND o."end" > %s ORDER BY o."end" LIMIT 1)
           END
    FROM directory_listing l
    WHERE l.latitude BETWEEN %s AND %s AND l.longitude BETWEEN %s AND %s
    LIMIT %s
"""


def _few_rows(query: Query) -> list[tuple]:
    """The rows of a search, or one more than a map shows one by one."""
    if query.bbox is None or query.has_filters:
        found = matching(query).filter(latitude__isnull=False)
        return _rows(found[: MOST_POINTS + 1], query)
    box, at = query.bbox, connection.ops.adapt_datetimefield_value(query.at)
    sides = box.south, box.north, box.west, box.east
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN, [at, *sides, MOST_POINTS + 1])
        return cursor.fetchall()


def _rows(found: QuerySet, query: Query) -> list[tuple]:
    """The columns of `_PLAIN` for some results."""
    columns = found.annotate(opens=opening(query.at, "start"), closes=opening(query.at, "end"))
    return [
        (*row, opens and (opens, closes))
        for *row, opens, closes in columns.values_list(*_COLUMNS, "opens", "closes")
    ]


def _features(rows: list[tuple], query: Query) -> list[str]:
    told = _Told(query, rows)
    prefix = seo.in_language("/").rstrip("/")  # « /en » for readers of English
    features = []
    for row in sorted(rows):
        pk, name, kind, path, latitude, longitude, labelled, families, place, page, *_hours = row
        state = _NO_STATE if kind == _PRODUCER else told.state(row)
        absence = told.absences and told.absences.get(pk)
        features.append(
            f'{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{longitude!r},'
            f'{latitude!r}]}},"properties":{{"id":{page or -pk},"nom":{_text(name)},'
            f'"url":{_text(prefix + path)},"label":{"true" if labelled else "false"},'
            f'"familles":{_texts(families)},"commune":{_text(place)},{_LOOKS[kind]},{state}'
            + (f',"absence":{_text(absence)}}}}}' if absence else "}}")
        )
    return features


class _Told:
    """Whether places are open, read from their known openings; their hours are parsed only when
    these do not tell all."""

    def __init__(self, query: Query, rows: list[tuple]):
        self.at = query.at
        self.today = query.at.astimezone(PARIS).date()
        self.language = get_language()
        wordy = [row[0] for row in rows if _needs_reading(row)]
        self.wordy = Listing.objects.in_bulk(wordy) if wordy else {}
        stocks = stock.of_listings([row[0] for row in rows], query)
        self.absences = {pk: has.absence(query.month) for pk, has in stocks.items()}

    def state(self, row: tuple) -> str:
        """`ouvert` and `etat`, as they are written."""
        pk, coming = row[0], row[-1]
        if pk in self.wordy:
            return _answer(hours_of(self.wordy[pk]).state(self.at))
        is_open = coming is not None and _span(coming)[0] <= self.at
        return _answer_at(coming, is_open, self.today, self.language)


def _needs_reading(row: tuple) -> bool:
    hours, known_until, coming = row[-3:]
    if not hours:  # dated exceptions alone, or nothing
        return known_until is not None
    return coming is None or _WORDY.search(hours) is not None


# A day's answers are few, and every map of that day asks for them: half of the work of a map.
@lru_cache(maxsize=10_000)
def _answer_at(coming, is_open: bool, today: date, language: str) -> str:
    """What is said of a place on a day, in the language in force."""
    # As seen at noon: the hour tells only « day and night » apart, whose end is weeks away.
    noon = datetime.combine(today, time(12), PARIS)
    if coming is None:
        return _answer(State("unknown", noon))
    opens, closes = _span(coming)
    if is_open:
        return _answer(State("open", noon, until=closes))
    return _answer(State("soon" if opens.date() == today else "closed", noon, opens=opens))


@lru_cache(maxsize=10_000)
def _span(coming: str | tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    """Start and end of an opening in Paris time; as text, they are in UTC."""
    if isinstance(coming, str):
        coming = [datetime.fromisoformat(edge) for edge in coming.split("/")]
        coming = [edge if edge.tzinfo else edge.replace(tzinfo=UTC) for edge in coming]
    opens, closes = coming
    return opens.astimezone(PARIS), closes.astimezone(PARIS)


def _answer(state: State) -> str:
    is_open = None if state.kind in ("unknown", "conditional") else state.is_open
    return _json({"ouvert": is_open, "etat": state.sentence})[1:-1]


def _texts(words: str) -> str:
    """Words without spaces of their own, as a list of JSON."""
    return f"[{_text(words)}]".replace(" ", '","') if words else "[]"


# Groups


def _grouped(query: Query) -> tuple[list[str], int]:
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
    features, alone, total = [], [], 0
    for _x, _y, number, latitude, longitude, *sides, first in sorted(groups):
        total += number
        if number == 1:
            alone.append(first)
        else:
            features.append(_group(number, latitude, longitude, Box(*sides)))
    if alone:
        features += _features(_rows(Listing.objects.filter(pk__in=alone), query), query)
    return features, total


def _kept(query: Query) -> tuple[list[str], int]:
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
    features, total = [], 0
    for x, y, number, latitudes, longitudes in sorted(groups):
        total += number
        middle = latitudes / number, longitudes / number
        features.append(_group(number, *middle, tile_box(x, y, zoom)))
    return features, total


def _group(number: int, latitude: float, longitude: float, box: Box) -> str:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]},
        "properties": {
            "cluster": True,
            "nombre": number,
            "bbox": [round(side, 6) for side in box.sides],
        },
    }
    return _json(feature)


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
