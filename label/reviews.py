"""Jurors called after a grant: three for the proof of a reserve (G05), all for a measure.

Each looks alone, once they confirmed having no tie with the operator (label.md I-03), and says why.
Nobody chooses who: ranks decide, so that no opinion is looked for.
"""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Membership
from label import clock, journal, machine, outbox, presence, review_places, roles, signed_papers
from label.enums import IN_REGISTER, ChallengeState, DecisionKind, GrantState, Role
from label.machine import Refused
from label.models import (
    Challenge,
    Grant,
    InterestDeclaration,
    Panel,
    PanelReview,
    PanelVote,
    Reserve,
    ReserveReview,
    Seat,
)
from label.models.reviews import Call

MEASURES = (DecisionKind.SUSPENDED, DecisionKind.WITHDRAWN)
WITH_RESERVES = (GrantState.ACTIVE_WITH_RESERVES, GrantState.FORMAL_NOTICE)


def available(panel: Panel | None, grant: Grant) -> list[Seat]:
    """Jurors of a panel who sat without tie and may be called again, by rank; whoever took over a
    place of it for a measure, rather than whoever left that place."""
    if panel is None:
        return []
    without_tie = InterestDeclaration.objects.filter(
        case=grant.case_id, role=panel.juror_role, is_nil=True
    )
    return list(
        panel.seats.answering()
        .select_related("member__person")
        .filter(
            replaced_by=None,
            member__person__in=without_tie.values("person"),
            member__person__is_active=True,
        )
        .exclude(
            member__person__in=Membership.objects.filter(page=grant.operator_id).values("user")
        )
        .order_by(F("candidate__rank").asc(nulls_last=True), "pk")
    )


# Proofs of reserves ----------------------------------------------------------------------


@transaction.atomic
def call_reviewers(grant: Grant, *, by, now: datetime | None = None) -> list[ReserveReview]:
    """Call the jurors who look at each proof received: as many as the rules say, by rank."""
    now = now or timezone.now()
    machine.lock(grant)
    _must_be_secretariat(grant, by, now)
    if grant.state not in WITH_RESERVES:
        raise Refused(_("Ce label n’a pas de réserve à lever."))
    proved = list(grant.open_reserves.filter(proved_at__isnull=False).select_related("criterion"))
    if not proved:
        raise Refused(_("Aucune preuve n’attend d’être examinée."))
    lacking = {one: _lacking(one, grant) for one in proved}
    if not any(lacking.values()):
        raise Refused(_("Les jurés sont déjà appelés pour chaque preuve."))
    made = [row for one, count in lacking.items() for row in _call(one, grant, count, now)]
    if not made:
        raise Refused(_("Plus aucun juré de ce dossier ne peut être appelé."))
    journal.record(grant, "call_reviewers", by=by, role=Role.SECRETARIAT, now=now)
    return made


@transaction.atomic
def replace_reviewer(
    review: ReserveReview, *, by, now: datetime | None = None
) -> list[ReserveReview]:
    """Call the next rank instead of a juror who does not answer; never of one who did."""
    now = now or timezone.now()
    grant = review.grant
    machine.lock(grant)
    review.refresh_from_db()
    _must_be_secretariat(grant, by, now)
    if not review.is_awaited:
        raise Refused(_("Ce juré a répondu, ou s’est retiré."))
    _stand_down(review, now)
    made = _call(review.reserve, grant, _lacking(review.reserve, grant), now)
    if not made:
        raise Refused(_("Plus aucun juré de ce dossier ne peut être appelé."))
    journal.record(grant, "replace_reviewer", by=by, role=Role.SECRETARIAT, now=now)
    return made


def ask_again(reserve: Reserve, *, now: datetime) -> None:
    """A new proof: those who were called look at it afresh."""
    calls = list(reserve.reviews.standing().select_related("seat__member__person"))
    reserve.reviews.standing().update(is_proved=None, note="", given_at=None, reaffirmed_at=None)
    for one in calls:
        tell_of_proof(one, reserve, now)


