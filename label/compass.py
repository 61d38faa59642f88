"""The compass of quality: five petals, one seed for each progress criterion.

A seed says how a criterion stands, from the emptiest (absent) to the most ringed (exemplary); on
the pages that explain, where nothing is judged, every seed is simply there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from label.enums import Dimension, Grade

# Where seeds stand on a petal of the 64 × 64 drawing, by how many there are.
PLACES = {
    0: (),
    1: ((32, 12),),
    2: ((25.5, 10), (38.5, 10)),
    3: ((25, 9.5), (39, 9.5), (32, 17)),
    4: ((24, 8.5), (40, 8.5), (28, 16), (36, 16)),
    5: ((24, 7.5), (40, 7.5), (32, 12), (28, 19), (36, 19)),
}
# What is drawn for a seed; a criterion that nobody could judge is a dot.
UNKNOWN = "unknown"
SHAPES = {
    Grade.ABSENT: "empty",
    Grade.STARTED: "half",
    Grade.HELD: "full",
    Grade.EXEMPLARY: "ringed",
}
SHORT_NAMES = {
    Dimension.ENV: _("Environnement"),
    Dimension.SAN: _("Santé"),
    Dimension.SOC: _("Social"),
    Dimension.CUL: _("Culture"),
    Dimension.ECO: _("Économie"),
}
INKS = {
    Dimension.ENV: "garrigue",
    Dimension.SAN: "rhone",
    Dimension.SOC: "fraise",
    Dimension.CUL: "prune",
    Dimension.ECO: "ocre",
}


@dataclass(frozen=True)
class Seed:
    x: float
    y: float
    shape: str

    @property
    def below(self) -> str:
        """The path of the lower half of the seed, for what is only started."""
        return f"M{self.x - 2.2:g} {self.y:g}a2.2 2.2 0 0 0 4.4 0z"


@dataclass(frozen=True)
class Petal:
    dimension: Dimension
    number: int  # from 1, for its ink
    angle: int
    seeds: tuple[Seed, ...]

    @property
    def name(self) -> str:
        return SHORT_NAMES[self.dimension]

    @property
    def ink(self) -> str:
        return INKS[self.dimension]


def petals(seeds: Mapping[str, Sequence[str | None]]) -> list[Petal]:
    """The five petals; `seeds` gives, by dimension, the grade of each progress criterion, or None.

    Above five criteria a dimension shows its five first: the words beside say all.
    """
    found = []
    for number, dimension in enumerate(Dimension, 1):
        grades = seeds.get(dimension, ())[: max(PLACES)]
        places = PLACES[len(grades)]
        found.append(
            Petal(
                dimension,
                number,
                (number - 1) * 72,
                tuple(
                    Seed(x, y, SHAPES.get(grade, UNKNOWN))
                    for (x, y), grade in zip(places, grades, strict=True)
                ),
            )
        )
    return found
