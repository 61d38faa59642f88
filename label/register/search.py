"""Which rows of the register are asked for: words, commune, family, status and level."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from directory import text
from label.register.rows import CURRENT, ENDED, PLAIN, RESERVES, SUSPENDED, Row

LONGEST = 120


@dataclass(frozen=True)
class Query:
    q: str = ""
    commune: str = ""
    family: str = ""
    status: str = ""
    level: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> "Query":
        """What an address asks for; what it asks badly is not asked."""
        status, level = asked.get("statut", ""), asked.get("niveau", "")
        return cls(
            " ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST],
            asked.get("commune", "")[:LONGEST],
            asked.get("famille", "")[:LONGEST],
            status if status in statuses() else "",
            level if level in levels() else "",
        )

    @property
    def is_empty(self) -> bool:
        return self == Query()

    def encoded(self, **more) -> str:
        pairs = {
            "q": self.q,
            "commune": self.commune,
            "famille": self.family,
            "statut": self.status,
            "niveau": self.level,
        } | more
        return urlencode({name: value for name, value in pairs.items() if value})

    def finds(self, row: Row) -> bool:
        return (
            (not self.commune or self.commune == row.commune or self.commune in row.communes)
            and (not self.family or any(slug == self.family for slug, _name in row.families))
            and (not self.status or row.status == self.status)
            and (not self.level or row.level == self.level)
            and all(_begins(row, word) for word in text.tokens(self.q))
        )


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_current: bool


def statuses() -> dict[str, str]:
    return {CURRENT: _("En cours"), SUSPENDED: _("Suspendu"), ENDED: _("Terminé")}


def levels() -> dict[str, str]:
    return {PLAIN: _("Sans réserve"), RESERVES: _("Avec réserves")}


def find(rows: list[Row], query: Query) -> list[Row]:
    return [row for row in rows if query.finds(row)]


def choices(rows: list[Row], query: Query) -> dict[str, list[Choice]]:
    """What each list of the form offers: only what the register holds."""
    communes = sorted(
        {name for row in rows for name in (row.commune, *row.communes) if name}, key=text.fold
    )
    families = sorted({family for row in rows for family in row.families}, key=lambda f: f[1])
    return {
        "communes": _choices(((name, name) for name in communes), query.commune),
        "families": _choices(families, query.family),
        "statuses": _choices(statuses().items(), query.status),
        "levels": _choices(levels().items(), query.level),
    }


def _choices(pairs, current: str) -> list[Choice]:
    return [Choice(value, label, value == current) for value, label in pairs]


def _begins(row: Row, word: str) -> bool:
    return any(one.startswith(word) for one in row.words)
