"""The drawing that stands for a recipe without a photo: an icon on an ink, a piece of the land."""

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from directory.enums import Country
from directory.landscape import VIEWS

# The first of these tags that a recipe has gives the icon and the ink.
_BY_TAG = (
    ("soupe", ("recipe", "ocre")),
    ("mer", ("fish", "rhone")),
    ("dessert", ("fruit", "fraise")),
    ("goûter", ("jam", "prune")),
    ("apéritif", ("oil", "ocre")),
    ("accompagnement", ("vegetable", "garrigue")),
    ("entrée", ("vegetable", "denim")),
    ("mijoté", ("recipe", "prune")),
)
_OTHER = ("recipe", "fraise")
_COUNTRIES = {"spécialité des Cévennes": Country.CEVENNES, "mer": Country.CAMARGUE}


@dataclass(frozen=True)
class Picture:
    """Names of an icon and of an ink, and a view box of the landscape."""

    icon: str
    ink: str
    view: str


def draw(slug: str, tags: Iterable[str]) -> Picture:
    """Always the same for the same recipe."""
    tags = set(tags)
    icon, ink = next((look for tag, look in _BY_TAG if tag in tags), _OTHER)
    named = next((country for tag, country in _COUNTRIES.items() if tag in tags), None)
    country = named or list(VIEWS)[crc32(slug.encode()) % len(VIEWS)]
    return Picture(icon, ink, VIEWS[country])
