"""Verbs of the visit: the team, the date, the facts, the reply (label.md 6.3)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, eligibility, journal, machine, outbox, roles, storage, visit_draws
from label.enums import ReplacementReason, Role, VisitorKind, VisitState
from label.machine import Refused, move
from label.models import (
    Event,
    EventPayload,
    Evidence,
    InterestDeclaration,
    PoolMember,
    Visit,
    VisitAddendum,
    Visitor,
    VisitPhoto,
    VisitProposal,
    VisitReport,
)

REPORT_FIELDS = (
    "facts",
    "strong_points",
    "weak_points",
    "circumstances",
    "lot_exercise",
    "public_summary",
)
MOST_PHOTOS = 20
_MOST = {"most": MOST_PHOTOS}


@transaction.atomic
def assign_visitor(
    visit: Visit, member: PoolMember, *, by, kind: str, now: datetime | None = None
) -> Visitor:
    """Put somebody of the pool in the team, if nothing speaks against it.

    Where the rules draw the pair by lot, only an expert is named.
    """
    now = now or timezone.now()
    machine.lock(visit)
    _secretariat(visit, by)
    if visit.state not in {VisitState.PLANNED, VisitState.SCHEDULED, VisitState.POSTPONED}:
        raise Refused(_("La visite est faite."))
    if visit.procedure.visitors_drawn and kind != VisitorKind.EXPERT:
        raise Refused(_("Le pair et l’habitant de la visite se tirent au sort."))
    faults = eligibility.visitor_faults(visit, member, on=clock.civil_day(now))
    if kind == VisitorKind.PEER and member.college != "peer":
        faults.append(_("%(member)s n’est pas du collège des pairs.") % {"member": member})
    if kind == VisitorKind.RESIDENT and member.college != "citizen":
        faults.append(_("%(member)s n’est pas du collège des habitants.") % {"member": member})
    if faults:
        raise Refused(*faults)
    machine.involve(visit.case, by, Role.SECRETARIAT, now=now)
    row = visit_draws.join(visit, member, kind=kind, now=now)
    journal.record(visit, "assign_visitor", by=by, role=Role.SECRETARIAT, now=now)
    return row


@transaction.atomic
def remove_visitor(visitor: Visitor, *, by, now: datetime | None = None) -> None:
    """Take somebody off the team before the visit; their role on the case stays noted.

    Who was drawn is replaced by the next rank of their college.
    """
    now, visit = now or timezone.now(), visitor.visit
    machine.lock(visit)
    _secretariat(visit, by)
    if visit.done_at:
        raise Refused(_("La visite est faite."))
    if not visit.visitors.filter(pk=visitor.pk).exists():  # two taps call one next rank
        raise Refused(_("Cette personne n’est plus de l’équipe."))
    journal.record(visit, "remove_visitor", by=by, role=Role.SECRETARIAT, now=now)
    visit_draws.leave(visitor, reason=ReplacementReason.EXCUSED, now=now)


@transaction.atomic
def withdraw(visit: Visit, *, by, note: str = "", now: datetime | None = None) -> None:
    """A visitor who cannot go says so before the visit; a motive may be given."""
    now = now or timezone.now()
    machine.lock(visit)
    visitor = visit.visitors.filter(member__person=by).first()
    if visitor is None or visit.state not in visit_draws.BEFORE:
        raise Refused(_("Vous ne faites pas partie de cette visite, ou elle est faite."))
    payload = {"note": note.strip()[:1000]} if note.strip() else None
    journal.record(visit, "withdraw_visitor", by=by, role=Role.VISITOR, now=now, payload=payload)
    _leave(visitor, ReplacementReason.DECLINED, now)


def notes_of(visit: Visit) -> list[str]:
    """What those who withdrew said of it; for who may read declarations."""
    rows = EventPayload.objects.filter(
        event__machine=Visit.machine, event__object_id=visit.pk, event__type="withdraw_visitor"
    ).order_by("event__seq")
    return [data["note"] for data in rows.values_list("data", flat=True) if data.get("note")]


def step_aside(case, person, *, now: datetime) -> None:
    """A visitor with a tie leaves the team before the visit."""
    for row in Visitor.objects.filter(
        visit__case=case, visit__done_at=None, member__person=person
    ).select_related("visit", "candidate"):
        visit = row.visit
        machine.lock(visit)
        if not visit.visitors.filter(pk=row.pk).exists():
            continue
        journal.record(visit, "visitor_stepped_aside", by=person, role=Role.VISITOR, now=now)
        _leave(row, ReplacementReason.RECUSED, now)


def _leave(row: Visitor, reason: str, now: datetime) -> None:
    """The next rank of their draw takes the place; without one, the secretariat fills it, but that
    of an expert, without whom a pair goes."""
    visit, person = row.visit, row.member.person_id
    is_missed = row.kind != VisitorKind.EXPERT and visit_draws.is_to_come(visit)
    if visit_draws.leave(row, reason=reason, now=now) is None and is_missed:
        outbox.tell_role(
            Role.SECRETARIAT, "visit_short", key=f"{visit.public_ref}:{person}", now=now,
            case=visit.case, urgent=True,
        )  # fmt: skip


@transaction.atomic
def propose_date(
    visit: Visit, *, by, proposed_for: datetime, now: datetime | None = None
) -> VisitProposal:
    """Offer a date in writing."""
    now = now or timezone.now()
    machine.lock(visit)
    _secretariat(visit, by)
    if visit.state not in {VisitState.PLANNED, VisitState.POSTPONED} or proposed_for <= now:
        raise Refused(_("Proposez une date à venir, pour une visite à fixer."))
    made = VisitProposal.objects.create(visit=visit, proposed_for=proposed_for, sent_at=now)
    journal.record(visit, "propose_visit", by=by, role=Role.SECRETARIAT, now=now)
    outbox.tell_operator(
        visit.case, "visit_proposal", key=str(made.pk), now=now, urgent=True,
        context={"proposed_for": proposed_for.isoformat()},
    )  # fmt: skip
    return made


@transaction.atomic
def answer_proposal(
    proposal: VisitProposal, *, by, accepted: bool, now: datetime | None = None
) -> VisitProposal:
    """The operator accepts or refuses a date."""
    now = now or timezone.now()
    visit = proposal.visit
    machine.lock(visit)
    if not roles.is_operator(by, visit.case) or proposal.answered_at:
        raise Refused(_("Cette proposition n’attend pas votre réponse."))
    proposal.answered_at, proposal.is_accepted = now, accepted
    proposal.save()
    journal.record(
        visit, "answer_visit", by=by, role=Role.OPERATOR, now=now, payload={"accepted": accepted}
    )
    return proposal


@transaction.atomic
def note_missed(proposal: VisitProposal, *, by, now: datetime | None = None) -> None:
    """Nobody was there on the accepted date: the visit is to be fixed again (C10 counts it)."""
    now = now or timezone.now()
    visit = proposal.visit
    machine.lock(visit)
    _secretariat(visit, by)
    if not proposal.is_accepted or now < proposal.proposed_for:
        raise Refused(_("Cette date n’est pas passée, ou n’a pas été acceptée."))
    proposal.was_missed = True
    proposal.save(update_fields=["was_missed"])
    journal.record(visit, "missed_visit", by=by, role=Role.SECRETARIAT, now=now)


def schedule(visit: Visit, *, by, at: datetime, now: datetime | None = None) -> Event:
    """Fix the date, the team being complete (V02, V04 after a postponement)."""
    event = "reschedule" if visit.state == VisitState.POSTPONED else "schedule"
    return move(visit, event, by=by, now=now, scheduled_for=at)


def postpone(visit: Visit, *, by, now: datetime | None = None) -> Event:
    """Once (V03)."""
    return move(visit, "postpone", by=by, now=now)


@transaction.atomic
def mark_done(visit: Visit, *, by, now: datetime | None = None) -> Event:
    """The visit took place (V05): ten days for the report. Visitors have declared their links."""
    now = now or timezone.now()
    declared = set(
        InterestDeclaration.objects.filter(
            case=visit.case_id, role=Role.VISITOR, is_nil=True
        ).values_list("person", flat=True)
    )
    people = set(visit.visitors.values_list("member__person", flat=True))
    if people - declared:
        raise Refused(_("Les personnes qui visitent déclarent d’abord n’avoir aucun lien."))
    written = move(visit, "visit", by=by, now=now)
    VisitReport.objects.get_or_create(visit=visit, defaults={"updated_at": now})
    return written


@transaction.atomic
def save_report(
    visit: Visit, values: dict, *, by, client_key: str = "", now: datetime | None = None
) -> VisitReport:
    """Keep the report as it is typed; a change takes the signatures away.

    `client_key` names what a phone sends: sent twice, it changes nothing the second time.
    """
    now = now or timezone.now()
    machine.lock(visit)
    report = _open_report(visit, by, now)
    changed = {
        name: values[name]
        for name in REPORT_FIELDS
        if name in values and values[name] != getattr(report, name)
    }
    if not changed:
        return report
    for name, value in changed.items():
        setattr(report, name, value)
    report.client_key, report.updated_at, report.updated_by = client_key, now, by
    report.save()
    visit.visitors.update(signed_at=None)
    return report


@transaction.atomic
def add_photo(visit: Visit, file, *, caption: str, by, now: datetime | None = None) -> VisitPhoto:
    """A photo without faces, already cleaned; like any change it takes the signatures away."""
    now = now or timezone.now()
    machine.lock(visit)
    report = _open_report(visit, by, now)
    if not caption.strip():
        raise Refused(_("Dites ce que montre la photo."))
    if report.photos.count() >= MOST_PHOTOS:
        raise Refused(_("%(most)d photos au plus : choisissez les plus parlantes.") % _MOST)
    digest = Evidence.digest(file)
    if known := report.photos.filter(sha256=digest).first():
        return known
    made = VisitPhoto.objects.create(
        report=report, file=file, sha256=digest, caption=caption.strip()[:200], added_at=now
    )
    visit.visitors.update(signed_at=None)
    return made


@transaction.atomic
def remove_photo(photo: VisitPhoto, *, by, now: datetime | None = None) -> None:
    """Take a photo away while the report is being written."""
    visit = photo.report.visit
    machine.lock(visit)
    _open_report(visit, by, now or timezone.now())
    storage.forget(photo.file)
    photo.delete()
    visit.visitors.update(signed_at=None)


def report_faults(visit: Visit) -> list[str]:
    """What the report still lacks, in words."""
    from label.guards.visits import report_is_complete

    return report_is_complete(visit, None)


@transaction.atomic
def sign_report(visit: Visit, *, by, now: datetime | None = None) -> bool:
    """Sign; with the last signature the report is filed (V06) if it is complete."""
    now = now or timezone.now()
    machine.lock(visit)
    if visit.state != VisitState.DONE:
        raise Refused(_("Le compte rendu n’est pas à signer maintenant."))
    if not visit.visitors.filter(member__person=by).exists():
        raise Refused(_("Le compte rendu est signé par les personnes de la visite."))
    if lacking := report_faults(visit):
        raise Refused(*lacking)
    visit.visitors.filter(member__person=by).update(signed_at=now)
    journal.record(visit, "sign_report", by=by, role=Role.VISITOR, now=now)
    waiting = list(visit.visitors.filter(signed_at=None).select_related("member__person"))
    for visitor in waiting:
        outbox.tell(
            visitor.member.person, "report_to_sign", key=f"{visit.public_ref}:{now.isoformat()}",
            now=now, case=visit.case, context={"due_on": visit.report_due_on.isoformat()},
        )  # fmt: skip
    if waiting:
        return False
    move(visit, "file_report", by=by, now=now)
    return True


def reply(visit: Visit, *, by, text: str, now: datetime | None = None) -> Event:
    """The operator's reply, annexed (V07); the report locks."""
    return move(visit, "reply", by=by, now=now, reply=text)


