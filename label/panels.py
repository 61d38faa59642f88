"""Verbs of a panel and its seats: invite, answer, declare, challenge, replace, constitute."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from label import (
    clock,
    eligibility,
    journal,
    machine,
    outbox,
    roles,
    signed_papers,
    visits,
)
from label.enums import (
    ChallengeState,
    InterestQuestion,
    PanelState,
    ReplacementReason,
    Role,
    SeatState,
)
from label.machine import Refused, move
from label.models import (
    Case,
    Challenge,
    Draw,
    Event,
    EventPayload,
    InterestDeclaration,
    Panel,
    PoolMember,
    Seat,
)


def seat_the_drawn(draw: Draw, *, now: datetime) -> list[Seat]:
    """Give a seat to each person drawn, in rank order, and invite them.

    Who left the pool since the announcement, or visits this operator, is passed: the next rank is
    called once the others have their seats.
    """
    from label import review_places

    panel = draw.panel
    if asked := review_places.open_reviews(panel):
        return [seat for review in asked for seat in review_places.fill(review, now=now)]
    if panel.state == PanelState.SHORT:
        move(panel, "draw_again", by=draw.committed_by, now=now)
    chosen = draw.candidates.filter(is_alternate=False, rank__isnull=False)
    seats, passed = [], []
    for one in chosen.order_by("college", "rank").select_related("member"):
        who = {"member": one.member, "college": one.college, "candidate": one}
        if eligibility.is_eligible(panel, one.member):
            seats.append(invite(panel, now=now, **who))
        else:
            seat = _created(panel, now=now, **who)
            move(seat, "discharge", now=now, caused_by="draw")
            passed.append(seat)
    for seat in passed:
        if called := call_next(panel, seat, reason=ReplacementReason.NOT_ELIGIBLE, now=now):
            seats.append(called)
    return seats


@transaction.atomic
def name_jury(panel: Panel, members: list[PoolMember], *, by, now: datetime | None = None):
    """Name a panel where the rules say so (light profile); the same eligibility as a draw."""
    now = now or timezone.now()
    machine.lock(panel)
    case = panel.case
    if case.procedure.is_drawn:
        raise Refused(_("Ce jury se tire au sort."))
    if panel.state != PanelState.FORMING:
        raise Refused(_("Ce jury est déjà constitué."))
    role = roles.first_held(by, (Role.AUTHORITY, Role.SECRETARIAT), case)
    if not role:
        raise Refused(_("C’est à l’autorité ou au secrétariat de nommer le jury."))
    machine.involve(case, by, role, now=now)
    counts: dict[str, int] = {}
    for member in members:
        counts[member.college] = counts.get(member.college, 0) + 1
    if counts != {college: places for college, places in panel.quota.items() if places}:
        raise Refused(_("Nommez autant de personnes que de places dans chaque collège."))
    day = clock.civil_day(now)
    known = eligibility.Known.of(case, day)
    reasons = [
        f"{member} : {eligibility.REASONS[code]}"
        for member in members
        for code in eligibility.faults(case, member, on=day, known=known)
    ]
    if reasons:
        raise Refused(*reasons)
    return [
        invite(panel, now=now, member=member, college=member.college, named_by=by)
        for member in members
    ]


def accept(seat: Seat, *, by, now: datetime | None = None) -> Event:
    """The person will sit (S03); their declaration of interests comes next."""
    return move(seat, "accept", by=by, now=now)


def decline(seat: Seat, *, by, note: str = "", now: datetime | None = None) -> Event:
    """The person will not sit (S04); the next rank is called. A motive may be given."""
    return move(seat, "decline", by=by, now=now, note=note)


@transaction.atomic
def declare_interests(
    case: Case,
    *,
    by,
    role: str,
    answers: dict[str, bool],
    text: str = "",
    now: datetime | None = None,
) -> InterestDeclaration:
    """The questionnaire of label.md 3.3, before any access to the file (I-03).

    A juror without tie is seated; one with a tie is recused at once. A visitor with one leaves the
    team.
    """
    now = now or timezone.now()
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # two taps declare once
    known = {question: bool(answers.get(question)) for question in InterestQuestion.values}
    is_nil = not any(known.values())
    if not is_nil and not text.strip():
        raise Refused(_("Précisez le lien que vous déclarez."))
    if not roles.holds(by, role, case):
        raise Refused(_("Cette déclaration ne vous est pas demandée."))
    if InterestDeclaration.objects.filter(case=case, person=by, role=role).exists():
        raise Refused(_("Vous avez déjà déclaré vos liens pour ce dossier."))
    declared = InterestDeclaration.objects.create(
        case=case,
        person=by,
        role=role,
        answers=known,
        text=text,
        is_nil=is_nil,
        declared_at=now,
    )
    journal.record(case, "declare_interests", by=by, role=role, now=now, payload={"nil": is_nil})
    seat = Seat.objects.filter(
        panel__case=case, member__person=by, state=SeatState.ACCEPTED
    ).first()
    if role == Role.VISITOR and not is_nil:
        visits.step_aside(case, by, now=now)
    if seat is not None and seat.panel.juror_role == role:
        move(seat, "declare_no_interest" if is_nil else "recuse", by=by, now=now)
    return declared


def recuse(seat: Seat, *, by, note: str = "", now: datetime | None = None) -> Event:
    """A juror leaves for good (S07, I-07): own word, or the guarantor's decision."""
    return move(seat, "recuse", by=by, now=now, note=note)


