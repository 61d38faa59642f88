"""Consent, ballot and minutes as the room shows them: who answered, counts, signatures."""

from dataclasses import dataclass

from label import deliberation_facts
from label.enums import BallotChoice, ConsentAnswer, MinutesAnswer
from label.models import Ballot, ConsentReply, ConsentRound, MinutesReply, Opinion
from label.session.access import Place
from label.session.people import Juror


@dataclass(frozen=True)
class Objection:
    reply: ConsentReply
    name: str
    is_mine: bool


@dataclass(frozen=True)
class Round:
    """A proposal put to consent; `waiting`: names of those present who have not answered."""

    round: ConsentRound
    consenting: int
    aside: int
    objections: list[Objection]
    waiting: list[str]
    my_reply: ConsentReply | None


@dataclass(frozen=True)
class Consent:
    rounds: list[Round]
    open_round: Round | None
    left: int  # proposals that may still be put

    @property
    def last(self) -> ConsentRound | None:
        return self.rounds[-1].round if self.rounds else None


@dataclass(frozen=True)
class Vote:
    """The named ballot: before it closes, who has voted and never how."""

    is_open: bool
    is_closed: bool
    waiting: list[str]
    voted: int
    my_vote: Ballot | None
    counts: list[tuple[str, int]]


@dataclass(frozen=True)
class Minutes:
    opinion: Opinion | None
    is_to_read: bool
    approved: int
    corrections: list[tuple[str, str]]
    minority: int
    my_reply: MinutesReply | None


def consent_of(place: Place, jurors: list[Juror]) -> Consent:
    names = {one.seat.pk: one.name for one in jurors}
    there = [one for one in jurors if one.counts]
    rounds = [
        _round(place, one, names, there)
        for one in place.hearing.consent_rounds.order_by("number").prefetch_related("replies")
    ]
    opened = next((one for one in rounds if one.round.closed_at is None), None)
    left = max(place.case.procedure.amendments + 1 - len(rounds), 0)
    return Consent(rounds, opened, left)


def _round(place: Place, round: ConsentRound, names: dict, there: list[Juror]) -> Round:
    replies = [one for one in round.replies.all() if one.seat_id in names]
    answered = {one.seat_id for one in replies}
    mine = place.seat.pk if place.seat else None
    return Round(
        round=round,
        consenting=sum(one.answer == ConsentAnswer.CONSENT for one in replies),
        aside=sum(one.answer == ConsentAnswer.STAND_ASIDE for one in replies),
        objections=[
            Objection(one, names[one.seat_id], one.seat_id == mine)
            for one in sorted(replies, key=lambda one: (one.given_at, one.pk))
            if one.answer == ConsentAnswer.OBJECT
        ],
        waiting=[one.name for one in there if one.seat.pk not in answered],
        my_reply=next((one for one in replies if one.seat_id == mine), None),
    )


def vote_of(place: Place, jurors: list[Juror]) -> Vote:
    hearing = place.hearing
    names = {one.seat.pk for one in jurors}
    ballots = [one for one in hearing.ballots.all() if one.seat_id in names]
    voted = {one.seat_id for one in ballots}
    is_closed = bool(hearing.ballot_closed_at or (place.is_appeal and hearing.closed_at))
    is_open = bool(hearing.ballot_opened_at or (place.is_appeal and hearing.is_open))
    counted = [one.choice for one in ballots]
    return Vote(
        is_open=is_open and not is_closed,
        is_closed=is_closed,
        waiting=[one.name for one in jurors if one.counts and one.seat.pk not in voted],
        voted=len(ballots),
        my_vote=next((one for one in ballots if place.seat and one.seat_id == place.seat.pk), None),
        counts=[(str(one.label), counted.count(one)) for one in BallotChoice] if is_closed else [],
    )


def minutes_of(place: Place, jurors: list[Juror]) -> Minutes:
    opinion = (
        place.hearing.opinions.select_related("chair", "guarantor").order_by("-number").first()
    )
    if opinion is None:
        return Minutes(None, False, 0, [], 0, None)
    names = {one.seat.pk: one.name for one in jurors}
    replies = [one for one in opinion.replies.order_by("given_at", "pk") if one.seat_id in names]
    return Minutes(
        opinion=opinion,
        is_to_read=opinion.chair_signed_at is None and not opinion.is_adopted,
        approved=sum(one.answer == MinutesAnswer.APPROVE for one in replies),
        corrections=[
            (names[one.seat_id], one.text) for one in replies if one.answer == MinutesAnswer.CORRECT
        ],
        minority=sum(one.wants_minority for one in replies),
        my_reply=next(
            (one for one in replies if one.answer and place.seat and one.seat_id == place.seat.pk),
            None,
        ),
    )


def concluded(place: Place):
    """What the panel adopted, by consent or by vote; None: nothing yet."""
    return deliberation_facts.adopted(place.hearing)
