"""Which commune a place is in, from what is loaded, held in memory."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from directory.imports.errors import Refusal
from directory.imports.words import plain
from directory.models import Commune

# A place whose commune is not stated takes the commune with the nearest centre, up to here.
NEAREST_KM = 8
# A commune of the stated name but farther than this is a namesake.
NAMESAKE_KM = 30

_CELL = 0.1  # degrees
_SUFFIX = re.compile(r"\b(cedex( \d+)?|\d+e arrondissement)$")


class Communes:
    """Communes found by postcode and name, by name, or by their nearest centre."""

    def __init__(self, communes: Iterable[Commune]):
        self._by_name = defaultdict(list)
        self._by_postcode = defaultdict(list)
        self._cells = defaultdict(list)
        self.by_insee = {}
        self._insees = {None: ""}
        for commune in communes:
            self.by_insee[commune.insee] = commune
            self._insees[commune.pk] = commune.insee
            self._by_name[_name(commune.name)].append(commune)
            for postcode in commune.postcodes:
                self._by_postcode[postcode].append(commune)
            if commune.latitude is not None:
                self._cells[_cell(commune.latitude, commune.longitude)].append(commune)

    @classmethod
    def loaded(cls) -> "Communes":
        return cls(
            Commune.objects.only("insee", "name", "postcodes", "latitude", "longitude").order_by()
        )

    def insee(self, pk: int | None) -> str:
        """The INSEE code of a loaded commune; empty for none."""
        return self._insees.get(pk, "")

    def find(
        self, name: str, postcode: str, position: tuple[float, float] | None
    ) -> Commune | None:
        """The commune that is stated, or the nearest when none is; None: not one of ours.

        Raises Refusal when several communes answer and nothing tells them apart.
        """
        if name:
            namesakes = self._by_name.get(_name(name), [])
            found = [c for c in namesakes if postcode in c.postcodes] if postcode else []
            found = found or [c for c in namesakes if _agrees(c, postcode)]
            if position:
                found = [c for c in found if _distance(c, position) <= NAMESAKE_KM]
            # A hamlet or an old commune is known by its postcode alone.
            return self._one(found or self._around(postcode, position), name, position)
        if postcode:
            return self._one(self._by_postcode.get(postcode, []), postcode, position)
        return self.nearest(position) if position else None

    def nearest(self, position: tuple[float, float]) -> Commune | None:
        """The commune whose centre is nearest, within NEAREST_KM."""
        row, column = _cell(*position)
        reach = math.ceil(NEAREST_KM / 111 / _CELL)
        # A degree of longitude shrinks towards the poles.
        wide = math.ceil(reach / max(0.1, math.cos(math.radians(position[0]))))
        around = [
            commune
            for i in range(row - reach, row + reach + 1)
            for j in range(column - wide, column + wide + 1)
            for commune in self._cells.get((i, j), ())
        ]
        nearest = min(around, key=lambda c: _distance(c, position), default=None)
        return nearest if nearest and _distance(nearest, position) <= NEAREST_KM else None

    def _around(self, postcode: str, position: tuple[float, float] | None) -> list[Commune]:
        if not position:
            return []
        return [
            commune
            for commune in self._by_postcode.get(postcode, [])
            if _distance(commune, position) <= NEAREST_KM
        ]

    def _one(
        self, found: list[Commune], stated: str, position: tuple[float, float] | None
    ) -> Commune | None:
        if position and found:
            return min(found, key=lambda commune: _distance(commune, position))
        if len(found) > 1:
            raise Refusal(
                _("plusieurs communes possibles pour « %s », et pas de position") % stated[:40]
            )
        return found[0] if found else None


def _name(text: str) -> str:
    words = _SUFFIX.sub("", plain(text)).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def _agrees(commune: Commune, postcode: str) -> bool:
    """Whether a postcode may be of that commune: same department, for a CEDEX code."""
    return not postcode or not commune.postcodes or commune.postcodes[0][:2] == postcode[:2]


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude / _CELL), math.floor(longitude / _CELL)


def _distance(commune: Commune, position: tuple[float, float]) -> float:
    """Kilometres to the commune's centre; nothing is far from a centre that is not known."""
    if commune.latitude is None:
        return 0
    latitude, longitude = map(math.radians, position)
    other, there = math.radians(commune.latitude), math.radians(commune.longitude)
    chord = (
        math.sin((other - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(other) * math.sin((there - longitude) / 2) ** 2
    )
    return 12742 * math.asin(min(1, math.sqrt(chord)))