def excuse(seat: Seat, *, by, note: str, now: datetime | None = None) -> Event:
    """A juror who cannot come (S08)."""
    return move(seat, "excuse", by=by, now=now, note=note)


@transaction.atomic
def notify_operator(panel: Panel, *, by=None, now: datetime | None = None) -> None:
    """Give the names of the panel to the operator, who may challenge for five days (3.3)."""
    now = now or timezone.now()
    machine.lock(panel)
    if by is not None and not roles.holds(by, Role.SECRETARIAT, panel.case):
        raise Refused(_("C’est au secrétariat d’informer l’opérateur."))
    if panel.state != PanelState.FORMING:
        raise Refused(_("Ce jury n’est pas en formation."))
    today = clock.civil_day(now)
    panel.notified_on = today
    panel.challenge_until = today + timedelta(days=panel.procedure.challenge_days)
    panel.save(update_fields=["notified_on", "challenge_until"])
    role = Role.SECRETARIAT if by else Role.SYSTEM
    journal.record(panel, "notify_panel", by=by, role=role, now=now)
    outbox.tell_operator(
        panel.case, "panel_names", key=f"{panel.pk}:{today}", now=now, urgent=True,
        context={"challenge_until": panel.challenge_until.isoformat()},
    )  # fmt: skip


@transaction.atomic
def challenge(seat: Seat, *, by, grounds: str, now: datetime | None = None) -> Challenge:
    """The operator asks that a juror leave, within five days of the notice."""
    now = now or timezone.now()
    machine.lock(seat)
    panel, case = seat.panel, seat.case
    if not roles.is_operator(by, case):
        raise Refused(_("Seul l’opérateur peut récuser un membre du jury."))
    today = clock.civil_day(now)
    is_late = signed_papers.told_on(by, now) > (panel.challenge_until or date.min)
    if not seat.called_for_id and panel.seats.exclude(called_for=None).exists():
        is_late = True  # they judged: only who is called about a measure is new
    if panel.challenge_until is None or is_late:
        raise Refused(_("Le délai de récusation est passé."))
    if seat.state not in {SeatState.ACCEPTED, SeatState.SEATED}:
        raise Refused(_("Cette personne ne siège pas."))
    if not grounds.strip():
        raise Refused(_("Dites pourquoi."))
    known = seat.challenges.filter(state=ChallengeState.OPEN).first()
    if known is not None and known.grounds == grounds:
        return known  # two taps
    if known is not None:
        raise Refused(_("Une récusation de cette personne est déjà en cours."))
    made = Challenge.objects.create(
        seat=seat,
        grounds=grounds,
        lodged_by=by,
        lodged_at=now,
        due_on=today + timedelta(days=case.procedure.challenge_decision_days),
    )
    journal.record(seat, "challenge", by=by, role=Role.OPERATOR, now=now)
    decider = Role.GUARANTOR if case.procedure.guarantor else Role.AUTHORITY
    outbox.tell_role(decider, "challenge", key=f"{made.pk}", now=now, case=case, urgent=True)
    return made


