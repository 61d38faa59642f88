"""Read a file into rows of text, each with its line, broken ones included."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from directory.imports import delimited, geojson
from directory.imports.errors import FileError

AUTO, OSM_CSV, GEOJSON, CSV = "auto", "osm-csv", "geojson", "csv"
FORMATS = (AUTO, OSM_CSV, GEOJSON, CSV)
# No database keeps a null character or half a pair.
_STRANGE = re.compile("[\x00\ud800-\udfff]")
MAX_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One row as written; `problem` says in French why it cannot be read, if so."""

    line: int
    values: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """A file once opened. `columns` is empty for GeoJSON, whose properties vary."""

    format: str
    columns: tuple[str, ...]
    rows: list[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read(path: Path, format: str = AUTO) -> Table:
    """Read a CSV or GeoJSON file; raise FileError if nothing of it can be understood."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileError(_("Le fichier dépasse 200 Mo : découpez-le."))
        content = path.read_bytes()
    except OSError as error:
        raise FileError(
            _("Le fichier « %(name)s » ne s’ouvre pas.") % {"name": path.name}
        ) from error
    return parse(content, format)


def parse(content: bytes, format: str = AUTO) -> Table:
    """Understand the bytes of a file; raise FileError if they are neither CSV nor GeoJSON."""
    text = decode(content)
    if not text.strip():
        raise FileError(_("Le fichier est vide."))
    if format == AUTO:
        format = GEOJSON if text.lstrip()[:1] in "{[" else CSV
    if format == GEOJSON:
        return Table(GEOJSON, (), [_row(*feature) for feature in geojson.read(text)])
    columns, records = delimited.read(text)
    return Table(format, columns, [_row(*record) for record in records])


def _row(line: int, values: dict[str, str], problem: str) -> Row:
    return Row(line, {name: _STRANGE.sub("", value) for name, value in values.items()}, problem)


def decode(content: bytes) -> str:
    """Text in UTF-8, with or without its mark; a line that is not is in Windows' Western encoding.

    Line by line, so that one wrong byte spoils no other row.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = content.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
        return "".join(map(_decode_line, lines))


def _decode_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")
