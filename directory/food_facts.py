"""Keep the facts of foods true to the official tables: compare with them, and take newer ones.

A difference from a table is either written, with its reason, in `reference/food_corrections.csv`,
or a mistake. An import never undoes what an editor corrected, nor a written correction.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from directory import food_tables, recipe_rows
from directory.food_tables import Official
from directory.models import Food
from directory.reference_data import FOLDER

CORRECTIONS = FOLDER / "food_corrections.csv"
FILES = {"ciqual": "ciqual_2020.csv", "agribalyse": "agribalyse_3_1_1.csv"}


@dataclass(frozen=True)
class Difference:
    """A fact of ours that a table gives otherwise; None is unknown."""

    slug: str
    field: str
    ours: float | None
    theirs: float | None
    reason: str = ""  # of a written correction

    @property
    def is_explained(self) -> bool:
        return bool(self.reason)

    def __str__(self):
        words = _("%(slug)s, %(field)s : %(ours)s chez nous, %(theirs)s dans la table")
        shown = {"ours": _shown(self.ours), "theirs": _shown(self.theirs)}
        line = words % {"slug": self.slug, "field": self.field, **shown}
        return f"{line} ({self.reason})" if self.reason else line


@dataclass
class Comparison:
    compared: int = 0
    differences: list[Difference] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)  # (slug, code) of no table
    stale: list[tuple[str, str]] = field(default_factory=list)  # corrections of nothing any more

    @property
    def unexplained(self) -> list[Difference]:
        return [difference for difference in self.differences if not difference.is_explained]

    @property
    def is_clean(self) -> bool:
        return not (self.unexplained or self.absent or self.stale)


@dataclass
class ImportReport:
    """What an import changed, or would change."""

    changed: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    kept: list[Difference] = field(default_factory=list)  # a person's, or a written correction
    lost: list[Difference] = field(default_factory=list)  # known here, unknown there: kept
    unreadable: list[tuple[str, str, str]] = field(default_factory=list)  # slug, field, text
    absent: list[tuple[str, str]] = field(default_factory=list)  # (slug, code)


def compare(folder: Path) -> Comparison:
    """Compare every food with the two tables of a folder, fact by fact."""
    found = Comparison()
    corrections = read_corrections()
    met = set()
    foods = list(Food.objects.order_by("slug"))
    for table in food_tables.TABLES.values():
        rows = food_tables.read(folder / FILES[table.name], table)
        for food in foods:
            code = getattr(food, table.code_field)
            if code and code not in rows:
                found.absent.append((food.slug, code))
                continue
            for fact in table.fields:
                found.compared += 1
                ours = getattr(food, fact)
                theirs = food_tables.number(rows[code][fact]) if code else None
                if ours != theirs:
                    key = (food.slug, fact)
                    met.add(key)
                    reason = corrections.get(key, {}).get((ours, theirs), "")
                    found.differences.append(Difference(*key, ours, theirs, reason))
    found.stale = sorted(corrections.keys() - met)
    return found


@transaction.atomic
def take(
    path: Path,
    table: Official,
    *,
    edition: str = "",
    columns: Mapping[str, str] | None = None,
    is_dry_run: bool = False,
) -> ImportReport:
    """Take the facts of a newer official file, for the foods that have a code in it.

    `columns`: our facts (and « code ») → the file's columns, where they differ from ours. Without
    an edition, foods keep the name of their table.
    """
    rows = food_tables.read(path, table, columns or {})
    corrections = read_corrections()
    report = ImportReport()
    changed = []
    for food in Food.objects.exclude(**{table.code_field: ""}).order_by("slug"):
        code = getattr(food, table.code_field)
        if code not in rows:
            report.absent.append((food.slug, code))
            continue
        before = len(report.changed)
        _take_row(food, rows[code], table, corrections, report)
        if edition and getattr(food, table.table_field) != edition:
            setattr(food, table.table_field, edition)
            changed.append(food)
        elif len(report.changed) > before:
            changed.append(food)
    if not is_dry_run:
        for food in changed:
            food.save()
        if changed:
            recipe_rows.rebuild()
    return report


def read_corrections() -> dict[tuple[str, str], dict[tuple, str]]:
    """Our written differences: (slug, fact) → {(ours, theirs): reason}."""
    found = {}
    with CORRECTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = food_tables.number(row["our_value"]), food_tables.number(row["source_value"])
            found[row["slug"], row["field"]] = {values: row["reason"]}
    return found


def _take_row(
    food: Food, row: Mapping[str, str], table: Official, corrections: Mapping, report: ImportReport
) -> None:
    for fact, text in row.items():
        ours = getattr(food, fact)
        try:
            theirs = food_tables.number(text)
        except ValueError:  # « < 0,5 », « traces »: not a number, so not a fact to compute with
            report.unreadable.append((food.slug, fact, text))
            continue
        difference = Difference(food.slug, fact, ours, theirs)
        if ours == theirs:
            report.unchanged += 1
        elif (food.slug, fact) in corrections or not _is_official(food, fact):
            report.kept.append(difference)
        elif theirs is None:
            report.lost.append(difference)
        else:
            setattr(food, fact, theirs)
            food.imported[fact] = theirs
            report.changed.append(difference)


def _is_official(food: Food, fact: str) -> bool:
    """Whether a value is the one that a table gave, not an editor's."""
    given = food.imported.get(fact, food.loaded.get(fact))
    return getattr(food, fact) == given


def _shown(value: float | None) -> str:
    return _("inconnu") if value is None else f"{value:g}"


def lines(report: ImportReport) -> Iterator[str]:
    """The report, for a terminal."""
    parts: Iterable = (
        (_("Changés"), report.changed),
        (_("Gardés, corrigés par une personne ou par écrit"), report.kept),
        (_("Gardés, inconnus du fichier"), report.lost),
        (_("Illisibles, laissés"), [" ".join(row) for row in report.unreadable]),
        (_("Codes absents du fichier"), [" ".join(row) for row in report.absent]),
    )
    yield _("Inchangés : %d") % report.unchanged
    for title, rows in parts:
        yield _("%(title)s : %(count)d") % {"title": title, "count": len(rows)}
        yield from (f"  {row}" for row in rows)