@transaction.atomic
def decide_challenge(
    challenge: Challenge, *, by, upheld: bool, reasons: str, now: datetime | None = None
) -> Challenge:
    """The guarantor's decision, within three days; an upheld challenge recuses the juror."""
    now = now or timezone.now()
    seat = challenge.seat
    machine.lock(seat)
    challenge.refresh_from_db()
    case = seat.case
    decider = Role.GUARANTOR if case.procedure.guarantor else Role.AUTHORITY
    if not roles.holds(by, decider, case):
        raise Refused(_("La récusation est tranchée par : %s.") % roles.word(decider))
    if challenge.state != ChallengeState.OPEN or not reasons.strip():
        raise Refused(_("Écrivez les motifs d’une récusation encore ouverte."))
    machine.involve(case, by, decider, now=now)
    challenge.state = ChallengeState.UPHELD if upheld else ChallengeState.REJECTED
    challenge.decided_by, challenge.decided_at, challenge.decision = by, now, reasons
    challenge.save()
    journal.record(
        seat, "decide_challenge", by=by, role=decider, now=now, payload={"upheld": upheld}
    )
    if upheld and seat.state in {SeatState.ACCEPTED, SeatState.SEATED}:
        # Without a guarantor, the calendar carries out what the authority decided.
        move(seat, "recuse", by=by if decider == Role.GUARANTOR else None, now=now)
    return challenge


def call_next(panel: Panel, fallen: Seat, *, reason: str, now: datetime) -> Seat | None:
    """Invite the next eligible rank of the same college (I-05); the panel runs short without."""
    candidate = eligibility.next_alternate(panel, fallen.college)
    if candidate is None:
        if panel.case.procedure.is_drawn and panel.state == PanelState.FORMING:
            move(panel, "exhaust", now=now)
        return None
    return invite(
        panel,
        now=now,
        member=candidate.member,
        college=fallen.college,
        candidate=candidate,
        replaces=fallen,
        reason_code=reason,
    )


def fill_vacant_places(panel: Panel, *, now: datetime) -> list[Seat]:
    """Call an alternate for each place whose juror left and was not replaced (C12)."""
    gone = panel.seats.filter(
        state__in=[SeatState.RECUSED, SeatState.EXCUSED], replaced_by=None
    ).order_by("pk")
    reasons = {SeatState.RECUSED: ReplacementReason.RECUSED}
    called = [
        call_next(panel, seat, reason=reasons.get(seat.state, ReplacementReason.EXCUSED), now=now)
        for seat in gone
    ]
    return [seat for seat in called if seat is not None]


