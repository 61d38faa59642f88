"""GeoJSON features, flattened to rows of text; what is not a point becomes its centre."""

import json
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from directory.imports.errors import FileError

# Names under which the parts of a feature join its properties.
ID, LATITUDE, LONGITUDE = "@id", "@lat", "@lon"

FARTHEST = 1e9  # degrees or metres: beyond, nobody means a place
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_SEPARATOR = re.compile(r"[\s,]*")


def read(text: str) -> Iterator[tuple[int, dict[str, str], str]]:
    """(line, values, problem) for each feature of a FeatureCollection."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise FileError(
            _("Le fichier GeoJSON est illisible à la ligne %(line)d.") % {"line": error.lineno}
        ) from error
    except (ValueError, RecursionError) as error:
        raise FileError(_("Le fichier GeoJSON est illisible.")) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise FileError(_("Le fichier n’est pas une « FeatureCollection » GeoJSON."))
    lines = _lines(text, len(features))
    return (_row(line, feature) for line, feature in zip(lines, features, strict=True))


def _lines(text: str, total: int) -> list[int]:
    """The line where each feature starts; their rank if the file is not laid out as expected."""
    decoder, lines = json.JSONDecoder(), []
    found = _FEATURES.search(text)
    position, line, counted = (found.end() if found else 0), 1, 0
    try:
        while found and len(lines) < total:
            position = _SEPARATOR.match(text, position).end()
            line += text.count("\n", counted, position)
            counted = position
            lines.append(line)
            position = decoder.raw_decode(text, position)[1]
    except ValueError:
        return list(range(1, total + 1))
    return lines if len(lines) == total else list(range(1, total + 1))


def _row(line: int, feature) -> tuple[int, dict[str, str], str]:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        return line, {}, _("ce n’est pas un lieu GeoJSON")
    values = {
        str(name): _text(value)
        for name, value in (feature.get("properties") or {}).items()
        if not isinstance(value, dict | list)
    }
    if feature.get("id") is not None and not isinstance(feature["id"], dict | list):
        values[ID] = _text(feature["id"])
    geometry = feature.get("geometry")
    if geometry is None:
        return line, values, ""
    points = list(_points(geometry.get("coordinates"))) if isinstance(geometry, dict) else []
    if not points:
        return line, values, _("géométrie illisible")
    longitudes, latitudes = zip(*points, strict=True)
    values[LONGITUDE] = str((min(longitudes) + max(longitudes)) / 2)
    values[LATITUDE] = str((min(latitudes) + max(latitudes)) / 2)
    return line, values, ""


def _text(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).strip()


def _points(coordinates) -> Iterator[tuple[float, float]]:
    """Every position of a geometry, in the order longitude, latitude."""
    waiting = [coordinates]
    while waiting:
        value = waiting.pop()
        if not isinstance(value, list):
            continue
        if len(value) >= 2 and all(_is_number(part) for part in value[:2]):
            yield value[0], value[1]
        else:
            waiting.extend(value)


def _is_number(value) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and abs(value) <= FARTHEST
