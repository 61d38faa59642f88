"""Load the reference tables without ever undoing what a person corrected.

Each row remembers in `loaded` the values that its file gave last. A field that no longer holds
that value was changed by a person: it is kept, and the difference is reported. A row that a person
deleted (its key is in Wagtail's log, see `forget`) does not come back.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.search.backends import get_search_backend

from directory import corrections, recipe_rows
from directory import reference_tables as tables
from directory.models import Commune
from directory.models.reference import ReferenceModel
from directory.reference_tables import Column, Links, Table, key_of

FOLDER = Path(__file__).resolve().parent / "reference"
FORGOTTEN = "directory.forget_reference"
BATCH = 500
EMPTY = (None, "", [], 0)


class UnreadableFile(Exception):
    """The file as a whole cannot be used; the message says why, in French."""


@dataclass(frozen=True)
class Problem:
    """A row of the file that was left out, and why."""

    line: int
    key: str
    reason: str


@dataclass
class Report:
    """What the load of one table did."""

    name: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)  # (key, field) a person changed
    forgotten: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    corrected: list[ReferenceModel] = field(default_factory=list)  # the public rows copy them

    def __add__(self, other: "Report") -> "Report":
        names = [part.name for part in fields(self) if part.name != "name"]
        return Report(self.name, *(getattr(self, n) + getattr(other, n) for n in names))


def load_all(folder: Path = FOLDER) -> list[Report]:
    """Load the tables of the Gard, in the order their links need."""
    reports = [
        _load_file(tables.communes(), folder / "communes.csv"),
        _load_families(folder / "families.csv"),
        _load_products(folder / "products.csv"),
        _load_file(tables.signs(), folder / "signs.csv"),
        _load_file(tables.appellations(), folder / "appellations.csv"),
        _load_file(tables.product_texts(), folder / "product_texts.csv"),
        _load_file(tables.foods(), folder / "foods.csv"),
    ]
    if any(report.created or report.updated for report in reports):
        recipe_rows.rebuild()
    corrections.follow(row for report in reports for row in report.corrected)
    return reports


def load_france(path: Path) -> Report:
    """Load communes from a national file (columns code_insee, nom, codes_postaux…, gzip or not).

    Communes that came with our own file are left alone: it says more of them.
    """
    table = tables.communes_of_france()
    columns = {"departement"} | table.columns.keys() - {"slug"}
    report = load(table, _with_slugs(read_file(path, columns)))
    corrections.follow(report.corrected)
    return report


def forget(row: ReferenceModel, *, by) -> None:
    """Remember that a person deleted this row, so that no load brings it back."""
    log(row, FORGOTTEN, user=by, data={"key": key_of(row)}, deleted=True)


def read_file(path: Path, columns: set[str]) -> Iterator[tuple[int, dict[str, str] | Problem]]:
    """Rows of a CSV file with their line number; a row that cannot be read is a Problem."""
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(
            _("%(path)s ne peut pas être lu : %(error)s") % {"path": path, "error": error}
        ) from error
    text = content.decode("utf-8-sig", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        missing = columns - set(reader.fieldnames or ())
    except csv.Error as error:
        raise UnreadableFile(
            _("%(path)s n’est pas un fichier CSV : %(error)s") % {"path": path, "error": error}
        ) from error
    if missing:
        raise UnreadableFile(
            _("%(path)s : il manque les colonnes %(names)s")
            % {"path": path, "names": ", ".join(sorted(missing))}
        )
    return _rows(reader)


def _rows(reader: csv.DictReader):
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, Problem(reader.line_num, "", str(error))
            continue
        if None in row:
            yield reader.line_num, Problem(reader.line_num, "", _("trop de colonnes"))
        elif any("\ufffd" in (value or "") for value in row.values()):
            yield reader.line_num, Problem(reader.line_num, "", _("texte qui n’est pas en UTF-8"))
        else:
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}


@transaction.atomic
def load(table: Table, rows: Iterable[tuple[int, dict | Problem]]) -> Report:
    """Write the rows of one table; a bad row is reported and stops nothing."""
    report = Report(table.name)
    loading = _Loading(table, report)
    for line, cells in rows:
        problem = cells if isinstance(cells, Problem) else loading.take(line, cells)
        if problem:
            report.problems.append(problem)
    loading.write()
    return report


class _Loading:
    """One load of one table: rows are taken one by one, then written together."""

    def __init__(self, table: Table, report: Report):
        self.table, self.report = table, report
        links = [c.field for c in table.columns.values() if isinstance(c, Links)]
        rows = table.model.objects.prefetch_related(*links)
        self.existing = {key_of(row): row for row in rows}
        self.forgotten = _forgotten_keys(table.model) - self.existing.keys()
        self.seen: set[str] = set()
        self.new: list[ReferenceModel] = []
        self.changed: list[ReferenceModel] = []
        self.links: list[tuple[ReferenceModel, Links, list[str]]] = []
        # values that must be unique and are not the key: the slug of a commune
        self.taken = {
            (f.attname, getattr(row, f.attname)): key
            for f in table.unique_fields
            for key, row in self.existing.items()
        }

    def take(self, line: int, cells: dict[str, str]) -> Problem | None:
        """Sort one row among the new, the changed and the unchanged, or say what is wrong."""
        typed = cells.get(self.table.key_column, "")
        try:
            values = self._read(cells)
            key = str(values[self.table.key])
            if key in self.seen:
                raise ValidationError(_("déjà vu plus haut dans le fichier"))
            self.seen.add(key)
            if key in self.forgotten:
                self.report.forgotten.append(key)
            else:
                self._keep(key, values)
        except ValidationError as error:
            return Problem(line, typed, " ".join(error.messages))
        return None

    def _read(self, cells: dict[str, str]) -> dict:
        values = {}
        for name, column in self.table.columns.items():
            try:
                values[column.field] = column.clean(cells[name], self.table.model)
            except ValidationError as error:
                raise ValidationError([f"{name} : {m}" for m in error.messages]) from error
        return values

    def _keep(self, key: str, values: dict) -> None:
        row = self.existing.get(key)
        is_new = row is None
        if is_new and self.table.completes:
            raise ValidationError(_("n’est pas dans le catalogue"))
        row = row or self.table.model()
        updates, kept = {}, []
        for column in self.table.columns.values():
            if is_new:
                updates[column.field] = column
            elif column.at_creation:
                del values[column.field]
            elif column.current(row) != values[column.field]:
                if _is_untouched(row, column):
                    updates[column.field] = column
                else:
                    kept.append((key, column.field))
        self.report.kept += kept
        loaded = row.loaded | values
        if not updates and loaded == row.loaded:
            self.report.unchanged += 1
            return
        row.loaded = loaded
        plain = [column for column in updates.values() if not isinstance(column, Links)]
        for column in plain:
            column.write(row, values[column.field])
        row.clean()
        self._reserve(key, row)
        for column in updates.values():
            if isinstance(column, Links):
                self.links.append((row, column, values[column.field]))
        (self.new if is_new else self.changed).append(row)
        if not is_new and updates.keys() & corrections.COPIED.get(self.table.model, set()):
            self.report.corrected.append(row)

    def _reserve(self, key: str, row: ReferenceModel) -> None:
        for unique in self.table.unique_fields:
            value = getattr(row, unique.attname)
            if value is None:
                continue
            owner = self.taken.setdefault((unique.attname, value), key)
            if owner != key:
                raise ValidationError(
                    _("%(name)s : « %(value)s » sert déjà à %(owner)s")
                    % {"name": unique.attname, "value": value, "owner": owner}
                )

    def write(self) -> None:
        model = self.table.model
        model.objects.bulk_create(self.new, batch_size=BATCH)
        now = timezone.now()
        for row in self.changed:
            row.updated_at = now
        plain = [c.field for c in self.table.columns.values() if not isinstance(c, Links)]
        model.objects.bulk_update(self.changed, [*plain, "loaded", "updated_at"], batch_size=BATCH)
        for row, column, keys in self.links:
            column.write(row, keys)
        self.report.created, self.report.updated = len(self.new), len(self.changed)
        _index_for_search(model, [*self.new, *self.changed])


def _is_untouched(row: ReferenceModel, column: Column) -> bool:
    if column.field in row.loaded:
        return column.current(row) == row.loaded[column.field]
    return column.current(row) in EMPTY


def _forgotten_keys(model) -> set[str]:
    content_type = ContentType.objects.get_for_model(model)
    entries = ModelLogEntry.objects.filter(action=FORGOTTEN, content_type=content_type)
    return {entry.data["key"] for entry in entries}


def _index_for_search(model, rows: list[ReferenceModel]) -> None:
    # bulk_create sends no signal, so Wagtail's search would not know the rows
    backend = get_search_backend()
    for start in range(0, len(rows), BATCH):
        backend.add_bulk(model, rows[start : start + BATCH])


def _load_file(table: Table, path: Path) -> Report:
    return load(table, read_file(path, set(table.columns)))


def _load_families(path: Path) -> Report:
    return _load_two_levels(tables.families, "parent", path)


def _load_products(path: Path) -> Report:
    return _load_two_levels(tables.products, "broader", path)


def _load_two_levels(table: Callable[[], Table], above: str, path: Path) -> Report:
    """Load the rows that stand under no other first, so that the others find them."""
    rows = list(read_file(path, set(table().columns)))

    def is_child(cells) -> bool:
        return isinstance(cells, dict) and bool(cells.get(above))

    roots = load(table(), [row for row in rows if not is_child(row[1])])
    return roots + load(table(), [row for row in rows if is_child(row[1])])


def _with_slugs(rows: Iterator) -> Iterator:
    """Add a slug to national rows: the name, else name-department, else name-INSEE code.

    A commune that is already there keeps its address.
    """
    ours = set(Commune.objects.filter(loaded__has_key="country").values_list("insee", flat=True))
    owners = {slug: insee for insee, slug in Commune.objects.values_list("insee", "slug")}
    slugs = {insee: slug for slug, insee in owners.items()}
    for line, cells in rows:
        if isinstance(cells, dict):
            if cells["code_insee"] in ours:
                continue
            insee, name = cells["code_insee"], slugify(cells["nom"].replace("'", " "))
            choices = (name, f"{name}-{cells['departement'].lower()}", f"{name}-{insee.lower()}")
            free = (slug for slug in choices if owners.setdefault(slug, insee) == insee)
            cells["slug"] = slugs.get(insee) or next(free, "")
        yield line, cells
