"""What existing signs are worth for a criterion (label.md 7.2). Standard library only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

MET, EVIDENCE, CONDITIONAL = "met", "evidence", "conditional"


@dataclass(frozen=True)
class HeldSign:
    """A sign that an operator proves. Without `valid_until` nobody has said that it ends."""

    sign: str
    valid_until: date | None = None
    area_fits: bool = False  # its area lies within the perimeter (AOP, IGP)

    def is_in_date(self, day: date) -> bool:
        return self.valid_until is None or day <= self.valid_until


# sign → criterion → effect; the sign's codes are those of the directory's catalogue.
TABLE = {
    "ab": {"ENV-2": MET, "ENV-4": EVIDENCE},
    "bio-ue": {"ENV-2": MET, "ENV-4": EVIDENCE},
    "hve": {"ENV-2": EVIDENCE},
    "nature-et-progres": {"ENV-2": EVIDENCE, "SOC-2": EVIDENCE, "SAN-3": EVIDENCE},
    "aop": {"CUL-2": MET, "ECO-1": CONDITIONAL},
    "igp": {"CUL-2": MET, "ECO-1": CONDITIONAL},
    "label-rouge": {"CUL-3": MET},
    "bienvenue-a-la-ferme": {"CUL-4": EVIDENCE, "ECO-2": EVIDENCE},
    "militant-du-gout": {"CUL-3": MET},
    "gard-gourmand": {"CUL-3": MET},
    "epv": {"CUL-1": MET},
}


def effects(
    signs: Iterable[HeldSign],
    *,
    on: date,
    table: Mapping[str, Mapping[str, str]] = TABLE,
) -> dict[str, str]:
    """For each criterion that a sign in date supports, « met » or « evidence », the stronger.

    A conditional effect (ECO-1 by AOP or IGP) counts only if the sign's area fits the perimeter.
    """
    found: dict[str, str] = {}
    for held in signs:
        if not held.is_in_date(on):
            continue
        for code, effect in table.get(held.sign, {}).items():
            if effect == CONDITIONAL and not held.area_fits:
                continue
            strong = effect != EVIDENCE
            found[code] = MET if strong or found.get(code) == MET else EVIDENCE
    return dict(sorted(found.items()))


def reopened(
    signs: Iterable[HeldSign],
    *,
    since: date,
    on: date,
    table: Mapping[str, Mapping[str, str]] = TABLE,
) -> list[str]:
    """Criteria supported at `since` that a sign's lapse leaves weaker at `on`."""
    signs = tuple(signs)
    before = effects(signs, on=since, table=table)
    now = effects(signs, on=on, table=table)
    return [code for code, effect in before.items() if now.get(code) != effect]
