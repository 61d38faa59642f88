"""Which column says what: small TOML or JSON files (docs/data.md), some of them ours.

name = "Marchés de la ville"      # for people
format = "csv"                    # or "geojson"
required = ["title", "kind"]      # fields whose column must be there; without it, all of them
[columns]                         # our field = their column, or several: the first filled one
id = "id"
title = ["nom", "name"]
[constants]                       # our field = a value for every row
kind = "marche"
[kinds]                           # their word = our kind, or "" to leave aside
"Marché bio" = "marche-producteurs"

At the top, `vocabulary = "osm"` also understands OpenStreetMap's words (shop=, amenity=).
"""

import json
import tomllib
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from directory.enums import Kind
from directory.imports import formats, osm
from directory.imports.errors import FileError
from directory.imports.words import plain

SHIPPED = Path(__file__).parent / "mappings"

FIELDS = frozenset(
    {"id", "title", "kind", "summary", "opening_hours", "step_free"}
    | {"street_number", "street", "address", "postcode", "commune", "latitude", "longitude"}
    | {"phone", "phone_is_public", "email", "email_is_public", "website"}
)
VOCABULARIES = {"": None, "osm": osm.kind_of}


@dataclass(frozen=True)
class Mapping:
    name: str
    format: str
    columns: dict[str, tuple[str, ...]]
    constants: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    vocabulary: str = ""
    required: frozenset[str] = frozenset()

    @property
    def fields(self) -> frozenset[str]:
        """The fields that this source speaks of."""
        return frozenset(self.columns) | frozenset(self.constants)

    def read(self, values: MappingType[str, str]) -> dict[str, str]:
        """Our fields, as text, from a row's columns."""
        found = {
            name: next((values[column] for column in columns if values.get(column)), "")
            for name, columns in self.columns.items()
        }
        return found | self.constants

    def kind(self, values: MappingType[str, str], word: str) -> Kind | None:
        """The kind of a row: by the mapping's words, its vocabulary, then our own names."""
        wanted = self.kinds.get(plain(word))
        if wanted is not None:
            return Kind(wanted) if wanted else None
        vocabulary = VOCABULARIES[self.vocabulary]
        return (vocabulary and vocabulary(values)) or _own_kinds().get(plain(word))

    def missing(self, table: formats.Table) -> list[str]:
        """Columns that must be in the file and are not."""
        if table.format == formats.GEOJSON:
            return []
        there = set(table.columns)
        return [
            " / ".join(columns)
            for name, columns in self.columns.items()
            if name in self.required and there.isdisjoint(columns)
        ]

    def suits(self, table: formats.Table) -> bool:
        formats_agree = table.format == self.format or (
            table.format == formats.CSV and self.format == formats.OSM_CSV
        )
        return formats_agree and not self.missing(table)

    def within(self, table: formats.Table) -> "Mapping":
        """The same without the fields that this file says nothing of."""
        if table.format == formats.GEOJSON:
            return self
        there = set(table.columns)
        columns = {
            name: columns for name, columns in self.columns.items() if not there.isdisjoint(columns)
        }
        return replace(self, columns=columns)


@cache
def _own_kinds() -> dict[str, Kind]:
    words = {plain(kind.value): kind for kind in Kind}
    return words | {plain(str(kind.label)): kind for kind in Kind}


def load(path: Path) -> Mapping:
    """Read a mapping file; raise FileError that says what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        raise FileError(_("La correspondance « %s » ne s’ouvre pas.") % path.name) from error
    except ValueError as error:
        raise FileError(
            _("La correspondance « %(name)s » est illisible : %(error)s.")
            % {"name": path.name, "error": error}
        ) from error
    return build(content, default_name=path.stem)


def build(content, *, default_name: str = "") -> Mapping:
    """A mapping from the content of its file; raise FileError if it does not hold together."""
    content = content if isinstance(content, dict) else {}
    columns, constants, kinds = (
        content.get(part) if isinstance(content.get(part, {}), dict) else None
        for part in ("columns", "constants", "kinds")
    )
    constants = constants or {}
    kinds = kinds or {}
    if not isinstance(columns, dict) or not columns:
        raise FileError(_("La correspondance n’a pas de partie [columns]."))
    unknown = sorted({*columns, *constants} - FIELDS)
    if unknown:
        raise FileError(
            _(
                "La correspondance nomme des champs inconnus : %(names)s. "
                "Champs possibles : %(all)s."
            )
            % {"names": ", ".join(unknown), "all": ", ".join(sorted(FIELDS))}
        )
    missing = [name for name in ("title", "kind") if name not in {*columns, *constants}]
    if missing:
        raise FileError(
            _("La correspondance ne dit rien de : %(names)s.") % {"names": ", ".join(missing)}
        )
    wrong = sorted({str(kind) for kind in kinds.values() if kind not in ("", *Kind.values)})
    if "kind" in constants and constants["kind"] not in Kind.values:
        wrong.append(str(constants["kind"]))
    if wrong:
        raise FileError(
            _("La correspondance nomme des types inconnus : %(names)s. Types possibles : %(all)s.")
            % {"names": ", ".join(wrong), "all": ", ".join(Kind.values)}
        )
    vocabulary, format = content.get("vocabulary", ""), content.get("format", formats.CSV)
    known = isinstance(vocabulary, str) and vocabulary in VOCABULARIES
    if not known or format not in formats.FORMATS[1:]:
        raise FileError(_("La correspondance a un « format » ou un « vocabulary » inconnu."))
    required = content.get("required", list(columns))
    if not isinstance(required, list):
        raise FileError(_("Dans la correspondance, « required » doit être une liste de champs."))
    return Mapping(
        name=str(content.get("name", default_name)),
        format=format,
        columns={
            name: tuple(map(str, value)) if isinstance(value, list) else (str(value),)
            for name, value in columns.items()
        },
        constants={name: _constant(value) for name, value in constants.items()},
        kinds={plain(str(word)): str(kind) for word, kind in kinds.items()},
        vocabulary=vocabulary,
        required=frozenset(map(str, required)),
    )


def _constant(value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@cache
def shipped() -> tuple[Mapping, ...]:
    """The mappings of this folder, the most demanding first."""
    mappings = [load(path) for path in sorted(SHIPPED.glob("*.toml"))]
    return tuple(sorted(mappings, key=lambda mapping: -len(mapping.columns)))


def choose(table: formats.Table, given: Mapping | None = None) -> Mapping:
    """The mapping given, or the shipped one that suits the columns; raise FileError if none."""
    if given:
        if missing := given.missing(table):
            raise FileError(
                _("Colonnes absentes du fichier : %(names)s.") % {"names": ", ".join(missing)}
            )
        return given.within(table)
    for mapping in shipped():
        if mapping.suits(table):
            return mapping.within(table)
    if table.format == formats.OSM_CSV:
        raise FileError(_("Ce fichier n’a pas les colonnes du format « osm-csv »."))
    raise FileError(
        _("Aucune correspondance connue pour ces colonnes : %(names)s. Donnez-en une (--mapping).")
        % {"names": ", ".join(table.columns)}
    )
