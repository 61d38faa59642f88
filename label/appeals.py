"""Verbs of an appeal: another panel looks, and never to the operator's harm (C28–C32, I-20)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import deliberation_facts, machine, presence
from label.enums import AppealAdvice
from label.machine import Refused, move
from label.models import Appeal, Case, Event, Hearing


def lodge(
    case: Case,
    *,
    by,
    grounds: str,
    contests_procedure: bool = False,
    now: datetime | None = None,
) -> Event:
    """The operator contests a decision within two months of its notice (C28)."""
    return move(
        case,
        "lodge_appeal",
        by=by,
        now=now,
        grounds=grounds,
        contests_procedure=contests_procedure,
    )


def admit(appeal: Appeal, *, by, now: datetime | None = None) -> Event:
    """The appeal can be examined: a new panel forms (R02)."""
    return move(appeal, "admit", by=by, now=now)


def propose_inadmissible(appeal: Appeal, *, by, note: str = "", now: datetime | None = None):
    """The secretariat's proposal, without which the authority cannot reject an appeal (R03)."""
    return machine.endorse(appeal, "reject", by=by, now=now, note=note)


def reject(appeal: Appeal, *, by, reasons: str, now: datetime | None = None) -> Event:
    """The appeal cannot be examined (R03); the case then closes by `uphold`."""
    return move(appeal, "reject", by=by, now=now, reasons=reasons)


def note_panel(appeal: Appeal, *, by=None, now: datetime | None = None) -> Event:
    """The appeal panel is constituted (R04)."""
    return move(appeal, "draw_panel", by=by, now=now)


@transaction.atomic
def advise(
    appeal: Appeal,
    hearing: Hearing,
    *,
    by,
    advice: str,
    reasons: str,
    findings: dict[str, str] | None = None,
    now: datetime | None = None,
) -> Event:
    """The appeal panel's opinion, voted by named ballot at its hearing (R05).

    The ballot of the hearing asks whether to adopt `advice`; it needs the absolute majority of the
    effective jurors present. `findings`: criterion code → why it is met after all.
    """
    now = now or timezone.now()
    machine.lock(appeal)
    if hearing.panel_id != appeal.case.appeal_panel.pk or not hearing.is_open:
        raise Refused(_("L’avis se vote à l’examen du jury de recours."))
    if faults := presence.faults_now(hearing):
        raise Refused(*faults)
    if deliberation_facts.ballot_result(hearing) != "adopted":
        raise Refused(_("L’avis n’a pas la majorité absolue des présents."))
    if advice not in AppealAdvice.values or not reasons.strip():
        raise Refused(_("Écrivez l’avis et ses motifs."))
    appeal.advice, appeal.advice_reasons = advice, reasons
    appeal.findings = findings or {}
    appeal.save(update_fields=["advice", "advice_reasons", "findings"])
    hearing.closed_at = now
    hearing.save(update_fields=["closed_at"])
    return move(appeal, "issue_opinion", by=by, now=now)


def uphold(case: Case, *, by, now: datetime | None = None, **decision) -> Event:
    """The decision stands and the case closes (C29). `decision`: text, competence_ref,
    departure_reasons when the appeal panel advised otherwise."""
    return move(case, "uphold", by=by, now=now, **decision)


def reform_grant(case: Case, *, by, now: datetime | None = None, **decision) -> Event:
    """A new decision grants (C30)."""
    return move(case, "reform_grant", by=by, now=now, **decision)


def reform_with_reserves(case: Case, *, by, now: datetime | None = None, **decision) -> Event:
    """A new decision grants with reserves, their plan accepted (C31)."""
    return move(case, "reform_reserves", by=by, now=now, **decision)


def remit(case: Case, *, by, defect: str, now: datetime | None = None, **decision) -> Event:
    """A procedural defect: the instruction starts again with another panel (C32)."""
    return move(case, "remit", by=by, now=now, defect=defect, **decision)
