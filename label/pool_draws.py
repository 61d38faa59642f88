"""The yearly draw of the pool, among the volunteers who wait (label.md 2.6).

Who is drawn is offered a term: they are in the pool at once and have some days to give their place
up; the next rank of their cell then takes it. Those days over, the others have their answer.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, draw_calls, draw_commitment, outbox, pool, pool_cells, roles
from label import draw as lot
from label.enums import College, DrawPurpose, DrawState, PoolState, ReplacementReason, Role
from label.machine import Refused
from label.models import Draw, DrawCandidate, PoolMember, Seat, Visitor


@transaction.atomic
def commit(
    *,
    by,
    year: int,
    places: dict[str, int],
    source: str,
    randomness_at: datetime,
    now: datetime | None = None,
) -> Draw:
    """Publish who may be drawn for the pool of a year, how many per cell, the randomness to come.

    `places`: college → how many; a college without places is left out, and its volunteers wait.
    """
    now = now or timezone.now()
    today = clock.civil_day(now)
    if Role.SECRETARIAT not in roles.group_roles(by):
        raise Refused(_("C’est au secrétariat d’annoncer un tirage."))
    if year not in (today.year, today.year + 1):
        raise Refused(_("Le vivier se tire pour cette année ou pour la suivante."))
    if is_announced(year):
        raise Refused(_("Le vivier de cette année-là est déjà tiré, ou son tirage annoncé."))
    draw_commitment.check(source, randomness_at, now=now, hours=pool.procedure().draw_delay_hours)
    wanted = {college: count for college, count in places.items() if count}
    volunteers, resting = _volunteers(wanted, starts_on(year, randomness_at))
    people = draw_commitment.pseudonyms(volunteers)
    cells = pool_cells.cells(_told(name, member) for name, member in people)
    sizes = {code: len(members) for code, members in cells.items()}
    name = f"VIVIER-{year}"
    quota = _quota(wanted, sizes, name)
    lines = [lot.Candidate(one.key, code) for code, members in cells.items() for one in members]
    spec = lot.make_spec(
        name,
        quota=quota,
        alternates={
            code: min(sizes[code] - count, lot.share(count, pool_cells.ALTERNATES_PERCENT))
            for code, count in quota.items()
        },
        source=source,
        purpose=DrawPurpose.POOL,
    )
    return draw_commitment.publish(
        spec,
        lines,
        people=people,
        excluded=[(member, "resting") for member in resting],
        key=_key(year),
        purpose=DrawPurpose.POOL,
        is_pool_hidden=bool(lot.small_colleges(lines)),
        randomness_at=randomness_at,
        by=by,
        now=now,
    )


def is_announced(year: int) -> bool:
    """Whether the pool of a year is drawn already, or about to be."""
    return Draw.objects.standing().filter(key=_key(year)).exists()


def _key(year: int) -> str:
    return f"pool:{year}"


def starts_on(year: int, moment: datetime) -> date:
    """When the terms of a draw start: on New Year’s Day, or the day itself once the year began."""
    return max(date(year, 1, 1), clock.civil_day(moment))


def year_of(draw: Draw) -> int:
    return int(draw.key.partition(":")[2])


def _volunteers(wanted: dict[str, int], day: date):
    rows = (
        PoolMember.objects.filter(
            state=PoolState.VOLUNTEER, college__in=wanted, person__is_active=True
        )
        .select_related("person", "commune")
        .order_by("pk")
    )
    volunteers, resting = [], []
    for member in rows:
        (resting if pool.renewal_faults(member, day) else volunteers).append(member)
    return volunteers, resting


def _told(name: str, member: PoolMember) -> pool_cells.Person:
    commune = member.commune.insee if member.commune else ""
    return pool_cells.Person(name, member.college, member.sex, member.age_band, commune)


def _quota(wanted: dict[str, int], sizes: dict[str, int], name: str) -> dict[str, int]:
    """Places of each cell; Refused where a college has fewer volunteers than places."""
    if not wanted:
        raise Refused(_("Dites combien de places il y a, dans un collège au moins."))
    quota: dict[str, int] = {}
    reasons = []
    for college, count in wanted.items():
        own = {code: size for code, size in sizes.items() if pool_cells.college_of(code) == college}
        if sum(own.values()) < count:
            reasons.append(
                _(
                    "%(college)s : %(people)d volontaires pour %(count)d places. Accueillez-les "
                    "sans tirage, ou demandez moins de places."
                )
                % {
                    "college": str(College(college).label).capitalize(),
                    "people": sum(own.values()),
                    "count": count,
                }
            )
        else:
            quota |= pool_cells.share(count, own, name=name)
    if reasons:
        raise Refused(*reasons)
    return quota


# The draw is done ----------------------------------------------------------------------


def offer_terms(draw: Draw, *, now: datetime) -> None:
    """A term for each person drawn; word to the alternates; the others have their answer."""
    rows = list(
        draw.candidates.select_related("draw", "member__person").order_by("college", "rank")
    )
    for one in rows:
        if one.rank is None:
            _answer(one, now)
        elif one.is_alternate:
            _tell_alternate(one, now)
    for one in rows:
        if one.rank is not None and not one.is_alternate:
            _offer(one, now=now)


def _offer(candidate: DrawCandidate, *, now: datetime) -> None:
    if _waits(candidate.member):
        _take_in(candidate, now)
    else:
        _call_next(candidate, reason=ReplacementReason.NOT_ELIGIBLE, now=now)


def _take_in(candidate: DrawCandidate, now: datetime) -> None:
    draw = candidate.draw
    first_day = starts_on(year_of(draw), now)
    pool.take_in(candidate.member, starts_on=first_day, now=now, payload={"draw": draw.reference})
    facts = {"until": _reply_until(now), "starts_on": first_day.isoformat()}
    outbox.tell(candidate.member.person, "pool_drawn", **_said(candidate, now, **facts))


def _tell_alternate(candidate: DrawCandidate, now: datetime) -> None:
    if _waits(candidate.member):
        facts = {"until": _reply_until(now), "rank": candidate.rank}
        outbox.tell(candidate.member.person, "pool_alternate", **_said(candidate, now, **facts))


def _call_next(fallen: DrawCandidate, *, reason: str, now: datetime) -> None:
    candidate = draw_calls.next_rank(
        fallen, among=[fallen.draw], may=_waits, reason=reason, now=now
    )
    if candidate is not None:
        _take_in(candidate, now)


def _waits(member: PoolMember | None) -> bool:
    return member is not None and member.state == PoolState.VOLUNTEER and member.person.is_active


def _answer(candidate: DrawCandidate, now: datetime) -> None:
    """Not drawn this year: what they said of themselves goes three months later."""
    if _waits(candidate.member):
        pool.note_not_drawn(candidate.member, now=now)
        outbox.tell(candidate.member.person, "pool_not_drawn", **_said(candidate, now))


def _reply_until(now: datetime) -> str:
    """The last day on which a term offered now may be given up."""
    return (clock.civil_day(now) + _reply()).isoformat()


def _said(candidate: DrawCandidate, now: datetime, **facts) -> dict:
    """What a message about somebody’s line of the draw says, to them alone."""
    reference = candidate.draw.reference
    context = {"draw": reference, "pseudonym": candidate.pseudonym} | facts
    return {"key": reference, "now": now, "context": context}


# What follows ----------------------------------------------------------------------


def _reply() -> timedelta:
    return timedelta(days=pool.procedure().pool_reply_days)


def offered(member: PoolMember, *, now: datetime) -> DrawCandidate | None:
    """The line by which a member has just been drawn, while they may still give the place up."""
    rows = DrawCandidate.objects.filter(
        member=member,
        draw__purpose=DrawPurpose.POOL,
        draw__state=DrawState.DRAWN,
        rank__isnull=False,
        left_places=None,
    ).select_related("draw", "called")
    return next(
        (
            one
            for one in rows.order_by("-pk")
            if _has_place(one) and clock.civil_day(now) <= may_decline_until(one)
        ),
        None,
    )


def may_decline_until(candidate: DrawCandidate) -> date:
    """The last day on which a term may be given up, by who was drawn or called later."""
    moment = candidate.called.at if candidate.is_alternate else candidate.draw.drawn_at
    return clock.civil_day(moment) + _reply()


@transaction.atomic
def decline(member: PoolMember, *, by, now: datetime | None = None) -> None:
    """Whoever was drawn gives their place up, in the days that follow."""
    from label import volunteering

    now = now or timezone.now()
    if member.person_id != by.pk or offered(member, now=now) is None:
        raise Refused(_("Aucun mandat n’attend votre réponse."))
    volunteering.leave(member, now=now)


def forget_line(member: PoolMember) -> None:
    """The cell of a line says what somebody told of themselves: it is theirs no more."""
    DrawCandidate.objects.filter(member=member, draw__purpose=DrawPurpose.POOL).update(member=None)


def hold(member: PoolMember) -> None:
    """Before somebody leaves: what follows of a draw, its voiding included, is done one at a time,
    so that no rank is called twice and nobody is taken in who has just left."""
    lines = DrawCandidate.objects.filter(member=member, draw__purpose=DrawPurpose.POOL)
    held = Draw.objects.filter(pk__in=lines.values("draw")).order_by("pk")
    list(held.select_for_update(of=("self",)))


def fill_the_place(member: PoolMember, *, now: datetime) -> None:
    """Somebody leaves: if they had just been drawn, the next rank of their cell takes the place."""
    if fallen := offered(member, now=now):
        _call_next(fallen, reason=ReplacementReason.DECLINED, now=now)


def is_settled(draw: Draw, *, now: datetime) -> bool:
    """Whether every term that it offered is past the days in which it may be given up."""
    if draw.state != DrawState.DRAWN:
        return False
    last = draw.replacements.aggregate(last=Max("at"))["last"] or draw.drawn_at
    return clock.civil_day(now) > clock.civil_day(last) + _reply()


def unsettled() -> Iterable[DrawCandidate]:
    """Alternates who still wait for their answer; who volunteered again since is not one."""
    return DrawCandidate.objects.filter(
        draw__purpose=DrawPurpose.POOL,
        draw__state=DrawState.DRAWN,
        is_alternate=True,
        called=None,
        member__state=PoolState.VOLUNTEER,
        member__volunteered_at__lte=F("draw__committed_at"),
    ).select_related("draw", "member__person")


def settle(*, now: datetime) -> int:
    """Give the alternates their answer once nobody may give a place up any more; how many."""
    done = 0
    for one in unsettled():
        if is_settled(one.draw, now=now):
            with transaction.atomic():
                _answer(one, now)
            done += 1
    return done


def take_back_terms(draw: Draw, *, now: datetime) -> None:
    """A void draw gives no term: everybody of it waits again for the next one, and learns it."""
    if draw.drawn_at is None:
        return
    rows = list(draw.candidates.select_related("draw", "called", "member__person"))
    for one in rows:
        member = one.member
        if member is None:
            continue
        if _has_place(one):
            if member.state != PoolState.MEMBER:
                continue
            _refuse_if_called(member, draw.drawn_at)
        elif member.state not in (PoolState.NOT_DRAWN, PoolState.VOLUNTEER):
            continue
        if member.state != PoolState.VOLUNTEER:
            pool.wait_again(member, since=clock.civil_day(draw.drawn_at), now=now)
        outbox.tell(member.person, "pool_draw_voided", **_said(one, now))


def _has_place(candidate: DrawCandidate) -> bool:
    drawn = candidate.rank is not None and not candidate.is_alternate
    return drawn or hasattr(candidate, "called")


def _refuse_if_called(member: PoolMember, since: datetime) -> None:
    if (
        Seat.objects.filter(member=member, invited_at__gte=since).exists()
        or Visitor.objects.filter(member=member, assigned_at__gte=since).exists()
    ):
        raise Refused(_("Une personne de ce tirage est déjà appelée à un jury ou à une visite."))
