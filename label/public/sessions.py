"""The sessions to come: when, where, of what; of whom only if they agreed (label.md 6.4)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from label.enums import ApplicationPart, CaseState, SessionState
from label.models import Answers, Hearing, Session

# Before deliberation a case is only counted; from there its families and communes may be said.
SAID = (CaseState.DELIBERATION, CaseState.OPINION_ISSUED)


@dataclass(frozen=True)
class Item:
    """A case of the agenda, without a name, unless the operator has agreed to theirs."""

    families: str
    communes: str
    name: str = ""


@dataclass(frozen=True)
class Upcoming:
    starts_at: datetime
    place: str
    count: int
    agenda: list[Item]


def upcoming(now: datetime, *, most: int = 6) -> list[Upcoming]:
    """The next sessions that are planned or open, the nearest first (fixed queries)."""
    sessions = (
        Session.objects.filter(
            state__in=[SessionState.PLANNED, SessionState.OPEN], starts_at__gte=now
        )
        .order_by("starts_at", "pk")
        .only("starts_at", "place")[:most]
    )
    found = []
    hearings = _hearings([session.pk for session in sessions])
    for session in sessions:
        own = hearings.get(session.pk, [])
        found.append(
            Upcoming(
                session.starts_at,
                session.place,
                len(own),
                [_item(hearing) for hearing in own if hearing.panel.case.state in SAID],
            )
        )
    return found


def _hearings(sessions: list[int]) -> dict[int, list[Hearing]]:
    rows = (
        Hearing.objects.filter(session__in=sessions)
        .order_by("position", "pk")
        .select_related("panel__case__operator")
        .prefetch_related(
            "panel__case__scope_lines__line__family",
            "panel__case__scope_lines__line__site__commune",
            Prefetch(
                "panel__case__answers",
                Answers.objects.filter(part=ApplicationPart.PUBLICATION),
                to_attr="publication",
            ),
        )
    )
    found = {}
    for hearing in rows:
        found.setdefault(hearing.session_id, []).append(hearing)
    return found


def _item(hearing: Hearing) -> Item:
    case = hearing.panel.case
    lines = [row.line for row in case.scope_lines.all()]
    agreed = any(row.values.get("name_in_agenda") is True for row in case.publication)
    return Item(
        ", ".join(dict.fromkeys(line.family.name for line in lines)),
        ", ".join(dict.fromkeys(line.site.commune.name for line in lines)),
        case.operator.title if agreed else "",
    )
