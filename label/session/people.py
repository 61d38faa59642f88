"""Who is in the room: each juror's state, and what is asked of the one who looks."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from label.enums import AttendanceMode, CaseState, SeatState
from label.models import Attendance, ScoreSheet, Seat
from label.session.access import Place

ABSENT, UNSEEN, UNCONFIRMED, PRESENT, LEFT = "absent", "unseen", "unconfirmed", "present", "left"


@dataclass(frozen=True)
class Juror:
    """A juror who sits. `has_scored`: whether the first sheet is in, never what it says (I-08)."""

    seat: Seat
    name: str
    college: str
    state: str
    is_remote: bool
    is_chair: bool
    is_me: bool
    arrived_at: datetime | None
    left_at: datetime | None
    has_scored: bool
    has_scored_again: bool

    @property
    def counts(self) -> bool:
        return self.state == PRESENT

    @property
    def words(self) -> str:
        return {
            ABSENT: _("pas encore là"),
            UNSEEN: _("à distance, identité à vérifier"),
            UNCONFIRMED: _("doit confirmer ses intérêts"),
            PRESENT: _("présent à distance") if self.is_remote else _("présent"),
            LEFT: _("n’est plus là"),
        }[self.state]


def jurors_of(place: Place) -> list[Juror]:
    """The jurors who sit, by college; those recused or excused are counted nowhere (I-01)."""
    hearing, panel = place.hearing, place.panel
    rows = {row.seat_id: row for row in hearing.attendances.all()}
    given = _given(place)
    return [
        Juror(
            seat=seat,
            name=str(seat.member.person),
            college=seat.get_college_display(),
            state=_state(rows.get(seat.pk)),
            is_remote=seat.pk in rows and rows[seat.pk].mode == AttendanceMode.REMOTE,
            is_chair=seat.pk == hearing.chair_id,
            is_me=place.seat is not None and seat.pk == place.seat.pk,
            arrived_at=rows[seat.pk].arrived_at if seat.pk in rows else None,
            left_at=rows[seat.pk].left_at if seat.pk in rows else None,
            has_scored=(seat.pk, 1) in given,
            has_scored_again=(seat.pk, 2) in given,
        )
        for seat in panel.effective_seats().order_by("college", "pk")
    ]


def gone(place: Place) -> dict[str, int]:
    """How many were recused or excused, by state: a number, never a name nor a motive."""
    states = place.panel.seats.filter(state__in=[SeatState.RECUSED, SeatState.EXCUSED]).values_list(
        "state", flat=True
    )
    found = list(states)
    return {state: found.count(state) for state in (SeatState.RECUSED, SeatState.EXCUSED)}


def ask(place: Place, me: Juror | None, shown: dict) -> str:
    """The one thing that the hearing asks of a juror now; empty: nothing."""
    hearing = place.hearing
    if me is None or hearing.closed_at or place.session.state != "open":
        return ""
    if me.state in {ABSENT, LEFT}:
        return "come"
    if me.state == UNSEEN:
        return "be_seen"
    if me.state == UNCONFIRMED:
        return "reaffirm"
    if not hearing.is_open:
        return ""
    if place.case.state == CaseState.SCORING and not me.has_scored:
        return "sheet"
    if (
        hearing.second_round_at
        and not hearing.second_revealed_at
        and me.has_scored
        and not me.has_scored_again
    ):
        return "score_again"
    return _to_answer(place, shown)


def _to_answer(place: Place, shown: dict) -> str:
    consent, ballot, minutes = shown["consent"], shown["ballot"], shown["minutes"]
    if consent.open_round and consent.open_round.my_reply is None:
        return "consent"
    if ballot.is_open and ballot.my_vote is None:
        return "vote"
    if minutes.is_to_read and minutes.my_reply is None:
        return "minutes"
    return ""


def _state(row: Attendance | None) -> str:
    if row is None:
        return ABSENT
    if row.left_at:
        return LEFT
    if row.mode == AttendanceMode.REMOTE and not row.identity_checked:
        return UNSEEN
    return PRESENT if row.reaffirmed_at else UNCONFIRMED


def _given(place: Place) -> set[tuple[int, int]]:
    """Which sheets of this scoring are in: juror and round."""
    return set(
        ScoreSheet.objects.submitted()
        .filter(seat__panel=place.panel, phase=place.case.phase)
        .values_list("seat", "round")
    )