@transaction.atomic
def review_reserve(
    review: ReserveReview, *, by, is_proved: bool, note: str, now: datetime | None = None
) -> ReserveReview:
    """A juror says whether the proof is sufficient, and why (G05 wants three)."""
    now = now or timezone.now()
    if _has_answered(review, by, note, is_proved=is_proved):
        return review
    reserve, grant = review.reserve, review.grant
    if reserve.lifted_on or not reserve.proved_at or grant.state not in WITH_RESERVES:
        raise Refused(_("Cette preuve n’attend plus d’avis."))
    review.is_proved, review.note, review.given_at = is_proved, note, now
    review.save(update_fields=["is_proved", "note", "given_at"])
    journal.record(grant, "review_reserve", by=by, role=review.seat.panel.juror_role, now=now)
    if reasons := doubts(reserve):
        outbox.tell_operator(
            grant.case, "proof_insufficient", key=f"{reserve.pk}:{reserve.proved_at}", now=now,
            urgent=True,
            context={
                "code": reserve.criterion.code,
                "reasons": reasons,
                "jurors": sum(bool(one.given_at) for one in reserve.reviews.standing()),
                "due_on": reserve.due_on.isoformat(),
            },
        )  # fmt: skip
    return review


def reviewed(reserve: Reserve) -> bool:
    """Whether everybody called has answered: only then is what they said shown."""
    calls = list(reserve.reviews.all())
    given = [one for one in calls if one.withdrew_at is None and one.given_at]
    is_awaited = any(one.is_awaited for one in calls)
    return not is_awaited and len(given) >= reserve.grant.procedure.reserve_review_jurors


def doubts(reserve: Reserve) -> list[str]:
    """Why the proof does not suffice, once everybody called has said; without any name."""
    if not reviewed(reserve):
        return []
    return [one.note for one in reserve.reviews.all() if one.given_at and not one.is_proved]


def _call(reserve: Reserve, grant: Grant, count: int, now: datetime) -> list[ReserveReview]:
    known = set(reserve.reviews.values_list("seat__member__person", flat=True))
    case = grant.case
    free = [
        seat
        for panel in (case.panel, case.appeal_panel)
        for seat in available(panel, grant)
        if seat.member.person_id not in known
    ]
    made = [
        ReserveReview.objects.create(reserve=reserve, seat=seat, called_at=now)
        for seat in free[:count]
    ]
    for one in made:
        tell_of_proof(one, reserve, now)
    return made


def _lacking(reserve: Reserve, grant: Grant) -> int:
    return grant.procedure.reserve_review_jurors - reserve.reviews.standing().count()


def tell_of_proof(
    review: ReserveReview, reserve: Reserve, now: datetime, *, again: str = ""
) -> bool:
    return outbox.tell(
        review.seat.member.person, "proof_to_review",
        key=f"{review.pk}:{reserve.proved_at}{again}", now=now, case=reserve.grant.case,
        urgent=True, context={"due_on": reserve.review_due_on.isoformat()},
    )  # fmt: skip


# Measures ----------------------------------------------------------------------


