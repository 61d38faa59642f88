"""Who takes over a place of the panel when a measure is put to it (label.md 2.6, 6.2 G10 and G13).

A year or two after a grant some jurors have left, or stay silent: the next ranks of their draw are
called, as before a session, so that an opinion can be given. Nobody chooses who; where the rules
name the jury, the team names the missing ones. Each is invited and declares their links as any
juror does.
"""

from collections import Counter
from datetime import datetime, timedelta

from label import clock, eligibility, outbox, panels
from label.enums import PanelKind, ReplacementReason, SeatState
from label.models import Panel, PanelReview, PanelVote, Seat

COMING = (SeatState.DRAWN, SeatState.INVITED, SeatState.ACCEPTED)
_REASON_OF = {
    SeatState.DECLINED: ReplacementReason.DECLINED,
    SeatState.RECUSED: ReplacementReason.RECUSED,
    SeatState.EXCUSED: ReplacementReason.EXCUSED,
}


def open_reviews(panel: Panel) -> list[PanelReview]:
    """The measures on which this panel is asked now."""
    asked = PanelReview.objects.filter(grant__case=panel.case_id, given_at=None)
    if panel.kind != PanelKind.FIRST or not asked.exists() or panel != panel.case.panel:
        return []
    return list(asked.select_related("grant__case__rules").order_by("pk"))


def review_without(holder: Seat, *, on) -> PanelReview | None:
    """The measure on which the holder of this place will say nothing."""
    asked = open_reviews(holder.panel)
    return next((one for one in asked if holder in vacant(one, on=on)), None)


def vacant(review: PanelReview, *, on) -> list[Seat]:
    """Places of the panel whose holder left, may not answer, or kept silent past the day."""
    panel = review.grant.case.panel
    ballots = {one.seat_id: one for one in review.ballots.standing()}
    holders = panel.seats.filter(replaced_by=None).exclude(
        state=SeatState.DISCHARGED, seated_at=None
    )  # the last of each place; those of a void draw never had one
    found = []
    for seat in holders.exclude(state__in=COMING).order_by("college", "pk"):
        ballot = ballots.get(seat.pk)
        is_silent = ballot and not ballot.given_at and on > review.closes_on
        if ballot is None or is_silent:
            found.append(seat)
    return found


def wanted(panel: Panel, *, on) -> dict[str, int]:
    """Vacant places of colleges that have no rank left, for another draw to fill."""
    if not panel.procedure.is_drawn:
        return {}
    places = {one for review in open_reviews(panel) for one in vacant(review, on=on)}
    counts = Counter(one.college for one in places)
    return {
        college: count
        for college, count in sorted(counts.items())
        if eligibility.next_alternate(panel, college) is None
    }


def fill(review: PanelReview, *, now: datetime) -> list[Seat]:
    """Call the next rank for each vacant place, while there are ranks."""
    if not review.grant.procedure.is_drawn:
        return []
    called = [call_next(review, one, now=now) for one in vacant(review, on=clock.civil_day(now))]
    return [one for one in called if one is not None]


def call_next(review: PanelReview, fallen: Seat, *, now: datetime) -> Seat | None:
    """The next eligible rank of the same college (I-05); None where no rank is left."""
    candidate = eligibility.next_alternate(fallen.panel, fallen.college)
    if candidate is None:
        return None
    return seat(review, fallen, candidate.member, now=now, candidate=candidate)


def seat(review: PanelReview, fallen: Seat, member, *, now: datetime, **origin) -> Seat:
    """Invite somebody to a vacant place; whoever kept silent there is not waited for any more."""
    silent = review.ballots.awaited().filter(seat=fallen)
    reason = ReplacementReason.NO_REPLY if silent.exists() else _reason(fallen)
    silent.update(withdrew_at=now)
    return panels.invite(
        fallen.panel,
        now=now,
        member=member,
        college=fallen.college,
        replaces=fallen,
        reason_code=reason,
        called_for=review,
        **origin,
    )


def _reason(fallen: Seat) -> ReplacementReason:
    default = (
        ReplacementReason.NO_REPLY
        if fallen.state == SeatState.NO_REPLY
        else ReplacementReason.EXCUSED
    )
    return _REASON_OF.get(fallen.state, default)


def ask(seat: Seat, *, now: datetime) -> None:
    """Who is called has declared no tie: the measure opens to them, with days enough to answer.

    The operator learns their name, and may challenge them as any juror (label.md 3.3).
    """
    review = seat.called_for
    if review.given_at:
        return
    PanelVote.objects.create(review=review, seat=seat, called_at=now, reaffirmed_at=now)
    today, panel = clock.civil_day(now), seat.panel
    review.closes_on = max(review.closes_on, last_day(review.grant, today))
    review.save(update_fields=["closes_on"])
    panel.notified_on = today
    panel.challenge_until = today + timedelta(days=panel.procedure.challenge_days)
    panel.save(update_fields=["notified_on", "challenge_until"])
    tell_of_measure(review, seat, now=now)
    outbox.tell_operator(
        seat.case, "panel_names", key=f"{panel.pk}:{seat.pk}", now=now, urgent=True,
        context={"challenge_until": panel.challenge_until.isoformat()},
    )  # fmt: skip


def tell_of_measure(review: PanelReview, seat: Seat, *, now: datetime, again: str = "") -> int:
    """Ask a juror for their word; `again`: what makes a reminder another message."""
    return outbox.tell(
        seat.member.person, "measure_to_review", key=f"{review.pk}{again}", now=now,
        case=review.grant.case, urgent=True, context={"due_on": review.closes_on.isoformat()},
    )  # fmt: skip


def last_day(grant, today):
    """How long jurors have; under an emergency, no longer than it lasts unconfirmed."""
    last = today + timedelta(days=grant.procedure.panel_review_days)
    return min(last, grant.confirm_by) if grant.suspended_on and grant.confirm_by else last


def leave(review: PanelReview, *, now: datetime) -> None:
    """The opinion is given: whoever was called for it sits no longer."""
    from label import machine

    for one in Seat.objects.filter(called_for=review).holding():
        machine.move(one, "discharge", now=now, caused_by="review")
