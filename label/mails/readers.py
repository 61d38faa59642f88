"""Whether the person of a message may still read it, at the instant it leaves.

Somebody recused, removed or gone since it was written learns nothing more (label.md I-01).
"""

from label import roles
from label.enums import CaseState, CharterState, GrantState, PoolState, SeatState, VisitState
from label.mails.kinds import KINDS, Audience
from label.models import (
    CharterSignature,
    OutboxMail,
    PanelVote,
    PoolMember,
    Remedy,
    ReserveReview,
    Seat,
    Visitor,
)


def may_read(mail: OutboxMail) -> bool:
    if mail.is_letter:
        return _is_still_true(mail)
    if mail.person_id is not None and not mail.person.is_active:
        return False
    return _READERS[KINDS[mail.kind].audience](mail) and _is_still_true(mail)


def _operator(mail: OutboxMail) -> bool:
    return mail.case is not None and roles.is_operator(mail.person, mail.case)


def _juror(mail: OutboxMail) -> bool:
    """Called and not gone; an invitation speaks only to who has not answered yet."""
    seats = Seat.objects.of(mail.person).filter(panel__case=mail.case_id)
    if mail.kind == "seat_invitation":
        return seats.filter(state=SeatState.INVITED).exists()
    return seats.answering().exists()


def _visitor(mail: OutboxMail) -> bool:
    return mail.case is not None and roles.is_visitor(mail.person, mail.case)


def _signatory(mail: OutboxMail) -> bool:
    charter = CharterSignature.objects.filter(pk=mail.context.get("charter")).first()
    return charter is not None and roles.is_operator(mail.person, charter)


_POOL_STATES = {
    "pool_drawn": PoolState.MEMBER,
    "pool_alternate": PoolState.VOLUNTEER,
    "pool_not_drawn": PoolState.NOT_DRAWN,
    "pool_draw_voided": PoolState.VOLUNTEER,
}


def _pool(mail: OutboxMail) -> bool:
    """Where the draw left them: who has left since, or was called, reads nothing out of date."""
    return PoolMember.objects.filter(person=mail.person, state=_POOL_STATES[mail.kind]).exists()


def _team(mail: OutboxMail) -> bool:
    return bool(set(KINDS[mail.kind].roles) & roles.held_for(mail.person, mail))


def _reporter(_mail: OutboxMail) -> bool:
    return True


def _is_still_true(mail: OutboxMail) -> bool:
    """What asks for an act is said only while the act is awaited."""
    if mail.kind in ("scoring_opened", "still_to_score"):
        return mail.case.state == CaseState.SCORING
    if mail.kind in ("documents_missing", "documents_reminder"):
        return mail.case.state == CaseState.INCOMPLETE
    if mail.kind in ("agreement_to_sign", "signature_reminder"):
        to_sign = mail.case.grants.filter(state=GrantState.PENDING_SIGNATURE)
        return to_sign.filter(operator_signed_at=None).exists()
    if mail.kind == "report_to_sign":
        team = Visitor.objects.filter(visit__case=mail.case_id, visit__state=VisitState.DONE)
        signed = team.exclude(signed_at=None)
        return (
            signed.exists() and team.filter(member__person=mail.person_id, signed_at=None).exists()
        )
    if mail.kind == "charter_reminder":
        charters = CharterSignature.objects.filter(pk=mail.context.get("charter"))
        return charters.filter(state=CharterState.REMINDED).exists()
    if mail.kind == "proof_to_review":
        calls = ReserveReview.objects.filter(reserve__grant__case=mail.case_id)
        return calls.awaited().filter(seat__member__person=mail.person_id).exists()
    if mail.kind == "remedy_shown":
        return Remedy.objects.waiting().filter(grant__case=mail.case_id).exists()
    if mail.kind == "measure_to_review":
        calls = PanelVote.objects.filter(review__grant__case=mail.case_id, review__given_at=None)
        return calls.awaited().filter(seat__member__person=mail.person_id).exists()
    return True


_READERS = {
    Audience.OPERATOR: _operator,
    Audience.JUROR: _juror,
    Audience.VISITOR: _visitor,
    Audience.SIGNATORY: _signatory,
    Audience.POOL: _pool,
    Audience.TEAM: _team,
    Audience.REPORTER: _reporter,
}
