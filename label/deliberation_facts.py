"""What a session has concluded so far: the adopted proposal, the vote, the opinion in hand."""

from collections import Counter
from dataclasses import dataclass

from label import judgement, presence, quorum
from label.enums import AdoptedBy, BallotChoice, ConsentAnswer, MinutesAnswer, Outcome
from label.models import Case, ConsentRound, Endorsement, Hearing, Opinion

GRANTING = (Outcome.GRANT, Outcome.GRANT_WITH_COMMITMENT, Outcome.GRANT_WITH_RESERVES)


@dataclass(frozen=True)
class Adopted:
    """What a panel adopted at a hearing, how, and when."""

    outcome: str
    by: str
    at: object
    text: str = ""


def open_hearing(case: Case) -> Hearing | None:
    return (
        Hearing.objects.filter(
            panel__case=case, panel__kind="first", opened_at__isnull=False, closed_at=None
        )
        .order_by("-pk")
        .first()
    )


def next_hearing(case: Case) -> Hearing | None:
    """The hearing planned and not closed, the latest first."""
    return (
        Hearing.objects.filter(panel__case=case, panel__kind="first", closed_at=None)
        .exclude(session__state="cancelled")
        .select_related("session")
        .order_by("-pk")
        .first()
    )


def adopted(hearing: Hearing | None) -> Adopted | None:
    """The proposal adopted by consent, else the result of the ballot; None: nothing yet."""
    if hearing is None:
        return None
    round = hearing.consent_rounds.filter(is_adopted=True).order_by("-number").first()
    if round:
        return Adopted(round.outcome, AdoptedBy.CONSENT, round.closed_at, round.text)
    if hearing.ballot_closed_at and hearing.ballot_result:
        return Adopted(hearing.ballot_result, AdoptedBy.VOTE, hearing.ballot_closed_at)
    return None


def vote_faults(hearing: Hearing | None) -> list[str]:
    """Why the vote that was held does not stand, counting those who count now (I-01, I-04)."""
    concluded = adopted(hearing)
    if concluded is None:
        return []
    counts = presence.present(hearing, at=concluded.at)
    return presence.faults(hearing.panel, counts, convening=hearing.convening)


def standing_objections(round):
    """Objections of effective jurors that are not withdrawn."""
    return round.replies.filter(
        answer=ConsentAnswer.OBJECT,
        withdrawn_at=None,
        seat__in=round.hearing.panel.seats.effective(),
    )


def counts_of_ballots(hearing: Hearing) -> dict[str, int]:
    """Votes of effective jurors; a recused juror's counts nowhere."""
    choices = hearing.ballots.filter(seat__in=hearing.panel.seats.effective()).values_list(
        "choice", flat=True
    )
    counted = Counter(choices)
    return {choice: counted[choice] for choice in BallotChoice.values}


def ballot_result(hearing: Hearing) -> str:
    """« adopted », « tied » or « rejected », over effective jurors present."""
    counts = counts_of_ballots(hearing)
    total = presence.seats_present(hearing).count()
    return quorum.ballot_result(
        counts[BallotChoice.FOR], counts[BallotChoice.AGAINST], present=total
    )


def ballot_outcome(hearing: Hearing, case: Case) -> str:
    """What the votes of effective jurors lead to."""
    result = ballot_result(hearing)
    if result == "adopted":
        return hearing.ballot_outcome
    if result == "tied" and not case.deferrals and hearing.ballot_outcome in GRANTING:
        return Outcome.DEFER
    return Outcome.REFUSE


def question_of_ballot(hearing: Hearing, last: ConsentRound) -> str:
    """The vote is on granting: as proposed, or as the table lets the panel grant."""
    if last.outcome in GRANTING:
        return last.outcome
    allowed = judgement.proposal(hearing.panel).allowed
    return next((one for one in allowed if one in GRANTING), last.outcome)


def opinion_in_hand(case: Case) -> Opinion | None:
    """The opinion drafted and not adopted yet, of the present panel."""
    return (
        Opinion.objects.filter(panel=case.panel, adopted_at=None)
        .select_related("panel", "hearing")
        .order_by("-number")
        .first()
    )


def standing_opinion(case: Case) -> Opinion | None:
    """The last opinion adopted by the present panel."""
    return (
        Opinion.objects.filter(panel=case.panel, adopted_at__isnull=False)
        .select_related("panel")
        .order_by("-number")
        .first()
    )


def endorsed(obj, event: str, role: str) -> bool:
    """Whether somebody of that role gave their agreement, in the present state."""
    return Endorsement.objects.filter(
        machine=obj.machine,
        object_id=obj.pk,
        event=event,
        role=role,
        state=obj.state,
        is_used=False,
    ).exists()


def minority_asked(opinion: Opinion | None) -> int:
    """How many effective jurors ask for a minority opinion."""
    return _replies(opinion).filter(wants_minority=True).count() if opinion else 0


def corrections_asked(opinion: Opinion) -> list[str]:
    """What effective jurors ask to correct in the minutes as they are written now."""
    asked = _replies(opinion).filter(answer=MinutesAnswer.CORRECT)
    return list(asked.order_by("given_at", "pk").values_list("text", flat=True))


def _replies(opinion: Opinion):
    return opinion.replies.filter(seat__in=opinion.panel.seats.effective())
