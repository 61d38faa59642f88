"""Verbs of the sealed scoring (label.md 3.2, I-08 to I-11): save, submit, reveal, score again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import (
    clock,
    deliberation_facts,
    journal,
    judgement,
    machine,
    panels,
    presence,
    quorum,
    roles,
    sheets,
)
from label import scoring_facts as facts
from label.enums import CaseState, Grade, Role, SeatState
from label.machine import Refused, move
from label.medians import CANNOT, REASON_NEEDED, scale_of
from label.models import Case, CriterionResult, Event, Hearing, Involvement, ScoreSheet, Seat


def criteria_to_score(case: Case, *, round: int = 1) -> list:
    """The criteria of a sheet: all that apply, or those reopened, or those that diverged."""
    criteria = judgement.criteria(case)
    if round == 2:
        wanted = set(divergent(case))
        return [one for one in criteria if one.code in wanted]
    if case.reopened:
        return [one for one in criteria if one.code in case.reopened]
    return criteria


def divergent(case: Case) -> list[str]:
    """Codes to discuss and score again, after the reveal of the first round."""
    return list(
        CriterionResult.objects.filter(
            panel=case.panel, phase=case.phase, round=1, is_divergent=True
        )
        .order_by("criterion__position")
        .values_list("criterion__code", flat=True)
    )


def faults_of(criteria: list, grades: dict) -> dict[str, str]:
    """What keeps a sheet of these criteria from being submitted: code → sentence."""
    found = {}
    for one in criteria:
        line = grades.get(one.code) or {}
        grade = line.get("grade")
        if not grade:
            found[one.code] = _("Choisissez une note.")
        elif grade != CANNOT and grade not in scale_of(one.level):
            found[one.code] = _("Cette note n’existe pas pour ce critère.")
        elif grade in REASON_NEEDED and not str(line.get("reason") or "").strip():
            found[one.code] = _("Écrivez une raison.")
    return found


def grades_of(level: str) -> list[tuple[str, str]]:
    """The worded grades of a level, from the best, then « je ne peux pas juger »."""
    values = [*reversed(scale_of(level)), CANNOT]
    return [(value, str(Grade(value).label)) for value in values]


@transaction.atomic
def save_sheet(
    seat: Seat, grades: dict, *, by, round: int = 1, now: datetime | None = None
) -> ScoreSheet:
    """Keep a sheet as it is typed (code → grade, reason, evidence); only its juror reads it."""
    now = now or timezone.now()
    case = _open_for(seat, by, round, now)
    sheet = _sheet_of(seat, case.phase, round, now)
    if sheet.is_submitted:
        raise Refused(_("Votre feuille est rendue : elle ne change plus."))
    sheets.write_draft(sheet, _only_known(criteria_to_score(case, round=round), grades))
    sheet.saved_at = now
    sheet.save()
    return sheet


@transaction.atomic
def save_line(
    seat: Seat, code: str, line: dict, *, by, round: int = 1, now: datetime | None = None
) -> ScoreSheet:
    """Keep one criterion as it is typed; the others of the sheet stay as they are."""
    now = now or timezone.now()
    case = _open_for(seat, by, round, now)
    sheet = _sheet_of(seat, case.phase, round, now)
    return save_sheet(seat, sheets.read_draft(sheet) | {code: line}, by=by, round=round, now=now)


@transaction.atomic
def submit_draft(seat: Seat, *, by, round: int = 1, now: datetime | None = None) -> ScoreSheet:
    """Hand in what was typed so far, as it stands."""
    now = now or timezone.now()
    _open_for(seat, by, round, now)
    return submit_sheet(seat, read_own_sheet(seat, by=by, round=round), by=by, round=round, now=now)


def read_own_sheet(seat: Seat, *, by, round: int = 1) -> dict:
    """What the juror has typed so far; empty once submitted: nobody reads it before the reveal."""
    if seat.member.person_id != by.pk or seat.state != SeatState.SEATED:
        raise Refused(_("Cette feuille n’est pas la vôtre."))
    case = seat.panel.case
    sheet = ScoreSheet.objects.filter(seat=seat, phase=case.phase, round=round).first()
    return sheets.read_draft(sheet) if sheet else {}


@transaction.atomic
def submit_sheet(
    seat: Seat, grades: dict, *, by, round: int = 1, now: datetime | None = None
) -> ScoreSheet:
    """Hand the sheet in, once: it is sealed and never changes (I-10)."""
    now = now or timezone.now()
    case = _open_for(seat, by, round, now)
    known = _whole(case, grades, round)
    sheet = _sheet_of(seat, case.phase, round, now)
    _hand_in(sheet, known, by=by, role=seat.panel.juror_role, now=now)
    return sheet


@transaction.atomic
def submit_paper_sheet(
    seat: Seat,
    grades: dict,
    *,
    envelope: str,
    by,
    with_person,
    round: int = 1,
    now: datetime | None = None,
) -> ScoreSheet:
    """Key in a paper sheet from its numbered envelope: the secretariat and a second person."""
    now = now or timezone.now()
    case = seat.panel.case
    if not roles.holds(by, Role.SECRETARIAT, case) or by.pk == with_person.pk:
        raise Refused(_("Deux personnes saisissent une feuille sur papier."))
    if not {Role.GUARANTOR, Role.FACILITATOR} & roles.held_for(with_person, case):
        raise Refused(_("La seconde personne est le garant ou l’animation."))
    if not envelope.strip():
        raise Refused(_("Notez le numéro de l’enveloppe."))
    machine.involve(case, by, Role.SECRETARIAT, now=now)
    _witness(case, with_person, now)
    case = _open_for(seat, seat.member.person, round, now)
    known = _whole(case, grades, round)
    sheet = _sheet_of(seat, case.phase, round, now)
    sheet.paper_envelope = envelope
    _hand_in(
        sheet, known, by=by, role=Role.SECRETARIAT, now=now,
        envelope=envelope, **{"with": with_person.pk},
    )  # fmt: skip
    return sheet


def _witness(case: Case, person, now: datetime) -> None:
    """The second person at an envelope: nobody who judges, visits or decides this case (I-02)."""
    if Role.GUARANTOR in roles.group_roles(person):
        machine.involve(case, person, Role.GUARANTOR, now=now)
    elif Involvement.objects.filter(case=case, person=person).exists():
        raise Refused(_("Cette personne intervient déjà sur ce dossier à un autre titre."))


def reveal(case: Case, *, now: datetime | None = None) -> Event:
    """Open all sheets at once, once (C11). Called by the calendar, or by the chair through
    `reveal_in_session`."""
    return move(case, "reveal", now=now)


@transaction.atomic
def reveal_in_session(case: Case, *, by, now: datetime | None = None) -> Event:
    """The chair or the facilitator asks for the reveal; the conditions are the same."""
    now = now or timezone.now()
    if not (roles.is_chair(by, case) or Role.FACILITATOR in roles.held_for(by, case)):
        raise Refused(_("La présidence ou l’animation demande la levée des scellés."))
    hearing = deliberation_facts.open_hearing(case)
    if hearing is not None and hearing.has_guests:
        raise Refused(_("Les personnes entendues sortent avant la levée des scellés."))
    journal.record(case, "ask_reveal", by=by, role=_asking(by, case), now=now)
    return reveal(case, now=now)


def extend(case: Case, *, by, now: datetime | None = None) -> Event:
    """Five more days, once, when sheets are missing (C12)."""
    return move(case, "extend", by=by, now=now)


def reopen(case: Case, *, by, now: datetime | None = None) -> Event:
    """Back to the investigation when the extension was not enough; sheets stay sealed (C13)."""
    return move(case, "reopen", by=by, now=now)


@transaction.atomic
def open_second_round(hearing: Hearing, *, by, now: datetime | None = None) -> list[str]:
    """Score the divergent criteria again, sealed (3.2 step 4); the codes to score."""
    now = now or timezone.now()
    case = hearing.panel.case
    machine.lock(case)
    if not (roles.is_chair(by, case) or Role.FACILITATOR in roles.held_for(by, case)):
        raise Refused(_("La présidence ou l’animation ouvre le second tour."))
    hearing.refresh_from_db(fields=["second_round_at", "closed_at", "opened_at"])
    codes = divergent(case)
    if case.state != CaseState.DELIBERATION or not hearing.is_open:
        raise Refused(_("L’examen n’est pas ouvert."))
    if not case.procedure.second_round:
        raise Refused(_("Le règlement ne prévoit pas de second tour."))
    if hearing.second_round_at:
        raise Refused(_("Le second tour est déjà ouvert."))
    if not codes:
        raise Refused(_("Aucun critère ne diverge."))
    hearing.second_round_at = now
    hearing.save(update_fields=["second_round_at"])
    journal.record(case, "second_round", by=by, role=_asking(by, case), now=now)
    return codes


@transaction.atomic
def reveal_second_round(hearing: Hearing, *, by, now: datetime | None = None) -> None:
    """Open the second sheets once all who may have submitted, or the chair closes the round."""
    now = now or timezone.now()
    case = hearing.panel.case
    machine.lock(case)
    hearing.refresh_from_db()
    if not (roles.is_chair(by, case) or Role.FACILITATOR in roles.held_for(by, case)):
        raise Refused(_("La présidence ou l’animation lève les scellés."))
    if not hearing.second_round_at or hearing.second_revealed_at:
        raise Refused(_("Aucun second tour n’attend."))
    panel = hearing.panel
    if not facts.submitted(panel, case.phase, round=2).exists():
        raise Refused(_("Personne n’a rendu de seconde feuille."))
    sheets.open_all(panel, case.phase, 2, now=now)
    hearing.second_revealed_at = now
    hearing.save(update_fields=["second_revealed_at"])
    journal.record(case, "reveal_second", by=by, role=_asking(by, case), now=now)


@transaction.atomic
def set_not_applicable(
    case: Case, code: str, *, by, reason: str, in_favour, now: datetime | None = None
) -> None:
    """The panel's reasoned vote that a criterion does not concern this case (I-12).

    `in_favour`: the seats that voted for, an absolute majority of the effective jurors present.
    """
    now = now or timezone.now()
    machine.lock(case)
    if not roles.is_chair(by, case) or not reason.strip():
        raise Refused(_("La présidence note le vote et ses motifs."))
    hearing = deliberation_facts.open_hearing(case)
    if hearing is None or case.state != CaseState.DELIBERATION:
        raise Refused(_("L’examen n’est pas ouvert."))
    if code not in {one.code for one in judgement.criteria(case)}:
        raise Refused(_("Ce critère ne s’applique déjà pas."))
    if faults := presence.faults_now(hearing):
        raise Refused(*faults)
    there = set(presence.seats_present(hearing).values_list("pk", flat=True))
    votes = there & {seat.pk for seat in in_favour}
    if len(votes) < quorum.majority(len(there)):
        raise Refused(_("Il faut la majorité absolue des présents."))
    case.not_applicable = {**case.not_applicable, code: reason}
    case.save(update_fields=["not_applicable"])
    journal.record(
        case,
        "not_applicable",
        by=by,
        role=Role.CHAIR,
        now=now,
        payload={"code": code, "reason": reason, "for": len(votes), "present": len(there)},
    )


def why_closed(seat: Seat, *, by, round: int = 1, now: datetime | None = None) -> str:
    """Why this juror may not fill a sheet of this round now; empty: they may."""
    now = now or timezone.now()
    case = seat.panel.case
    if seat.member.person_id != by.pk or seat.state != SeatState.SEATED:
        return _("Vous ne siégez pas dans ce jury.")
    if not panels.may_read_file(case, by):
        return _("Déclarez vos liens et lisez le dossier avant de noter.")
    if round == 1:
        if case.state != CaseState.SCORING:
            return _("La notation n’est pas ouverte.")
        if clock.civil_day(now) > case.scoring_closes_on:
            return _("Le délai de notation est passé.")
        return ""
    hearing = deliberation_facts.open_hearing(case)
    if hearing is None or not hearing.second_round_at or hearing.second_revealed_at:
        return _("Le second tour n’est pas ouvert.")
    if not facts.submitted(seat.panel, case.phase).filter(seat=seat).exists():
        return _("Le second tour est pour qui a rendu une première feuille.")
    return ""


def _open_for(seat: Seat, by, round: int, now: datetime) -> Case:
    """The case, locked, if this juror may fill a sheet of this round now."""
    case = seat.panel.case
    machine.lock(case)
    seat.refresh_from_db()
    seat.panel.case = case
    if reason := why_closed(seat, by=by, round=round, now=now):
        raise Refused(reason)
    return case


def _sheet_of(seat: Seat, phase: int, round: int, now: datetime) -> ScoreSheet:
    sheet = (
        ScoreSheet.objects.select_for_update().filter(seat=seat, phase=phase, round=round).first()
    )
    return sheet or ScoreSheet(seat=seat, phase=phase, round=round, saved_at=now)


def _hand_in(sheet: ScoreSheet, grades: dict, *, by, role, now: datetime, **told) -> None:
    if sheet.is_submitted:
        raise Refused(_("Votre feuille est rendue : elle ne change plus."))
    sheets.seal(sheet, grades)
    sheet.submitted_at = sheet.saved_at = now
    sheet.save()
    journal.record(
        sheet.seat,
        "submit_sheet",
        by=by,
        role=role,
        now=now,
        payload={"digest": sheet.digest} | told,
    )


def _whole(case: Case, grades: dict, round: int) -> dict:
    """The lines of a sheet that may be handed in; Refused while one lacks."""
    criteria = criteria_to_score(case, round=round)
    if faults := faults_of(criteria, grades):
        raise Refused(*[f"{code} : {why}" for code, why in faults.items()])
    return _only_known(criteria, grades)


def _only_known(criteria: list, grades: dict) -> dict:
    return {
        one.code: {
            "grade": str(grades[one.code].get("grade") or ""),
            "reason": str(grades[one.code].get("reason") or ""),
            "evidence": list(grades[one.code].get("evidence") or []),
        }
        for one in criteria
        if one.code in grades
    }


def _asking(by, case: Case) -> str:
    return Role.CHAIR if roles.is_chair(by, case) else Role.FACILITATOR
