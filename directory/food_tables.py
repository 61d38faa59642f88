"""The official tables of nutrition and carbon: their columns, and how their files are read."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from directory.models import food
from directory.reference_data import UnreadableFile

UNKNOWN = frozenset({"", "-", "nd", "n.d."})


@dataclass(frozen=True)
class Official:
    """An official table: how foods know its rows, and its column for each fact."""

    name: str
    code_field: str
    table_field: str
    edition: str
    code_column: str
    columns: Mapping[str, str]
    fields: tuple[str, ...]


CIQUAL = Official(
    name="ciqual",
    code_field="ciqual_code",
    table_field="nutrition_table",
    edition=food.CIQUAL,
    code_column="code_ciqual",
    columns={
        "energy_kj": "energie_kj",
        "energy_kcal": "energie_kcal",
        "protein_g": "proteines_g",
        "carbohydrate_g": "glucides_g",
        "sugars_g": "sucres_g",
        "fat_g": "lipides_g",
        "saturates_g": "ag_satures_g",
        "fibre_g": "fibres_g",
        "salt_g": "sel_g",
    },
    fields=food.NUTRIENTS,
)
AGRIBALYSE = Official(
    name="agribalyse",
    code_field="agribalyse_code",
    table_field="carbon_table",
    edition=food.AGRIBALYSE,
    code_column="code_agb",
    columns={"co2": "kgco2e_kg", "dqr": "dqr"},
    fields=food.CARBON,
)
TABLES = {table.name: table for table in (CIQUAL, AGRIBALYSE)}


def read(
    path: Path, table: Official, columns: Mapping[str, str] | None = None
) -> dict[str, dict[str, str]]:
    """Rows of an official file by their code, as text by fact; comma or semicolon, any encoding."""
    named = {"code": table.code_column, **table.columns, **(columns or {})}
    text = _decode(path)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        missing = sorted(set(named.values()) - set(reader.fieldnames or ()))
        if missing:
            raise UnreadableFile(
                _("%(path)s : il manque les colonnes %(names)s")
                % {"path": path, "names": ", ".join(missing)}
            )
        return {
            (row[named["code"]] or "").strip(): {
                fact: (row[named[fact]] or "").strip() for fact in table.fields
            }
            for row in reader
        }
    except csv.Error as error:
        raise UnreadableFile(
            _("%(path)s n’est pas un fichier CSV : %(error)s") % {"path": path, "error": error}
        ) from error


def read_mapping(path: Path, table: Official) -> dict[str, str]:
    """Our facts → the columns of a file, from a TOML file of `fact = "column"` lines."""
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableFile(
            _("%(path)s ne peut pas être lu : %(error)s") % {"path": path, "error": error}
        ) from error
    known = {"code", *table.fields}
    wrong = sorted(
        name for name, value in content.items() if name not in known or not isinstance(value, str)
    )
    if wrong:
        raise UnreadableFile(
            _("%(path)s : %(names)s ne correspond à rien. Possibles : %(known)s")
            % {"path": path, "names": ", ".join(wrong), "known": ", ".join(sorted(known))}
        )
    return content


def number(text: str) -> float | None:
    """A number with a point or a comma; None if the table does not know."""
    text = text.strip().lower()
    if text in UNKNOWN:
        return None
    number = float(text.replace(",", "."))
    if not 0 <= number < 1e6:  # not a number, or not a fact
        raise ValueError(text)
    return number


def _decode(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            _("%(path)s ne peut pas être lu : %(error)s") % {"path": path, "error": error}
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