@transaction.atomic
def open_panel_review(
    grant: Grant, *, by, measure: str, now: datetime | None = None
) -> PanelReview:
    """Ask the panel about a suspension or a withdrawal, once the operator could answer.

    Where too few are left to give an opinion, the next ranks are called.
    """
    now = now or timezone.now()
    machine.lock(grant)
    role = roles.first_held(by, (Role.SECRETARIAT, Role.AUTHORITY), grant)
    if not role:
        raise Refused(_("C’est au secrétariat ou à l’autorité d’interroger le jury."))
    machine.involve(grant.case, by, role, now=now)
    panel, today = grant.case.panel, clock.civil_day(now)
    window = grant.windows.filter(measure=measure).order_by("-opened_on").first()
    if measure not in MEASURES or grant.state not in IN_REGISTER or window is None:
        raise Refused(_("Aucune procédure contradictoire n’est ouverte pour cette mesure."))
    if not signed_papers.is_over(window, today):
        raise Refused(_("L’opérateur a encore le temps de répondre."))
    if panel is None:
        raise Refused(_("Ce dossier n’a pas eu de jury."))
    opened = Q(opened_at__gte=clock.start_of(window.opened_on)) | Q(given_at=None)
    if grant.panel_reviews.filter(opened, measure=measure).exists():
        raise Refused(_("Le jury est déjà interrogé sur cette mesure."))
    made = PanelReview.objects.create(
        grant=grant, measure=measure, opened_at=now,
        closes_on=review_places.last_day(grant, today),
    )  # fmt: skip
    seats = available(panel, grant)
    for seat in seats:
        PanelVote.objects.create(review=made, seat=seat, called_at=now)
        review_places.tell_of_measure(made, seat, now=now)
    if presence_faults(made, seats):
        review_places.fill(made, now=now)
    journal.record(grant, "open_panel_review", by=by, role=role, now=now)
    return made


@transaction.atomic
def answer_panel_review(
    vote: PanelVote, *, by, answer: str, note: str, now: datetime | None = None
) -> PanelVote:
    """A juror says what they think of the measure, and why."""
    now = now or timezone.now()
    if _has_answered(vote, by, note, answer=answer):
        return vote
    review = vote.review
    if review.given_at:
        raise Refused(_("L’avis du jury est rendu."))
    if answer not in PanelVote.Answer:
        raise Refused(_("Répondez pour, contre, ou abstenez-vous."))
    vote.answer, vote.note, vote.given_at = answer, note, now
    vote.save(update_fields=["answer", "note", "given_at"])
    journal.record(
        review.grant, "answer_panel_review", by=by, role=vote.seat.panel.juror_role, now=now
    )
    return vote


@transaction.atomic
def close_panel_review(review: PanelReview, *, by, now: datetime | None = None) -> PanelReview:
    """The answers make the panel's opinion: quorum of a second convening, absolute majority."""
    now = now or timezone.now()
    grant = review.grant
    machine.lock(grant)
    review.refresh_from_db()
    _must_be_secretariat(grant, by, now)
    if review.given_at:
        raise Refused(_("L’avis du jury est rendu."))
    if review.ballots.awaited().exists() and clock.civil_day(now) <= review.closes_on:
        raise Refused(_("Des jurés ont encore le temps de répondre."))
    given = list(review.ballots.given().select_related("seat").order_by("answer", "pk"))
    if faults := presence_faults(review, [one.seat for one in given]):
        raise Refused(*faults)
    if Challenge.objects.filter(seat__called_for=review, state=ChallengeState.OPEN).exists():
        raise Refused(_("Une récusation n’est pas tranchée."))
    votes = Counter(one.answer for one in given)
    review.votes = {answer: votes[answer] for answer in PanelVote.Answer.values}
    review.presence = dict(Counter(one.seat.college for one in given))
    review.is_favourable = votes[PanelVote.Answer.FOR] > len(given) // 2
    review.text = "\n\n".join(f"{one.get_answer_display()} : {one.note}" for one in given)
    review.given_at, review.signed_by = now, by
    review.save()
    journal.record(grant, "panel_review", by=by, role=Role.SECRETARIAT, now=now)
    review_places.leave(review, now=now)
    return review


@transaction.atomic
def call_for_measure(review: PanelReview, *, by, now: datetime | None = None) -> list[Seat]:
    """Call the next ranks where a juror left, or kept silent past the day."""
    now = now or timezone.now()
    machine.lock(review.grant)
    review.refresh_from_db()
    _must_be_secretariat(review.grant, by, now)
    if review.given_at:
        raise Refused(_("L’avis du jury est rendu."))
    if not review_places.vacant(review, on=clock.civil_day(now)):
        raise Refused(_("Chaque place a quelqu’un qui a répondu, ou le peut encore."))
    called = review_places.fill(review, now=now)
    if not called:
        raise Refused(_("Plus aucun rang de ces collèges : annoncez un autre tirage."))
    journal.record(review.grant, "call_for_measure", by=by, role=Role.SECRETARIAT, now=now)
    return called