@transaction.atomic
def approve_summary(visit: Visit, *, by, now: datetime | None = None) -> VisitReport:
    """The operator has read again the summary that may be published: no secret is in it."""
    now = now or timezone.now()
    machine.lock(visit)
    if not roles.is_operator(by, visit.case):
        raise Refused(_("C’est à l’opérateur de relire le résumé."))
    report = VisitReport.objects.filter(visit=visit).first()
    if visit.filed_at is None or report is None or not report.public_summary.strip():
        raise Refused(_("Aucun résumé n’est à relire."))
    report.is_summary_approved = True
    report.save(update_fields=["is_summary_approved"])
    journal.record(visit, "approve_summary", by=by, role=Role.OPERATOR, now=now)
    return report


@transaction.atomic
def add_addendum(visit: Visit, *, by, text: str, now: datetime | None = None) -> VisitAddendum:
    """A correction after the lock."""
    now = now or timezone.now()
    machine.lock(visit)
    if visit.state != VisitState.LOCKED or not roles.is_visitor(by, visit) or not text.strip():
        raise Refused(_("Un complément s’écrit par une personne de la visite, après le verrou."))
    journal.record(visit, "addendum", by=by, role=Role.VISITOR, now=now)
    return VisitAddendum.objects.create(visit=visit, text=text, added_at=now, added_by=by)


def _open_report(visit: Visit, by, now: datetime) -> VisitReport:
    if visit.state != VisitState.DONE or not roles.is_visitor(by, visit):
        raise Refused(_("Le compte rendu n’est pas à écrire maintenant."))
    return VisitReport.objects.get_or_create(visit=visit, defaults={"updated_at": now})[0]


def _secretariat(visit: Visit, by) -> None:
    if not roles.holds(by, Role.SECRETARIAT, visit):
        raise Refused(_("C’est au secrétariat d’organiser la visite."))
