"""Verbs of a hearing: attend, hear, consent, vote, write and adopt the opinion (3.2)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import (
    conduct,
    journal,
    judgement,
    machine,
    outcome,
    presence,
    roles,
    wording,
)
from label import deliberation_facts as facts
from label.enums import (
    AttendanceMode,
    CaseState,
    ConsentAnswer,
    Outcome,
    PanelKind,
    PanelState,
    Role,
    SessionState,
)
from label.machine import Refused, move
from label.models import (
    Attendance,
    Ballot,
    Case,
    ConsentReply,
    ConsentRound,
    Event,
    Hearing,
    InterestDeclaration,
    Opinion,
    Seat,
)

# Attendance and opening ----------------------------------------------------------------------


@transaction.atomic
def arrive(
    hearing: Hearing,
    seat: Seat,
    *,
    by,
    mode: str = AttendanceMode.ON_SITE,
    identity_checked: bool = False,
    now: datetime | None = None,
) -> Attendance:
    """Note that a juror is there, on site or remotely; no proxies.

    Jurors say it themselves; who says so from afar counts once the facilitation checked who it is
    (`attendance.check_identity`) and they confirmed their interests.
    """
    now = now or timezone.now()
    own = by.pk == seat.member.person_id
    identity_checked = identity_checked and not own
    if not own:
        conduct.must_run(hearing, by)
    if hearing.closed_at or hearing.session.state in {SessionState.CLOSED, SessionState.CANCELLED}:
        raise Refused(_("L’examen est clos."))
    if not hearing.panel.effective_seats().filter(pk=seat.pk).exists():
        raise Refused(_("Cette personne ne siège pas dans ce jury."))
    if mode == AttendanceMode.REMOTE and not identity_checked and not own:
        raise Refused(_("À distance, l’identité est vérifiée et notée."))
    row, is_new = Attendance.objects.get_or_create(
        hearing=hearing,
        seat=seat,
        defaults={"mode": mode, "arrived_at": now, "identity_checked": identity_checked},
    )
    if not is_new and (row.left_at is not None or row.mode != mode):
        row.left_at, row.mode = None, mode
        row.identity_checked = row.identity_checked or identity_checked
        if mode == AttendanceMode.REMOTE and not row.identity_checked:
            row.reaffirmed_at = None  # counts for nothing until somebody has seen who it is
        row.save()
    return row


@transaction.atomic
def leave(attendance: Attendance, *, by, now: datetime | None = None) -> None:
    """Note a departure, or a connection that dropped for good; quorum follows at once."""
    conduct.must_run(attendance.hearing, by)
    if attendance.left_at is None:
        attendance.left_at = now or timezone.now()
        attendance.save(update_fields=["left_at"])


@transaction.atomic
def reaffirm(attendance: Attendance, *, by, now: datetime | None = None) -> None:
    """The juror confirms having no interest in the case, at the opening (I-03)."""
    now = now or timezone.now()
    seat = attendance.seat
    if by.pk != seat.member.person_id and not conduct.runs(attendance.hearing, by):
        raise Refused(_("C’est à la personne, ou à l’animation qui l’entend, de le noter."))
    if attendance.mode == AttendanceMode.REMOTE and not attendance.identity_checked:
        raise Refused(_("À distance, l’identité est vérifiée d’abord."))
    if attendance.left_at or attendance.reaffirmed_at:
        return
    done = InterestDeclaration.objects.filter(
        case=seat.panel.case_id,
        person=seat.member.person_id,
        role=seat.panel.juror_role,
        is_nil=True,
    ).update(reaffirmed_at=now)
    if not done:
        raise Refused(_("Cette personne n’a pas déclaré ses liens."))
    attendance.reaffirmed_at = now
    attendance.save(update_fields=["reaffirmed_at"])


@transaction.atomic
def open_hearing(hearing: Hearing, *, by, chair: Seat, now: datetime | None = None) -> Hearing:
    """Quorum checked, interests re-read, chair elected: the examination starts (3.2 step 3)."""
    now = now or timezone.now()
    panel = hearing.panel
    machine.lock(panel)
    hearing.refresh_from_db(fields=["opened_at", "chair"])
    conduct.must_run(hearing, by)
    if hearing.opened_at:
        raise Refused(_("L’examen est déjà ouvert."))
    if hearing.session.state != SessionState.OPEN:
        raise Refused(_("La séance n’est pas ouverte."))
    if faults := presence.faults_now(hearing):
        raise Refused(*faults)
    if not presence.seats_present(hearing).filter(pk=chair.pk).exists():
        raise Refused(_("La présidence est élue parmi les présents."))
    hearing.chair, hearing.opened_at = chair, now
    hearing.save(update_fields=["chair", "opened_at"])
    if panel.state == PanelState.CONSTITUTED:
        move(panel, "open_session", by=chair.member.person, now=now, caused_by="hearing")
    journal.record(panel.case, "open_hearing", by=by, role=conduct.role_of(hearing, by), now=now)
    return hearing


@transaction.atomic
def note_heard(
    hearing: Hearing,
    *,
    by,
    visitors: bool = False,
    operator: bool = False,
    declined: bool = False,
    now: datetime | None = None,
) -> None:
    """Note that the visitors presented the facts, that the operator was heard, or did not come."""
    now = now or timezone.now()
    machine.lock(hearing.panel)
    heard = ["visitors_heard_at", "operator_heard_at", "operator_declined"]
    hearing.refresh_from_db(fields=["opened_at", "closed_at", *heard])
    conduct.must_run(hearing, by)
    if not hearing.is_open:
        raise Refused(_("L’examen n’est pas ouvert."))
    if visitors:
        hearing.visitors_heard_at = now
    if operator:
        hearing.operator_heard_at = now
    hearing.operator_declined = declined or hearing.operator_declined
    hearing.save(update_fields=heard)
    journal.record(hearing.case, "heard", by=by, role=conduct.role_of(hearing, by), now=now)


# Consent ----------------------------------------------------------------------


def proposal(hearing: Hearing) -> outcome.Proposal:
    """What the rule table proposes for the case, to be talked about."""
    return judgement.proposal(hearing.panel)


@transaction.atomic
def put_to_consent(
    hearing: Hearing, *, by, outcome: str, text: str, now: datetime | None = None
) -> ConsentRound:
    """Put a proposal to consent; the first, then two amendments at most."""
    now = now or timezone.now()
    case = _deliberating(hearing, by)
    rounds = hearing.consent_rounds.count()
    if facts.adopted(hearing):
        raise Refused(_("Une proposition est déjà adoptée."))
    if hearing.consent_rounds.filter(closed_at=None).exists():
        raise Refused(_("Un tour de consentement est ouvert."))
    if hearing.ballot_opened_at or rounds > case.procedure.amendments:
        raise Refused(_("Les amendements sont épuisés : passez au vote."))
    if hearing.second_round_at and not hearing.second_revealed_at:
        raise Refused(_("Le second tour n’est pas levé."))
    if not text.strip():
        raise Refused(_("Écrivez la proposition."))
    allowed = judgement.proposal(hearing.panel).allowed
    if outcome not in allowed:
        words = ", ".join(str(Outcome(one).label) for one in allowed)
        raise Refused(_("La grille permet : %(words)s.") % {"words": words})
    return ConsentRound.objects.create(
        hearing=hearing, number=rounds + 1, outcome=outcome, text=text, opened_at=now
    )


@transaction.atomic
def reply_to_consent(
    round: ConsentRound,
    seat: Seat,
    *,
    by,
    answer: str,
    ground: str = "",
    reasons: str = "",
    now: datetime | None = None,
) -> ConsentReply:
    """A juror consents, stands aside, or objects with reasons: a fact, or harm to the purpose."""
    now = now or timezone.now()
    round.refresh_from_db(from_queryset=ConsentRound.objects.select_for_update(of=("self",)))
    conduct.must_sit(round.hearing, seat, by)
    said = {"answer": answer, "ground": ground, "reasons": reasons}
    known = round.replies.filter(seat=seat, **said).first()
    if known:
        return known  # sent twice by a connection that dropped
    if round.closed_at:
        raise Refused(_("Ce tour est clos."))
    if answer == ConsentAnswer.OBJECT and not (ground and reasons.strip()):
        raise Refused(_("Une objection repose sur un fait ou un tort à l’objet, et le dit."))
    row, _is_new = ConsentReply.objects.update_or_create(
        round=round, seat=seat, defaults={**said, "given_at": now, "withdrawn_at": None}
    )
    return row


@transaction.atomic
def withdraw_objection(reply: ConsentReply, *, by, now: datetime | None = None) -> None:
    round = ConsentRound.objects.select_for_update(of=("self",)).get(pk=reply.round_id)
    if by.pk != reply.seat.member.person_id or round.closed_at:
        raise Refused(_("Seule la personne lève son objection, pendant le tour."))
    reply.withdrawn_at = reply.withdrawn_at or now or timezone.now()
    reply.save(update_fields=["withdrawn_at"])


@transaction.atomic
def close_consent(round: ConsentRound, *, by, now: datetime | None = None) -> bool:
    """Close a round: adopted when everyone present answered and no objection stands."""
    now = now or timezone.now()
    hearing = round.hearing
    _deliberating(hearing, by)
    # Nobody changes their answer while it is being counted.
    round.refresh_from_db(from_queryset=ConsentRound.objects.select_for_update(of=("self",)))
    if round.closed_at:
        raise Refused(_("Ce tour est clos."))
    if faults := presence.faults_now(hearing):
        raise Refused(*faults)
    answered = set(round.replies.values_list("seat", flat=True))
    present = set(presence.seats_present(hearing).values_list("pk", flat=True))
    if present - answered:
        raise Refused(_("Toutes les personnes présentes n’ont pas répondu."))
    round.closed_at = now
    round.is_adopted = not facts.standing_objections(round).exists()
    round.save(update_fields=["closed_at", "is_adopted"])
    journal.record(
        hearing.case, "consent", by=by, role=conduct.role_of(hearing, by), now=now,
        payload={"outcome": round.outcome, "adopted": round.is_adopted},
    )  # fmt: skip
    return round.is_adopted


# Ballot ----------------------------------------------------------------------


@transaction.atomic
def open_ballot(hearing: Hearing, *, by, now: datetime | None = None) -> str:
    """Objections persist: vote, by named ballot, on granting (3.2 step 6); what is voted on."""
    now = now or timezone.now()
    _deliberating(hearing, by)
    last = hearing.consent_rounds.order_by("-number").first()
    if hearing.ballot_opened_at or last is None or not last.closed_at or last.is_adopted:
        raise Refused(_("Le vote suit un tour de consentement où des objections demeurent."))
    if faults := presence.faults_now(hearing):
        raise Refused(*faults)
    hearing.ballot_outcome = facts.question_of_ballot(hearing, last)
    hearing.ballot_opened_at = now
    hearing.save(update_fields=["ballot_outcome", "ballot_opened_at"])
    return hearing.ballot_outcome


@transaction.atomic
def cast_ballot(
    hearing: Hearing, seat: Seat, *, by, choice: str, now: datetime | None = None
) -> Ballot:
    """One vote per juror present, kept by name, published as counts."""
    now = now or timezone.now()
    hearing.refresh_from_db(from_queryset=Hearing.objects.select_for_update(of=("self",)))
    conduct.must_sit(hearing, seat, by)
    known = hearing.ballots.filter(seat=seat).first()
    if known and known.choice == choice:
        return known  # sent twice by a connection that dropped
    is_open = hearing.ballot_opened_at or hearing.panel.kind == PanelKind.APPEAL
    if not hearing.is_open or not is_open or hearing.ballot_closed_at:
        raise Refused(_("Aucun vote n’est ouvert."))
    if known:
        raise Refused(_("Vous avez déjà voté."))
    return Ballot.objects.create(hearing=hearing, seat=seat, choice=choice, cast_at=now)


@transaction.atomic
def close_ballot(hearing: Hearing, *, by, now: datetime | None = None) -> str:
    """Count the vote; granting needs an absolute majority, a tie defers once (3.2 step 6)."""
    now = now or timezone.now()
    case = _deliberating(hearing, by)
    hearing.refresh_from_db(from_queryset=Hearing.objects.select_for_update(of=("self",)))
    if not hearing.ballot_opened_at or hearing.ballot_closed_at:
        raise Refused(_("Aucun vote n’est ouvert."))
    if faults := presence.faults_now(hearing):
        raise Refused(*faults)
    hearing.ballot_result = facts.ballot_outcome(hearing, case)
    hearing.ballot_closed_at = now
    hearing.save(update_fields=["ballot_result", "ballot_closed_at"])
    journal.record(
        case, "ballot", by=by, role=conduct.role_of(hearing, by), now=now,
        payload={"counts": facts.counts_of_ballots(hearing), "result": hearing.ballot_result},
    )  # fmt: skip
    return hearing.ballot_result


# Opinion ----------------------------------------------------------------------


@transaction.atomic
def draft_opinion(
    hearing: Hearing,
    *,
    by,
    text: str,
    reasons: dict[str, str] | None = None,
    reserves: list[dict] | None = None,
    commitment: str = "",
    departure_reasons: str = "",
    minority_text: str = "",
    missing_proof: list[str] | None = None,
    now: datetime | None = None,
) -> Opinion:
    """Write the opinion that was adopted, with its minutes; not signed yet, it may be rewritten."""
    now = now or timezone.now()
    case = hearing.panel.case
    machine.lock(case)
    if not conduct.runs(hearing, by):
        raise Refused(_("La présidence rédige l’avis."))
    adopted = facts.adopted(hearing)
    if case.state != CaseState.DELIBERATION or adopted is None:
        raise Refused(_("Le jury n’a encore rien adopté."))
    if adopted.outcome == Outcome.DEFER:
        raise Refused(_("Un ajournement se décide en posant les questions."))
    panel = hearing.panel
    found = judgement.proposal(panel, missing_proof=missing_proof or [])
    known = facts.opinion_in_hand(case)
    if minority_text.strip() and facts.minority_asked(known) < case.procedure.minority_jurors:
        raise Refused(
            _("Un avis minoritaire est joint si %(least)s jurés le demandent.")
            % {"least": case.procedure.minority_jurors}
        )
    number = known.number if known else panel.opinions.count() + 1
    recused = presence.by_college(panel.seats.filter(state="recused"))
    opinion, _is_new = Opinion.objects.update_or_create(
        panel=panel,
        number=number,
        defaults={
            "hearing": hearing,
            "outcome": adopted.outcome,
            "computed": found.outcome,
            "explanation": wording.sentences(found.reasons),
            "departure_reasons": departure_reasons,
            "adopted_by": adopted.by,
            "votes": facts.counts_of_ballots(hearing) if hearing.ballot_closed_at else {},
            "presence": presence.present(hearing, at=adopted.at),
            "recusals": recused,
            "medians": {
                code: one.grade or "" for code, one in judgement.final_medians(panel).items()
            },
            "reasons": reasons or {},
            "reserves": reserves or [],
            "commitment": commitment,
            "missing_proof": missing_proof or [],
            "text": text,
            "minority_text": minority_text,
            "duration_minutes": int((now - hearing.opened_at).total_seconds() // 60),
            "drafted_at": now,
            "chair": None,
            "guarantor": None,
            "chair_signed_at": None,
            "guarantor_signed_at": None,
        },
    )
    opinion.replies.update(answer="")  # rewritten: to be read again
    return opinion


@transaction.atomic
def sign_minutes(opinion: Opinion, *, by, now: datetime | None = None) -> Opinion:
    """The chair signs, and the guarantor where the rules have one."""
    now = now or timezone.now()
    case = opinion.panel.case
    machine.lock(case)
    opinion.refresh_from_db()
    if opinion.is_adopted:
        raise Refused(_("L’avis est adopté : il ne change plus."))
    if roles.is_chair(by, case):
        if opinion.chair_signed_at:
            return opinion
        if asked := facts.corrections_asked(opinion):
            raise Refused(_("Des corrections sont demandées."), *asked)
        opinion.chair, opinion.chair_signed_at = by, now
        role = Role.CHAIR
    elif roles.holds(by, Role.GUARANTOR, case):
        if opinion.guarantor_signed_at:
            return opinion
        machine.involve(case, by, Role.GUARANTOR, now=now)
        opinion.guarantor, opinion.guarantor_signed_at = by, now
        role = Role.GUARANTOR
    else:
        raise Refused(_("Le procès-verbal est signé par la présidence et le garant."))
    opinion.save()
    journal.record(case, "sign_minutes", by=by, role=role, now=now)
    return opinion


def adopt_opinion(case: Case, *, by, now: datetime | None = None) -> Event:
    """The chair hands the signed opinion to the authority (C19)."""
    return move(case, "adopt_opinion", by=by, now=now)


def defer(case: Case, *, by, questions: list[dict], now: datetime | None = None) -> Event:
    """Ask the operator precise questions (C15). `questions`: dicts with text, and criterion."""
    return move(case, "defer", by=by, now=now, questions=questions)


def adjourn(case: Case, *, by, cause: str, now: datetime | None = None) -> Event:
    """Meet again within fifteen days (C14); `cause`: « quorum » or « time »."""
    return move(case, "adjourn", by=by, now=now, cause=cause)


def _deliberating(hearing: Hearing, by) -> Case:
    case = hearing.panel.case
    machine.lock(case)
    hearing.refresh_from_db()
    conduct.must_run(hearing, by)
    if case.state != CaseState.DELIBERATION and hearing.panel.kind == PanelKind.FIRST:
        raise Refused(_("Les scellés ne sont pas levés."))
    if not hearing.is_open:
        raise Refused(_("L’examen n’est pas ouvert."))
    return case