def presence_faults(review: PanelReview, seats: list[Seat]) -> list[str]:
    """Why these jurors cannot give an opinion: the quorum of a second convening, the colleges."""
    panel = review.grant.case.panel
    return presence.faults(panel, dict(Counter(one.college for one in seats)), convening=2)


def awaited_of(seats: list[Seat]) -> list[Call]:
    """What these seats are called for and may still answer. Two queries."""
    proofs = ReserveReview.objects.awaited().filter(
        seat__in=seats, reserve__lifted_on=None, reserve__proved_at__isnull=False,
        reserve__grant__state__in=WITH_RESERVES,
    )  # fmt: skip
    votes = PanelVote.objects.awaited().filter(
        seat__in=seats, review__given_at=None, review__grant__state__in=IN_REGISTER
    )
    return [*proofs.select_related("reserve__grant__case__rules"), *votes.select_related("review")]


# Each juror ----------------------------------------------------------------------


@transaction.atomic
def confirm_no_tie(call: Call, *, by, now: datetime | None = None) -> None:
    """The juror still has no tie: what they are called for opens (I-03)."""
    _own(call, by)
    if call.reaffirmed_at is None:
        call.reaffirmed_at = now or timezone.now()
        call.save(update_fields=["reaffirmed_at"])


@transaction.atomic
def step_aside(call: Call, *, by, now: datetime | None = None) -> None:
    """A tie appeared since: the juror reads nothing, and the secretariat is told."""
    now = now or timezone.now()
    _own(call, by)
    if call.given_at:
        raise Refused(_("Votre avis est déjà donné."))
    _stand_down(call, now)
    grant = call.grant
    if isinstance(call, PanelVote) and grant.procedure.is_drawn:
        review_places.call_next(call.review, call.seat, now=now)
    journal.record(grant, "review_stepped_aside", by=by, role=call.seat.panel.juror_role, now=now)
    outbox.tell_role(
        Role.SECRETARIAT, "review_short", key=f"{type(call).__name__}:{call.pk}", now=now,
        case=grant.case, urgent=True,
    )  # fmt: skip


def _own(call: Call, by) -> None:
    """Hold the call of a juror, who still counts; nobody answers for another."""
    machine.lock(call.grant)
    call.refresh_from_db()
    seat = call.seat
    if seat.member.person_id != by.pk:
        raise Refused(_("Chacun répond pour soi."))
    if call.withdrew_at or not Seat.objects.answering().filter(pk=seat.pk).exists():
        raise Refused(_("Votre avis n’est pas ou plus attendu."))


def _has_answered(call: Call, by, note: str, **answer) -> bool:
    """Whether the same answer was given already: two taps say one thing."""
    _own(call, by)
    if call.given_at:
        if all(getattr(call, name) == value for name, value in answer.items()):
            return True
        raise Refused(_("Votre avis est déjà donné."))
    if call.reaffirmed_at is None:
        raise Refused(_("Dites d’abord si vous avez un lien avec cet opérateur."))
    if not note.strip():
        raise Refused(_("Dites pourquoi."))
    return False


def _stand_down(call: Call, now: datetime) -> None:
    call.withdrew_at = now
    call.save(update_fields=["withdrew_at"])


def _must_be_secretariat(grant: Grant, by, now: datetime) -> None:
    if not roles.holds(by, Role.SECRETARIAT, grant):
        raise Refused(_("C’est au secrétariat d’organiser l’examen par le jury."))
    machine.involve(grant.case, by, Role.SECRETARIAT, now=now)
