"""Verbs of the room: who attends from afar, who chairs, when guests come, minutes read again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import conduct, journal, machine, presence
from label.enums import MinutesAnswer
from label.machine import Refused
from label.models import Attendance, Hearing, MinutesReply, Opinion, Seat


@transaction.atomic
def check_identity(attendance: Attendance, *, by, now: datetime | None = None) -> None:
    """The facilitation has seen, on the screen, who attends from afar."""
    conduct.must_run(attendance.hearing, by)
    if by.pk == attendance.seat.member.person_id:
        raise Refused(_("Une autre personne vérifie votre identité."))
    if not attendance.identity_checked:
        attendance.identity_checked = True
        attendance.save(update_fields=["identity_checked"])


@transaction.atomic
def elect_chair(hearing: Hearing, chair: Seat, *, by, now: datetime | None = None) -> None:
    """The chair has left, or gives way: the panel elects another of those present."""
    now = now or timezone.now()
    machine.lock(hearing.panel)
    hearing.refresh_from_db()
    conduct.must_run(hearing, by)
    if not hearing.is_open:
        raise Refused(_("L’examen n’est pas ouvert."))
    if not presence.seats_present(hearing).filter(pk=chair.pk).exists():
        raise Refused(_("La présidence est élue parmi les présents."))
    if hearing.chair_id == chair.pk:
        return
    role = conduct.role_of(hearing, by)
    hearing.chair = chair
    hearing.save(update_fields=["chair"])
    journal.record(hearing.case, "elect_chair", by=by, role=role, now=now)


@transaction.atomic
def note_coming(
    hearing: Hearing,
    *,
    by,
    visitors: bool = False,
    operator: bool = False,
    now: datetime | None = None,
) -> None:
    """Guests enter: the visitors, the operator. `deliberation.note_heard` says that they left."""
    now = now or timezone.now()
    machine.lock(hearing.panel)
    hearing.refresh_from_db()
    conduct.must_run(hearing, by)
    if not hearing.is_open:
        raise Refused(_("L’examen n’est pas ouvert."))
    case = hearing.case
    if hearing.second_round_at or hearing.ballot_opened_at or hearing.consent_rounds.exists():
        raise Refused(_("Le jury délibère : on entend avant."))
    if visitors and not hearing.visitors_heard_at:
        hearing.visitors_came_at = hearing.visitors_came_at or now
    if operator and not hearing.operator_heard_at:
        hearing.operator_came_at = hearing.operator_came_at or now
        hearing.operator_declined = False
    hearing.save(update_fields=["visitors_came_at", "operator_came_at", "operator_declined"])
    journal.record(case, "guests_come", by=by, role=conduct.role_of(hearing, by), now=now)


@transaction.atomic
def reply_to_minutes(
    opinion: Opinion,
    seat: Seat,
    *,
    by,
    answer: str,
    text: str = "",
    wants_minority: bool = False,
    now: datetime | None = None,
) -> MinutesReply:
    """A juror present approves the minutes, or asks for a correction, or for a minority opinion."""
    now = now or timezone.now()
    machine.lock(opinion.panel.case)
    opinion.refresh_from_db()
    conduct.must_sit(opinion.hearing, seat, by)
    said = {"answer": answer, "text": text, "wants_minority": wants_minority}
    known = opinion.replies.filter(seat=seat, **said).exclude(answer="").first()
    if known:
        return known  # sent twice by a connection that dropped
    if opinion.chair_signed_at or opinion.is_adopted:
        raise Refused(_("Le procès-verbal est signé : il ne change plus."))
    if answer not in MinutesAnswer.values:
        raise Refused(_("Approuvez, ou dites ce qu’il faut corriger."))
    if answer == MinutesAnswer.CORRECT and not text.strip():
        raise Refused(_("Écrivez la correction que vous demandez."))
    row, _is_new = MinutesReply.objects.update_or_create(
        opinion=opinion, seat=seat, defaults={**said, "given_at": now}
    )
    return row