def name_replacement(fallen: Seat, member: PoolMember, *, by, now: datetime | None = None) -> Seat:
    """Replace a juror of a named panel, in the same college: while it forms, or where nobody says
    a word there on a measure."""
    from label import review_places

    now = now or timezone.now()
    with transaction.atomic():
        panel = fallen.panel
        machine.lock(panel)
        day = clock.civil_day(now)
        review = review_places.review_without(fallen, on=day)
        if panel.case.procedure.is_drawn or not (review or panel.state == PanelState.FORMING):
            raise Refused(_("Ce jury ne se complète pas par un acte."))
        if not roles.first_held(by, (Role.AUTHORITY, Role.SECRETARIAT), panel.case):
            raise Refused(_("C’est à l’autorité ou au secrétariat de nommer."))
        if not review and fallen.state in {"drawn", "invited", "accepted", "seated"}:
            raise Refused(_("Cette place est occupée."))
        found = eligibility.faults(panel.case, member, on=day)
        if member.college != fallen.college:
            raise Refused(_("Le remplaçant est du même collège."))
        if found:
            raise Refused(*[f"{member} : {eligibility.REASONS[code]}" for code in found])
        if review:
            return review_places.seat(review, fallen, member, now=now, named_by=by)
        return invite(
            panel,
            now=now,
            member=member,
            college=fallen.college,
            named_by=by,
            replaces=fallen,
            reason_code=_REASON_OF.get(fallen.state, ReplacementReason.EXCUSED),
        )


def constitute(panel: Panel, *, by=None, now: datetime | None = None) -> Event:
    """All seats filled, challenges over: the panel exists (P02)."""
    return move(panel, "constitute", by=by, now=now)


@transaction.atomic
def open_file(case: Case, *, by, now: datetime | None = None) -> None:
    """Open the file to the constituted panel, ten days before the session or more (T-10)."""
    now = now or timezone.now()
    machine.lock(case)
    panel = case.panel
    if not roles.holds(by, Role.SECRETARIAT, case):
        raise Refused(_("C’est au secrétariat d’ouvrir le dossier au jury."))
    if panel is None or panel.state not in {PanelState.CONSTITUTED, PanelState.IN_SESSION}:
        raise Refused(_("Le jury n’est pas constitué."))
    machine.involve(case, by, Role.SECRETARIAT, now=now)
    case.file_opened_on = clock.civil_day(now)
    case.save(update_fields=["file_opened_on"])
    journal.record(case, "open_file", by=by, role=Role.SECRETARIAT, now=now)
    people = panel.effective_people()
    key = f"{case.reference}:{case.phase}"
    outbox.tell_all(people, "file_opened", key=key, now=now, case=case)


def may_read_file(case: Case, user) -> bool:
    """Whether a juror may read the file: seated, nil declaration, file open (I-01, I-03).

    Only a panel that judges, or judged last, of each kind: a remit leaves the former one outside
    (I-20).
    """
    if case.file_opened_on is None or case.was_given_up:
        return False
    newer = Panel.objects.filter(
        case=case, kind=OuterRef("panel__kind"), number__gt=OuterRef("panel__number")
    )
    seats = Seat.objects.answering().of(user).filter(~Exists(newer), panel__case=case)
    return any(
        InterestDeclaration.objects.filter(
            case=case, person=user, role=seat.panel.juror_role, is_nil=True
        ).exists()
        for seat in seats.select_related("panel")
    )


def notes_of(panel: Panel) -> dict[int, str]:
    """What jurors said when they declined or left, by seat; for who may read declarations."""
    rows = EventPayload.objects.filter(
        event__machine=Seat.machine,
        event__object_id__in=panel.seats.values("pk"),
        event__move__in=("S04", "S07", "S08"),
    ).values_list("event__object_id", "data")
    return {seat: data["note"] for seat, data in rows if data.get("note")}


def invite(panel: Panel, *, now: datetime, **fields) -> Seat:
    """Give a seat to a person, and ask them whether they take it."""
    seat = _created(panel, now=now, **fields)
    move(seat, "invite", now=now)
    return seat


def _created(panel: Panel, *, now: datetime, **fields) -> Seat:
    seat = Seat.objects.create(panel=panel, **fields)
    machine.created(seat, "S01", now=now)
    return seat


_REASON_OF = {
    SeatState.DECLINED: ReplacementReason.DECLINED,
    SeatState.NO_REPLY: ReplacementReason.NO_REPLY,
    SeatState.RECUSED: ReplacementReason.RECUSED,
}
