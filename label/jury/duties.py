"""What a juror has to do, seat by seat: one thing at a time, and before when.

Everything is read beforehand, in the same number of queries however many seats there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from home.templatetags.site import civil
from label import clock, reviews
from label.duty import Duty, before
from label.enums import CaseState, SeatState, SessionState
from label.jury.access import knows_the_case, own_seats
from label.models import (
    Hearing,
    InterestDeclaration,
    PanelVote,
    ScoreSheet,
    Seat,
)

PENDING = (CaseState.SUBMITTED, CaseState.INVESTIGATION, CaseState.UNDER_APPEAL)
JUDGED = (
    CaseState.OPINION_ISSUED,
    CaseState.GRANTED,
    CaseState.GRANTED_WITH_RESERVES,
    CaseState.REFUSED,
    CaseState.IMPLICIT_DECISION,
    CaseState.UNDER_APPEAL,
    CaseState.CLOSED,
)


@dataclass(frozen=True)
class Known:
    """What one seat needs said of it, read with those of the others."""

    seat: Seat
    declaration: InterestDeclaration | None = None
    hearing: Hearing | None = None
    sheets: dict = field(default_factory=dict)  # (phase, round) → sheet
    calls: tuple = ()  # to look at something after the grant, not answered yet

    @property
    def case(self):
        return self.seat.panel.case

    @property
    def may_read(self) -> bool:
        """Mirrors `panels.may_read_file` for rows read together."""
        return (
            self.seat.state in {SeatState.SEATED, SeatState.DISCHARGED}
            and self.seat.seated_at is not None
            and not self.seat.is_former
            and self.declaration is not None
            and self.declaration.is_nil
            and self.case.file_opened_on is not None
            and not self.case.was_given_up
        )

    def is_in(self, round: int) -> bool:
        """Whether the sheet of this round is handed in."""
        sheet = self.sheets.get((self.case.phase, round))
        return sheet is not None and sheet.is_submitted


@dataclass(frozen=True)
class Line:
    """A seat as the home of a juror shows it."""

    seat: Seat
    name: str
    duty: Duty
    url: str
    knows: bool


TO_DO, TO_WAIT, DONE = 20, 50, 80
TO_ANSWER = TO_DO - 2  # an invitation; what is smaller goes on now


def known_of(user) -> list[Known]:
    """Every seat of a person, with what its next step depends on. Six queries."""
    seats = list(own_seats(user))
    cases = [seat.panel.case_id for seat in seats]
    declared = {
        (row.case_id, row.role): row
        for row in InterestDeclaration.objects.filter(person=user, case__in=cases)
    }
    sheets: dict[int, dict] = {}
    for sheet in ScoreSheet.objects.filter(seat__in=seats).defer("draft", "sealed"):
        sheets.setdefault(sheet.seat_id, {})[sheet.phase, sheet.round] = sheet
    calls: dict[int, list] = {}
    for call in reviews.awaited_of(seats):
        calls.setdefault(call.seat_id, []).append(call)
    hearings = {
        row.panel_id: row
        for row in Hearing.objects.filter(panel__in=[seat.panel_id for seat in seats])
        .exclude(session__state="cancelled")
        .select_related("session")
        .order_by("pk")
    }
    return [
        Known(
            seat,
            declared.get((seat.panel.case_id, seat.panel.juror_role)),
            hearings.get(seat.panel_id),
            sheets.get(seat.pk, {}),
            tuple(calls.get(seat.pk, ())),
        )
        for seat in seats
    ]


def pressing(found: Iterable[Line]) -> list[Line]:
    """The lines that ask for something now."""
    return [line for line in found if line.duty.rank <= TO_DO]


def lines(user, *, now: datetime) -> list[Line]:
    """The seats of a person, what presses most first."""
    found = [line_of(known, now=now) for known in known_of(user)]
    return sorted(found, key=lambda line: line.duty.urgency)


def line_of(known: Known, *, now: datetime) -> Line:
    knows = knows_the_case(known.seat)
    case = known.case
    return Line(
        known.seat,
        case.operator.title if knows else _("Dossier %(number)s") % {"number": case.reference},
        duty_of(known, now=now),
        reverse("label:jury_seat", args=[known.seat.pk]),
        knows,
    )


def duty_of(known: Known, *, now: datetime) -> Duty:
    """The next thing that this seat asks of its juror."""
    if known.calls and known.may_read:
        return _called(known, now)
    make = _BY_STATE.get(known.seat.state, _left)
    return make(known, now)


def _called(known, now):
    """After the grant: what presses most, a proof or a measure."""
    call = known.calls[-1]
    if isinstance(call, PanelVote):
        due_on, name = call.review.closes_on, "jury_measure"
        title, text = (
            _("L’autorité demande votre avis"),
            _("Elle envisage une mesure sur ce label."),
        )
    else:
        due_on, name = call.reserve.review_due_on, "jury_proof"
        title, text = _("Une preuve à regarder"), _("L’opérateur a répondu à une réserve du jury.")
    return Duty(
        TO_DO,
        title=title,
        text=text,
        url=reverse(f"label:{name}", args=[known.seat.pk, call.pk]),
        button=_("Regarder et répondre"),
        icon="edit",
        **before(_("À répondre avant le %(day)s"), due_on, now),
    )


def _invited(known, now):
    seat = known.seat
    return Duty(
        TO_ANSWER,
        title=_("Voulez-vous siéger à ce jury ?"),
        text=_why_invited(seat),
        is_question=True,
        **before(_("À répondre avant le %(day)s"), seat.reply_until, now),
    )


def _why_invited(seat: Seat) -> str:
    if not seat.candidate_id:
        return _(
            "Une place vous est proposée dans ce jury. Dire non est permis et ne se justifie pas."
        )
    if seat.replaces_id:
        return _(
            "Une place s’est libérée, et vous êtes la personne suivante du tirage au sort. Dire "
            "non est permis et ne se justifie pas."
        )
    return _(
        "Le tirage au sort a donné votre nom. Dire non est permis et ne se justifie "
        "pas : la personne suivante du tirage est appelée."
    )


def _accepted(known, now):
    return Duty(
        TO_DO - 1,
        _("À faire maintenant · trois minutes"),
        _("Déclarez vos liens avec ce dossier"),
        _("Huit questions, oui ou non. Sans cette déclaration, le dossier reste fermé."),
        _url("jury_interests", known),
        _("Je réponds aux questions"),
        "edit",
    )


def _seated(known, now):
    case, hearing = known.case, known.hearing
    if not known.may_read:
        return Duty(
            TO_WAIT,
            _("Rien à faire aujourd’hui"),
            _("Vous siégez à ce jury"),
            _("Le dossier s’ouvrira dix jours au moins avant la séance. Nous vous écrirons.")
            if case.file_opened_on is None
            else _("Le dossier ne vous est pas ouvert : appelez le secrétariat."),
        )
    if hearing and hearing.session.state == SessionState.OPEN and hearing.closed_at is None:
        return _in_session(known)
    if case.state == CaseState.SCORING and not known.is_in(1):
        return _to_score(known, now)
    if case.state in PENDING:
        return Duty(
            TO_DO,
            _("À lire avant la séance"),
            _("Le dossier est ouvert"),
            _when(hearing),
            _url("jury_file", known),
            _("Lire le dossier"),
            "list",
            due=_day_of(hearing),
        )
    if case.state in JUDGED:
        return _outcome(known)
    handed_in = case.state == CaseState.SCORING
    return Duty(
        TO_WAIT,
        _("Feuille rendue") if handed_in else case.get_state_display().capitalize(),
        _("Rien à faire avant la séance") if handed_in else _("Le jury délibère"),
        _when(hearing),
        _url("jury_file", known),
        _("Relire le dossier"),
        "list",
    )


def _in_session(known):
    """The session goes on: the second sheet when it is open, else the room."""
    hearing = known.hearing
    rank = TO_DO - 4 if hearing.is_open else TO_DO - 3  # before another case of the same session
    if _second_round_is_open(hearing) and known.is_in(1) and not known.is_in(2):
        return Duty(
            rank,
            _("Maintenant, en séance"),
            _("Second tour : notez de nouveau"),
            _("Les critères où le jury diverge, et eux seuls. Vos notes restent scellées."),
            _url("jury_second", known),
            _("Ouvrir ma seconde feuille"),
            "edit",
        )
    return Duty(
        rank,
        _("Maintenant"),
        _("La séance est ouverte"),
        _when(hearing),
        reverse("label:session_hearing", args=[hearing.session.reference, hearing.position]),
        _("Entrer dans la séance"),
        "people",
    )


def _to_score(known, now):
    day = known.case.scoring_closes_on
    if clock.civil_day(now) > day:
        return Duty(
            TO_WAIT,
            _("Délai passé"),
            _("La notation est close"),
            _("Plus rien à rendre en ligne. %(session)s") % {"session": _when(known.hearing)},
        )
    sheet = known.sheets.get((known.case.phase, 1))
    return Duty(
        TO_DO,
        title=_("Reprenez votre feuille") if sheet else _("Notez le dossier, critère par critère"),
        text=_("Personne ne voit vos notes avant l’ouverture commune."),
        url=_url("jury_sheet", known),
        button=_("Continuer ma feuille") if sheet else _("Ouvrir ma feuille"),
        icon="edit",
        **before(_("À rendre avant le %(day)s au soir"), day, now),
    )


def _outcome(known):
    return Duty(
        DONE - 10,
        _("Avis rendu"),
        _("Ce qu’est devenu votre avis"),
        _("Ce que le jury a dit, ce que l’autorité a décidé, et ce que cela a donné."),
        _url("jury_outcome", known),
        _("Voir la suite"),
    )


def _discharged(known, now):
    if known.may_read and known.case.state in JUDGED:
        return _outcome(known)
    return Duty(
        DONE,
        _("Terminé"),
        _("Ce jury est déchargé"),
        _("Merci. Il n’y a plus rien à faire pour ce dossier."),
    )


def _left(known, now):
    texts = {
        SeatState.DECLINED: _("Vous avez décliné cette invitation."),
        SeatState.NO_REPLY: _("L’invitation est restée sans réponse dans le délai."),
        SeatState.RECUSED: _("Vous ne siégez plus : le dossier vous est fermé, sans retour."),
        SeatState.EXCUSED: _("Votre absence est excusée : le dossier vous est fermé."),
    }
    state = known.seat.get_state_display().capitalize()
    return Duty(DONE, state, _("Vous ne siégez pas à ce jury"), texts.get(known.seat.state, ""))


def _second_round_is_open(hearing: Hearing) -> bool:
    return bool(hearing.is_open and hearing.second_round_at and not hearing.second_revealed_at)


def _moment_of(hearing: Hearing | None) -> datetime | None:
    if hearing is None or hearing.closed_at is not None:
        return None
    return (hearing.planned_for or hearing.session.starts_at).astimezone(clock.PARIS)


def _day_of(hearing: Hearing | None) -> date | None:
    at = _moment_of(hearing)
    return at and at.date()


def _when(hearing: Hearing | None) -> str:
    """When the session is, and where."""
    at = _moment_of(hearing)
    if at is None:
        return _("La date de la séance n’est pas encore fixée.")
    return _("Séance le %(day)s à %(hour)s, %(place)s.") % {
        "day": civil(at.date()),
        "hour": f"{at:%H} h {at:%M}",
        "place": hearing.session.place,
    }


def _url(name: str, known: Known) -> str:
    return reverse(f"label:{name}", args=[known.seat.pk])


_BY_STATE = {
    SeatState.INVITED: _invited,
    SeatState.ACCEPTED: _accepted,
    SeatState.SEATED: _seated,
    SeatState.DISCHARGED: _discharged,
}
