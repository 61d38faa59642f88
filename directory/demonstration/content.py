"""Read the demonstration's tables: what is written in the TOML files, with what follows from it."""

import tomllib
from functools import cache
from pathlib import Path

from directory import months
from directory.enums import Kind, PriceUnit

FOLDER = Path(__file__).parent
NOTE = "\N{NO-BREAK SPACE}: "  # « Producer : on Saturdays »


@cache
def producers() -> list[dict]:
    """The producers, in the order of the files."""
    return _rows("producers", "producer")


@cache
def places() -> list[dict]:
    """The points of sale: each producer's own, then the others."""
    own = [_own_place(producer) for producer in producers() if "gate" in producer]
    return own + _rows("places", "place")


@cache
def editorial_pages() -> list[dict]:
    return tomllib.loads((FOLDER / "pages.toml").read_text("utf-8"))["page"]


def presences(place: dict) -> list[tuple[str, str]]:
    """Names of the producers of a place, each with when or what, often nothing."""
    return [name.partition(NOTE)[::2] for name in place.get("producers", [])]


def mask(text: str) -> int:
    """Months as written in the tables: "7-10", "3-6,10-12" or "8-2" over the new year."""
    found = []
    for part in text.split(","):
        first, last = int(part.split("-")[0]), int(part.split("-")[-1])
        found += range(first, last + 1 if last >= first else last + 13)
    return months.pack((month - 1) % 12 + 1 for month in found)


def price(text: str) -> tuple[str, PriceUnit]:
    """An amount and its unit, written "3.80 kg"."""
    amount, unit = text.split()
    return amount, PriceUnit(unit)


def _rows(folder: str, name: str) -> list[dict]:
    return [
        row
        for path in sorted((FOLDER / folder).glob("*.toml"))
        for row in tomllib.loads(path.read_text("utf-8"))[name]
    ]


def _own_place(producer: dict) -> dict:
    """The place where a producer sells at home, beside the producer on the map."""
    return {
        "kind": Kind.FARM_GATE,
        "commune": producer["commune"],
        "address": producer.get("address", ""),
        "precision": producer.get("precision", ""),
        "scene": producer["scene"],
        "summary": producer["summary"],
        "producers": [producer["name"]],
        "beside": producer["name"],
    } | producer["gate"]
