"""Delimited text, read record by record so that a broken quote costs one line, not the rest."""

import csv
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from directory.imports.errors import FileError

DELIMITERS = ",;\t|"
# A quoted field may hold line breaks; beyond this, the quote was never closed.
LONGEST_RECORD = 30
LARGEST_FIELD = 10_000

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def read(text: str) -> tuple[tuple[str, ...], Iterator[tuple[int, dict[str, str], str]]]:
    """Columns, then (line, values, problem) for each record that is not empty."""
    lines = _LINE.findall(text)
    start = next(index for index, line in enumerate(lines) if line.strip())
    delimiter = max(DELIMITERS, key=lambda mark: _unquoted(lines[start]).count(mark))
    columns, length = _header(lines, start, delimiter)
    return columns, _records(lines, start + length, delimiter, columns)


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _header(lines: list[str], start: int, delimiter: str) -> tuple[tuple[str, ...], int]:
    length = 1
    columns = _parse(lines[start], delimiter)
    while columns is None and length < LONGEST_RECORD and start + length < len(lines):
        length += 1
        columns = _parse("".join(lines[start : start + length]), delimiter)
    names = tuple(name.strip() for name in columns or ())
    while names and not names[-1]:
        names = names[:-1]
    if len(names) < 2:
        raise FileError(_("La première ligne ne nomme pas de colonnes."))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileError(_("Colonnes nommées deux fois : %(names)s.") % {"names": ", ".join(twice)})
    return names, length


def _records(
    lines: list[str], position: int, delimiter: str, columns: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str], str]]:
    while position < len(lines):
        if not lines[position].strip():
            position += 1
            continue
        fields, length = _record(lines, position, delimiter, len(columns))
        problem = _problem(fields, len(columns), len(lines[position]))
        if fields is None or any(field.strip() for field in fields):
            # What can be read of a broken record tells at least which place it was.
            parts = lines[position].split(delimiter) if fields is None else fields
            values = {
                column: field.strip()[:LARGEST_FIELD]
                for column, field in zip(columns, parts, strict=False)
            }
            yield position + 1, values, problem
        position += length


def _record(
    lines: list[str], position: int, delimiter: str, width: int
) -> tuple[list[str] | None, int]:
    """Fields of the record at that line, and how many lines it takes; None: broken quotes."""
    alone = _parse(lines[position], delimiter)
    if alone is not None:
        return alone, 1
    text = lines[position]
    for length in range(2, min(LONGEST_RECORD, len(lines) - position) + 1):
        text += lines[position + length - 1]
        fields = _parse(text, delimiter)
        if fields is not None:
            return (fields, length) if _fits(fields, width) else (None, 1)
        # Two stray quotes far apart would swallow the whole records between them.
        inner = _parse(lines[position + length - 1], delimiter)
        if inner is not None and len(inner) == width:
            return None, 1
    return None, 1


def _parse(text: str, delimiter: str) -> list[str] | None:
    try:
        records = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None


def _fits(fields: list[str], width: int) -> bool:
    return len(fields) >= width and not any(field.strip() for field in fields[width:])


def _problem(fields: list[str] | None, width: int, size: int) -> str:
    if fields is None and size <= LARGEST_FIELD:
        return _("guillemets mal placés")
    if fields is None or any(len(field) > LARGEST_FIELD for field in fields):
        return _("un champ dépasse %(max)d caractères") % {"max": LARGEST_FIELD}
    if not _fits(fields, width):
        return _("%(found)d colonnes au lieu de %(expected)d") % {
            "found": len(fields),
            "expected": width,
        }
    if any("\0" in field for field in fields):
        return _("caractères illisibles")
    return ""
