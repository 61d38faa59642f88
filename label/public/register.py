"""The register for everybody: grants in force, and those that ended not long ago (I-21, 6.4)."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from label import chain, clock, proof
from label.enums import ENDED_GRANT, GrantState
from label.models import ChainHead, Grant

# What the register says of a state: a formal notice is presumed unfounded, and not mentioned.
UNMENTIONED = GrantState.FORMAL_NOTICE
LONGEST = 60  # months that rules may keep an ended grant told, at most


def in_force() -> QuerySet[Grant]:
    """The grants that the register shows, by number."""
    return _told(Grant.objects.in_register())


def ended(today: date) -> list[Grant]:
    """Grants that were in the register and are not any more: those that ended in the months that
    the rules say, and every one that was withdrawn."""
    known = _told(Grant.objects.filter(state__in=ENDED_GRANT, valid_from__isnull=False))
    recent = known.filter(
        Q(state=GrantState.WITHDRAWN) | Q(ended_on__gte=clock.add_months(today, -LONGEST))
    )
    return [
        grant for grant in recent if grant.state == GrantState.WITHDRAWN or is_recent(grant, today)
    ]


def is_recent(grant: Grant, today: date) -> bool:
    """Whether an ended grant is still told with its name: twelve months by default."""
    return grant.ended_on >= clock.add_months(today, -grant.procedure.former_months)


def public_state(grant: Grant) -> str:
    """The state that anybody may read; the reserves of `in_force` are read beforehand."""
    if grant.state != UNMENTIONED:
        return grant.state
    is_open = any(reserve.lifted_on is None for reserve in grant.reserves.all())
    return GrantState.ACTIVE_WITH_RESERVES if is_open else GrantState.ACTIVE


def covered(grant: Grant) -> list:
    """The lines that a grant covers, or covered until it ended: what a renewal took over is not."""
    rows = list(grant.lines.all())
    return [row for row in rows if row.is_in_force] if grant.is_in_register else rows


def document(now: datetime) -> dict:
    """registre.json: what the register says, and how far the journal had come (docs/proof.md)."""
    today = clock.civil_day(now)
    while True:
        seq = _journal_end()
        found = {
            "format": proof.REGISTER_FORMAT,
            "exported_at": chain.utc_text(now),
            "seq": seq,
            "grants": [_row(grant) for grant in in_force()],
            "ended": [_ended_row(grant, today) for grant in ended(today)],
        }
        if seq == _journal_end():  # nothing happened while we were reading
            return found


def _journal_end() -> int:
    head = ChainHead.objects.order_by("-seq").values_list("seq", flat=True).first()
    return head or 0


def _told(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    return (
        grants.select_related("operator__commune", "case__referential", "case__rules")
        .prefetch_related(
            "lines__line__family", "lines__line__site__commune", "reserves__criterion"
        )
        .order_by("number")
    )


def _row(grant: Grant) -> dict:
    return {
        "number": grant.number,
        "code": grant.code,
        "state": str(public_state(grant)),
        "implicit": grant.is_implicit,
        "operator": grant.operator.title,
        "commune": grant.operator.commune.name if grant.operator.commune else "",
        "lines": [
            {
                "name": row.line.name,
                "family": row.line.family.name,
                "site": row.line.site.commune.name,
            }
            for row in covered(grant)
        ],
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat(),
        "suspended_on": (
            grant.suspended_on.isoformat()
            if grant.state == GrantState.SUSPENDED and grant.suspended_on
            else None
        ),
        "reserves": [
            {"criterion": reserve.criterion.code, "due_on": reserve.due_on.isoformat()}
            for reserve in grant.reserves.all()
            if reserve.lifted_on is None
        ],
        "referential": grant.case.referential.code,
    }


def _ended_row(grant: Grant, today: date) -> dict:
    """An ended grant with its name for a time; of a withdrawn one the number stays."""
    row = {"number": grant.number, "state": grant.state}
    if not is_recent(grant, today):
        return row
    return row | {
        "operator": grant.operator.title,
        "ended_on": grant.ended_on.isoformat(),
        "reason": grant.end_reason if grant.state == GrantState.WITHDRAWN else "",
    }
