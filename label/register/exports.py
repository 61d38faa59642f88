"""The register as a table: an allow-list of columns, the same facts as registre.json (I-27)."""

import csv
import io
from collections.abc import Iterable

from label.register.rows import Row

COLUMNS = (
    *("numero", "etat", "operateur", "commune", "gammes", "familles", "communes_de_production"),
    *("valable_du", "valable_jusqu_au", "depuis", "decision_implicite", "criteres"),
)
# A spreadsheet would take these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Row]) -> str:
    """Comma-separated, UTF-8, dates in ISO 8601, several values apart by « ; »."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(map(_safe, _values(row)))
    return file.getvalue()


def _values(row: Row) -> tuple[str, ...]:
    return (
        row.number,
        str(row.state),
        row.operator,
        row.commune,
        " ; ".join(row.lines),
        " ; ".join(name for _slug, name in row.families),
        " ; ".join(row.communes),
        _day(row.valid_from),
        _day(row.valid_to),
        _day(row.since),
        "oui" if row.is_implicit else "",
        row.referential,
    )


def _day(day) -> str:
    return day.isoformat() if day else ""


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
