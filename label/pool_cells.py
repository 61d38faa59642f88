"""The cells in which the pool is drawn, so that it resembles who volunteered (label.md 2.6).

Pure: no database. A college is split by sex, then by age band, then by commune, as far as people
told them; what nobody told is a part like another. No cell has fewer than five people: smaller
parts are put together as « others », and if these are still too few, the smallest other part
joins them. Places are shared among cells in proportion to their people (largest remainder), before
the randomness exists, so that everybody of a college has the same chance within a rounding.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST = 5
UNSAID, OTHERS = "x", "o"
AGES = {"-30": "a0", "30-44": "a30", "45-59": "a45", "60-74": "a60", "75+": "a75"}
ALTERNATES_PERCENT = 20  # of the places of a cell


@dataclass(frozen=True)
class Person:
    """What somebody told of themselves; `key` is whatever names them for the caller."""

    key: object
    college: str
    sex: str = ""
    age_band: str = ""
    commune: str = ""  # INSEE code

    def told(self, level: int) -> str:
        words = (self.sex, AGES.get(self.age_band, ""), self.commune.lower())
        return words[level] or UNSAID


def cells(people: Iterable[Person]) -> dict[str, list[Person]]:
    """Code of a cell → its people: « citizen_f_a30_30189 », « citizen_o »…"""
    found: dict[str, list[Person]] = {}
    colleges: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        colleges[person.college].append(person)
    for college, members in sorted(colleges.items()):
        _split(college, members, 0, found)
    return found


def _split(code: str, members: list[Person], level: int, found: dict) -> None:
    if level == 3 or len(members) < 2 * LEAST:
        found[code] = members
        return
    parts: dict[str, list[Person]] = defaultdict(list)
    for person in members:
        parts[person.told(level)].append(person)
    by_size = sorted(parts, key=lambda word: (len(parts[word]), word))
    others: list[Person] = []
    while by_size and (len(parts[by_size[0]]) < LEAST or 0 < len(others) < LEAST):
        others += parts.pop(by_size.pop(0))
    if not parts:
        found[code] = members
        return
    for word, part in sorted(parts.items()):
        _split(f"{code}_{word}", part, level + 1, found)
    if others:
        found[f"{code}_{OTHERS}"] = others


def share(places: int, sizes: Mapping[str, int], *, name: str = "") -> dict[str, int]:
    """Places of each cell, in proportion to its people: the largest remainders round up.

    Equal remainders go by the SHA-256 of « name:cell », `name` being that of the draw
    (« VIVIER-2027 »): known beforehand, chosen by nobody, not the same cell each year. `places` is
    not more than the people there are, so that no cell has more places than people.
    """
    total = sum(sizes.values())
    whole = {code: places * size // total for code, size in sizes.items()}
    left = places - sum(whole.values())
    order = sorted(
        sizes,
        key=lambda code: (
            -(places * sizes[code] % total),
            hashlib.sha256(f"{name}:{code}".encode()).digest(),
        ),
    )
    for code in order[:left]:
        whole[code] += 1
    return whole


def college_of(code: str) -> str:
    return code.partition("_")[0]
