"""A reason as data: a code and its figures. `label.wording` says it in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
