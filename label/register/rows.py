"""The rows of the public register, kept for as long as nothing is written."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from directory import text
from home import edition
from label.enums import GrantState
from label.models import Grant
from label.public import register

CURRENT, SUSPENDED, ENDED = "en-cours", "suspendu", "termine"
PLAIN, RESERVES = "sans-reserve", "avec-reserves"


@dataclass(frozen=True)
class Row:
    """What the list says of one grant; of one withdrawn long ago, its number and nothing else."""

    number: str
    state: str
    status: str
    level: str = ""
    operator: str = ""
    commune: str = ""
    lines: tuple[str, ...] = ()
    families: tuple[tuple[str, str], ...] = ()  # slug, name
    communes: tuple[str, ...] = ()  # of the sites
    code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    since: date | None = None  # suspended, or ended
    is_implicit: bool = False
    referential: str = ""
    words: frozenset[str] = frozenset()

    @property
    def ink(self) -> str:
        return {CURRENT: "garrigue", SUSPENDED: "ocre"}.get(self.status, "")

    @property
    def says(self) -> str:
        return state_in_words(self.state, self.since)


def state_in_words(state: str, since: date | None = None) -> str:
    """The state as anybody reads it, without its date."""
    return {
        GrantState.ACTIVE: _("En cours"),
        GrantState.ACTIVE_WITH_RESERVES: _("En cours, avec réserves"),
        GrantState.SUSPENDED: _("Suspendu"),
        GrantState.WITHDRAWN: _("Retiré"),
        GrantState.RENOUNCED: _("Rendu par son titulaire"),
        GrantState.EXPIRED: _("Expiré"),
        GrantState.SUPERSEDED: _("Remplacé"),
        GrantState.ANNULLED: _("Annulé"),
    }[state]


def all_rows(today: date) -> list[Row]:
    """Every row that the register shows that day, in force first, by number."""
    return _rows(today)


@edition.kept
def _rows(today: date) -> list[Row]:
    ended = register.ended(today)
    return [
        *(_row(grant, today) for grant in register.in_force()),
        *(_ended_row(grant, today) for grant in sorted(ended, key=lambda one: one.number)),
    ]


def is_past(grant: Grant, today: date) -> bool:
    """In force for the journal, but past its last day: the calendar has not come by yet."""
    return grant.is_in_register and grant.valid_to < today


def _row(grant: Grant, today: date) -> Row:
    if is_past(grant, today):
        return _row_of(grant, GrantState.EXPIRED, ENDED, grant.valid_to)
    state = register.public_state(grant)
    if state == GrantState.SUSPENDED:
        return _row_of(grant, state, SUSPENDED, grant.suspended_on)
    return _row_of(grant, state, CURRENT, None)


def _ended_row(grant: Grant, today: date) -> Row:
    if not register.is_recent(grant, today):
        return Row(grant.number, grant.state, ENDED, words=_words(grant.number))
    return _row_of(grant, grant.state, ENDED, grant.ended_on)


def _row_of(grant: Grant, state: str, status: str, since: date | None) -> Row:
    lines = [row.line for row in register.covered(grant)]
    operator = grant.operator
    commune = operator.commune.name if operator.commune else ""
    names = tuple(line.name for line in lines)
    communes = tuple(dict.fromkeys(line.site.commune.name for line in lines))
    families = tuple(dict.fromkeys((line.family.slug, line.family.name) for line in lines))
    has_reserves = any(reserve.lifted_on is None for reserve in grant.reserves.all())
    return Row(
        grant.number,
        state,
        status,
        level=(RESERVES if has_reserves else PLAIN) if status == CURRENT else "",
        operator=operator.title,
        commune=commune,
        lines=names,
        families=families,
        communes=communes,
        code=grant.code,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        since=since,
        is_implicit=grant.is_implicit,
        referential=grant.case.referential.code,
        words=_words(
            grant.number, operator.title, commune, *names, *communes, *(f[1] for f in families)
        ),
    )


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for one in texts for word in text.tokens(one))
