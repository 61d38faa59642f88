"""The desk: what awaits a person, by deadline; who follows what; the legal clock."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext
from madeingard.users.models import User

from label import clock, roles
from label.desks import acts, subjects
from label.desks.due import Due, due
from label.desks.queues import MOST, QUEUES, Queue, Today
from label.enums import LegalRegime, MailState, Role
from label.models import Case, OutboxMail

READERS = (*subjects.TEAM,)


@dataclass(frozen=True)
class Waiting:
    """One thing to do."""

    what: str
    about: str
    url: str
    due: Due | None
    is_mine: bool = False


def list_for(user, *, now: datetime) -> list[Waiting]:
    """What this person may do now, the most pressing first; what has no date comes last."""
    held = roles.group_roles(user)
    today = Today(now, clock.civil_day(now))
    found = [
        (queue.due(obj), _waiting(queue, obj, user, today))
        for queue, rows in _where_something_waits(user, held, today)
        for obj in rows[:MOST]
        if queue.keep(obj) and _is_for(queue, obj, user, held)
    ]
    found.sort(key=lambda one: (one[0] is None, one[0] or today.day, str(one[1].what)))
    return [one for _day, one in found] + _together(held, today)


def count_for(user, *, now: datetime) -> tuple[int, int]:
    """How many things this person may do now, and how many of them are late."""
    found = list_for(user, now=now)
    return len(found), sum(one.due is not None and one.due.tone == "late" for one in found)


def _where_something_waits(user, held, today: Today) -> list[tuple[Queue, QuerySet]]:
    """The queues of these roles that are not empty, all asked at once: most often few of them."""
    queues = [
        (queue, queue.rows(today))
        for queue in QUEUES
        if held & set(queue.who) and not queue.together
    ]
    if not queues:
        return []
    asked = [Exists(rows) for _queue, rows in queues]
    [found] = User.objects.filter(pk=user.pk).values_list(*asked)
    return [one for one, waits in zip(queues, found, strict=True) if waits]


def _together(held, today: Today) -> list[Waiting]:
    """Lines that stand for many objects, after the others."""
    found = []
    for queue in QUEUES:
        if queue.together and held & set(queue.who) and (count := queue.rows(today).count()):
            key = subjects.BY_MODEL[queue.rows(today).model].key
            url = reverse("label_desk:list", args=[key]) + "?open=1"
            words = ngettext("%d à traiter", "%d à traiter", count) % count
            found.append(Waiting(str(queue.title), words, url, None))
    return found


def _is_for(queue: Queue, obj, user, held) -> bool:
    """Not of their own case; a challenge is the guarantor's where the rules have one, else the
    authority's."""
    if not subjects.BY_MODEL[type(obj)].may_read(user, obj):
        return False
    if type(obj).__name__ != "Challenge":
        return True
    has_one = obj.seat.panel.case.procedure.guarantor
    return (Role.GUARANTOR if has_one else Role.AUTHORITY) in held


def _waiting(queue: Queue, obj, user, today: Today) -> Waiting:
    subject = subjects.BY_MODEL[type(obj)].key
    act = acts.find(subject, queue.act)
    direct = act is not None and act.is_for(user, obj)
    url = subjects.act_url(obj, act) if direct else subjects.page_url(obj)
    mine = isinstance(obj, Case) and obj.secretary_id == user.pk
    return Waiting(str(queue.title), queue.said(obj), url, due(queue.due(obj), today.day), mine)


def workload() -> list[dict]:
    """Running cases by person of the secretariat, with how many are late; nobody comes first."""
    return list(
        Case.objects.running()
        .values("secretary", "secretary__email", "secretary__first_name", "secretary__last_name")
        .annotate(count=Count("pk"))
        .order_by("secretary__email")
    )


def late_by_secretary(day) -> dict:
    rows = (
        Case.objects.running()
        .filter(due_on__lt=day)
        .values_list("secretary")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return dict(rows)


def loads(day) -> list[dict]:
    late = late_by_secretary(day)
    return [
        {
            "name": f"{row['secretary__first_name']} {row['secretary__last_name']}".strip()
            or row["secretary__email"],
            "secretary": row["secretary"],
            "count": row["count"],
            "late": late.get(row["secretary"], 0),
        }
        for row in workload()
    ]


def legal_clock(user, day, *, most: int = 12) -> list[tuple[Case, Due]]:
    """Cases that silence would decide, the nearest first."""
    cases = (
        Case.objects.running()
        .filter(Q(legal_regime=LegalRegime.SILENCE_ACCEPTS) & Q(implicit_decision_on__isnull=False))
        .exclude(pk__in=roles.own_cases(user))
        .select_related("operator")
        .order_by("implicit_decision_on", "pk")[:most]
    )
    return [(case, due(case.implicit_decision_on, day)) for case in cases]


def held_mails() -> int:
    return OutboxMail.objects.filter(state=MailState.HELD).count()
