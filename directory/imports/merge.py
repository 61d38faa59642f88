"""The source's value, the page's, and what the source said before: who wins, field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# Fields that only mean something together.
UNITS = (("commune", "locality"), ("latitude", "longitude"))
_UNIT_OF = {name: unit for unit in UNITS for name in unit}


@dataclass(frozen=True)
class Kept:
    """A field where a person's word stands against the source's."""

    field: str
    source: object
    page: object


@dataclass
class Merge:
    changes: dict = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)


def merge(before: Mapping, now: Mapping, versions: Iterable[Mapping]) -> Merge:
    """Compare what the source said, what it says, and every version of the page.

    A field that the page holds as the source last gave it follows the source; any other was
    changed by a person and stays, which is told as soon as the source has something to say.
    """
    versions, result = list(versions), Merge()
    for unit in dict.fromkeys(_UNIT_OF.get(name, (name,)) for name in now):
        theirs_before, theirs = _values(before, unit), _values(now, unit)
        ours = [_values(version, unit) for version in versions]
        corrected = [value for value in ours if value not in (theirs_before, theirs)]
        if theirs == theirs_before:
            corrected = [value for value in ours if value != theirs]
        if corrected and _is_said(theirs):
            result.kept.append(Kept(unit[0], _said(theirs), _said(corrected[-1])))
        elif not corrected and any(value != theirs for value in ours):
            result.changes |= {name: now.get(name) for name in unit}
    return result


def _values(values: Mapping, unit: tuple[str, ...]) -> tuple:
    # What is empty is the same whatever the field: "", None, no.
    found = (values.get(name) for name in unit)
    return tuple(None if value == "" or value is False else value for value in found)


def _is_said(values: tuple) -> bool:
    return any(value is not None for value in values)


def _said(values: tuple):
    filled = [value for value in values if value is not None]
    return filled[0] if len(filled) == 1 else filled
