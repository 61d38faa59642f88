"""The outlines of the communes: the ground of the map when no tiles are asked for.

One file, compressed once when contours are imported, read as it is by the map:

    {"scale": 10000,
     "arcs": [[x, y, dx, dy, …], …],            first point, then steps, in degrees × scale
     "communes": [{"insee", "name", "at": [x, y], "weight": inhabitants, "ours": in the perimeter,
                   "rings": [[arc, ~arc walked backwards, …], …]}, …]}

It is kept beside the media, not in the database: it can be made again at any time.
"""

import gzip
import json
import os
from dataclasses import dataclass
from functools import lru_cache, reduce
from hashlib import sha256
from itertools import pairwise
from operator import or_
from pathlib import Path

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext as _

from directory import topology
from directory.models import Commune

BUDGET = 40_000  # compressed bytes; the map with its page must stay under 150 KB
FIRST_TOLERANCE = 25  # square units of topology.SCALE, about 2,000 m²
WITHOUT_CONTOURS = 1_000  # communes named on plain ground, at most


class ContoursError(ValueError):
    """The contours cannot be used; the message is for the person who imports them."""


@dataclass(frozen=True)
class Contour:
    insee: str
    name: str
    rings: list[topology.Ring]


@dataclass(frozen=True)
class Outlines:
    digest: str
    compressed: bytes

    @property
    def text(self) -> bytes:
        return gzip.decompress(self.compressed)


def read(collection) -> list[Contour]:
    """The communes of a GeoJSON collection, each once, in the order of their INSEE codes."""
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise ContoursError(_("Ce n’est pas une collection GeoJSON (« FeatureCollection »)."))
    rings: dict[str, list[topology.Ring]] = {}
    names: dict[str, str] = {}
    for number, feature in enumerate(collection["features"], start=1):
        try:
            insee, name, found = _read_feature(feature)
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise ContoursError(
                _("Contour n° %(number)d illisible : %(why)s")
                % {"number": number, "why": _explain(error)}
            ) from error
        names.setdefault(insee, name)
        rings.setdefault(insee, []).extend(found)
    if not rings:
        raise ContoursError(_("Aucun contour de commune dans ces données."))
    return [Contour(insee, names[insee], rings[insee]) for insee in sorted(rings)]


def build(contours: list[Contour], *, budget: int = BUDGET) -> Outlines:
    """Simplify as much as the budget asks (compressed bytes), and no more."""
    every_ring = [ring for contour in contours for ring in contour.rings]
    arcs, chains = topology.cut(every_ring)
    communes = _describe(contours)
    remaining = iter(chains)
    for commune, contour in zip(communes, contours, strict=True):
        commune["rings"] = [next(remaining) for _ring in contour.rings]
    tolerance = 0
    while True:
        simpler = topology.simplify_all(arcs, chains, tolerance)
        outlines = _compress(communes, simpler)
        if len(outlines.compressed) <= budget:
            return outlines
        if tolerance > topology.SCALE**2:
            raise ContoursError(
                _("Ces contours sont trop nombreux pour tenir en %(size)d Ko.")
                % {"size": budget // 1000}
            )
        tolerance = tolerance * 2 or FIRST_TOLERANCE


def save(outlines: Outlines) -> Path:
    """Put the outlines in place, in one move: a reader sees the old ones or the new ones."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(outlines.compressed)
    os.replace(partial, path)
    return path


def load() -> Outlines | None:
    """The outlines in place, or None when no contours were imported."""
    path = _path()
    try:
        stat = path.stat()
    except OSError:
        return None
    return _read_file(path, stat.st_mtime_ns, stat.st_size)


def names_only() -> Outlines:
    """Communes without outlines, those of the departments where the territory acts."""
    ours = Commune.objects.in_perimeter().values_list("insee", flat=True)
    departments = {department_of(insee) for insee in ours}
    nearby = reduce(or_, (Q(insee__startswith=code) for code in sorted(departments)), Q())
    communes = Commune.objects.filter(nearby, latitude__isnull=False, longitude__isnull=False)
    rows = communes.order_by(F("population").desc(nulls_last=True), "insee")[:WITHOUT_CONTOURS]
    return _compress(_describe([Contour(row.insee, row.name, []) for row in rows]), [])


def department_of(insee: str) -> str:
    """The department of an INSEE code: two characters, three overseas."""
    return insee[:3] if insee.startswith("97") else insee[:2]


def _read_feature(feature):
    properties, geometry = feature["properties"], feature["geometry"]
    insee = next(
        (str(properties[key]) for key in ("code_insee", "insee", "code") if properties.get(key)),
        "",
    )
    if not insee:
        raise ValueError(_("pas de code INSEE."))
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    elif geometry["type"] != "MultiPolygon":
        raise ValueError(_("%s n’est pas un polygone.") % geometry["type"])
    rings = [topology.quantise(ring) for polygon in polygons for ring in polygon]
    return insee, str(properties.get("nom") or insee), [ring for ring in rings if ring]


def _explain(error):
    return str(error) if isinstance(error, ValueError) else _("il lui manque une partie.")


def _describe(contours):
    known = Commune.objects.in_bulk([contour.insee for contour in contours], field_name="insee")
    ours = set(Commune.objects.in_perimeter().values_list("insee", flat=True))
    described = []
    for contour in contours:
        commune = known.get(contour.insee)
        described.append(
            {
                "insee": contour.insee,
                "name": commune.name if commune else contour.name,
                "at": _position(commune, contour),
                "weight": (commune.population if commune else None) or 0,
                "ours": contour.insee in ours,
            }
        )
    return described


def _position(commune, contour):
    if commune and commune.latitude is not None and commune.longitude is not None:
        return [
            round(commune.longitude * topology.SCALE),
            round(commune.latitude * topology.SCALE),
        ]
    points = [point for ring in contour.rings for point in ring]
    return [sum(values) // len(points) for values in zip(*points, strict=True)] or [0, 0]


def _compress(communes, arcs):
    document = {
        "scale": topology.SCALE,
        "arcs": [_steps(arc) for arc in arcs],
        "communes": communes,
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Outlines(sha256(text).hexdigest()[:16], gzip.compress(text, 9, mtime=0))


def _steps(arc):
    steps = list(arc[0])
    for (x, y), (next_x, next_y) in pairwise(arc):
        steps += [next_x - x, next_y - y]
    return steps


@lru_cache(maxsize=2)
def _read_file(path, modified, size):
    compressed = path.read_bytes()
    return Outlines(sha256(gzip.decompress(compressed)).hexdigest()[:16], compressed)


def _path() -> Path:
    return Path(settings.MEDIA_ROOT) / "territoire" / "communes.json.gz"
