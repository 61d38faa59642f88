"""Read a whole file against the territory."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from directory.imports import rows
from directory.imports.errors import FileError, Outside, Refusal
from directory.imports.formats import Table
from directory.imports.mapping import Mapping
from directory.imports.report import Report
from directory.imports.territory import NEAREST_KM, Communes


@dataclass
class Reading:
    """A file read against the territory: its places, what is refused, every identifier met."""

    places: list[rows.Place] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    ids: set[str] = field(default_factory=set)


def read(table: Table, mapping: Mapping, communes: Communes, *, allow_outside: bool) -> Reading:
    """Clean every row; what cannot be imported goes to the report with its line and the reason.

    Raises FileError when no commune is loaded, since every place would be outside.
    """
    if not communes.by_insee and not allow_outside:
        raise FileError(_("Aucune commune n’est chargée : lancez d’abord « load_reference »."))
    reading, first_lines = Reading(), {}
    for row in table:
        reading.report.total += 1
        external_id = rows.external_id_of(row, mapping)
        # A row that became unreadable has not vanished from its source.
        reading.ids.add(external_id)
        try:
            place = rows.clean(row, mapping)
            _locate(place, communes, allow_outside=allow_outside)
            external_id = place.external_id
            if external_id in first_lines:
                raise Refusal(_("même lieu que la ligne %d") % first_lines[external_id])
        except Refusal as refusal:
            name = mapping.read(row.values).get("title", "")
            reading.report.skip(row.line, str(refusal), id=external_id, name=name)
            reading.report.outside += isinstance(refusal, Outside)
            continue
        first_lines[external_id] = row.line
        reading.ids.add(external_id)
        reading.places.append(place)
    reading.ids.discard("")
    return reading


def _locate(place: rows.Place, communes: Communes, *, allow_outside: bool) -> None:
    """Find the commune of a place; raise Refusal if it is not among those loaded."""
    stated = place.stated_commune or place.stated_postcode
    if not stated and not place.position:
        raise Refusal(_("sans commune ni position"))
    commune = communes.find(place.stated_commune, place.stated_postcode, place.position)
    if not commune and not allow_outside:
        if stated:
            raise Outside(_("hors des communes chargées : « %s »") % stated[:40])
        raise Outside(_("à plus de %d km du centre de toute commune chargée") % NEAREST_KM)
    place.values["commune"] = commune.insee if commune else ""
    place.values["locality"] = "" if commune else place.stated_commune[:80]
