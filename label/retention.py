"""What the public side of the label forgets, every night (rules.md 4.1, label.md I-29)."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from label import clock
from label.enums import AlertState, CaseState, DrawPurpose, DrawState, PoolState
from label.models import Draw, Event, PoolMember, PublicRequest, ReadAccess, Reporter

UNFOUNDED_KEPT = timedelta(days=61)  # after the answer
FOUNDED_KEPT = 36  # months after the end of the procedure
LEFT_KEPT = 3  # months out of the pool
READINGS_KEPT = 36  # months, once the case is closed


def purge_requests(*, now: datetime) -> int:
    """What nobody confirmed, and the counts of what was."""
    _total, by_model = PublicRequest.objects.to_forget(now).delete()
    return by_model.get(PublicRequest._meta.label, 0)


def purge_reporters(*, now: datetime) -> int:
    """Who reported: what they reported stays, without them."""
    founded = Q(alert__reference__in=Event.objects.filter(move="A06").values("object_ref"))
    long_ago = clock.start_of(clock.add_months(clock.civil_day(now), -FOUNDED_KEPT))
    gone = (
        Reporter.objects.exclude(name="", email="", phone="", person=None)
        .filter(alert__state=AlertState.CLOSED)
        .filter(
            (founded & Q(alert__closed_at__lt=long_ago))
            | (~founded & Q(alert__closed_at__lt=now - UNFOUNDED_KEPT))
        )
    )
    ids = list(gone.values_list("pk", flat=True))
    return Reporter.objects.filter(pk__in=ids).update(name="", email="", phone="", person=None)


def purge_pool(*, now: datetime) -> int:
    """What people who left had said of themselves; where they sat stays, as the draws tell it."""
    released = _release_undrawn(now)
    before = clock.add_months(clock.civil_day(now), -LEFT_KEPT)
    said = ("activity", "motivation", "phone", "needs", "age_band", "sex")
    gone = [PoolState.LEFT, PoolState.NOT_DRAWN]
    left = PoolMember.objects.filter(state__in=gone, left_on__lt=before).exclude(
        **dict.fromkeys(said, ""), commune=None
    )
    forgotten = left.update(**dict.fromkeys(said, ""), commune=None, operator=None)
    return max(released, forgotten)


def _release_undrawn(now: datetime) -> int:
    """Volunteers whom the draw of the pool did not take are no candidates any more, three months
    after it; the same night forgets what they had said."""
    today = clock.civil_day(now)
    last = (
        Draw.objects.filter(
            purpose=DrawPurpose.POOL,
            state=DrawState.DRAWN,
            drawn_at__lt=clock.start_of(clock.add_months(today, -LEFT_KEPT)),
        )
        .order_by("-drawn_at")
        .first()
    )
    if last is None:
        return 0
    waiting = PoolMember.objects.filter(state=PoolState.VOLUNTEER, volunteered_at__lt=last.drawn_at)
    return waiting.update(
        state=PoolState.LEFT, left_on=clock.add_months(today, -LEFT_KEPT) - timedelta(days=1)
    )


def purge_readings(*, now: datetime) -> int:
    """Who read what of a case that closed long ago; the log itself lets nobody edit it."""
    long_ago = clock.start_of(clock.add_months(clock.civil_day(now), -READINGS_KEPT))
    old = QuerySet(ReadAccess).filter(
        case__state=CaseState.CLOSED, case__state_since__lt=long_ago, at__lt=long_ago
    )
    return old.delete()[0]


PURGES = (purge_requests, purge_reporters, purge_pool, purge_readings)
