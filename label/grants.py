"""Verbs of a grant, from the signature to its end (label.md 6.2)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from label import clock, journal, machine, reviews, roles, signed_papers
from label.enums import DecisionKind, GrantState, Role
from label.machine import Refused, move
from label.models import (
    Criterion,
    Event,
    Evidence,
    Grant,
    Reserve,
    SelfDeclaration,
)


@transaction.atomic
def sign_as_operator(
    grant: Grant, *, by, with_plan: bool = False, now: datetime | None = None
) -> Grant:
    """The operator signs the agreement, and the plan where there are reserves."""
    now = now or timezone.now()
    machine.lock(grant)
    if not roles.is_operator(by, grant):
        raise Refused(_("C’est à l’opérateur de signer."))
    if faults := signing_faults(grant, by=by):
        raise Refused(*faults)
    if grant.state != GrantState.PENDING_SIGNATURE:
        raise Refused(_("Cette convention n’est plus à signer."))
    if grant.open_reserves.exists() and not with_plan:
        raise Refused(_("Signez aussi le plan de progrès."))
    grant.operator_signed_at = now
    grant.plan_signed_at = now if with_plan else None
    grant.save(update_fields=["operator_signed_at", "plan_signed_at"])
    journal.record(grant, "operator_sign", by=by, role=Role.OPERATOR, now=now)
    return grant


def signing_faults(grant: Grant, *, by) -> list[str]:
    """Why somebody who tends the listing may not sign for it: only an owner commits it."""
    if roles.binds(by, grant):
        return []
    return [_("C’est à une personne propriétaire de la fiche de signer.")]


def sign_as_authority(grant: Grant, *, by, now: datetime | None = None) -> Event:
    """The authority signs: the label is in force, with its plan if reserves are open (G02, G03)."""
    event = "sign_with_plan" if grant.open_reserves.exists() else "sign"
    return move(grant, event, by=by, now=now)


# Reserves ----------------------------------------------------------------------


@transaction.atomic
def prove_reserve(
    reserve: Reserve,
    *,
    by,
    text: str,
    evidence: Evidence | None = None,
    now: datetime | None = None,
) -> Reserve:
    """The operator brings the proof of a reserve; the jurors called to look at it do so again."""
    now = now or timezone.now()
    grant = reserve.grant
    machine.lock(grant)
    if not roles.is_operator(by, grant) or reserve.lifted_on:
        raise Refused(_("Cette réserve n’attend pas de preuve de votre part."))
    if not text.strip():
        raise Refused(_("Dites ce que vous avez fait."))
    reserve.proved_at, reserve.proof_text, reserve.evidence = now, text, evidence
    reserve.save()
    reviews.ask_again(reserve, now=now)
    journal.record(grant, "prove_reserve", by=by, role=Role.OPERATOR, now=now)
    return reserve


def lift_reserves(grant: Grant, *, by, now: datetime | None = None) -> Event:
    """Every reserve is proved: the label is in force without reserve (G05)."""
    return move(grant, "lift_reserves", by=by, now=now)


@transaction.atomic
def write_new_plan(
    grant: Grant, reserves: list[dict], *, by, now: datetime | None = None
) -> list[Reserve]:
    """Date again the open reserves of a formal notice, or write new ones (G09)."""
    now = now or timezone.now()
    machine.lock(grant)
    if grant.state != GrantState.FORMAL_NOTICE or not roles.holds(by, Role.SECRETARIAT, grant):
        raise Refused(_("C’est au secrétariat, pendant une mise en demeure."))
    last = clock.add_months(clock.civil_day(now), grant.procedure.reserve_months)
    if any(not clock.civil_day(now) < one["due_on"] <= last for one in reserves):
        until = {"day": date_format(last, "DATE_FORMAT")}
        raise Refused(_("Chaque date est à venir, avant le %(day)s.") % until)
    machine.involve(grant.case, by, Role.SECRETARIAT, now=now)
    version = grant.case.referential
    made = []
    for one in reserves:
        criterion = Criterion.objects.get(version=version, code=one["criterion"])
        row, _is_new = Reserve.objects.update_or_create(
            grant=grant,
            criterion=criterion,
            lifted_on=None,
            defaults={
                "action": one["action"],
                "proof": one["proof"],
                "due_on": one["due_on"],
                "proved_at": None,
            },
        )
        made.append(row)
    journal.record(grant, "new_plan", by=by, role=Role.SECRETARIAT, now=now)
    return made


# Measures ----------------------------------------------------------------------


def give_notice(
    grant: Grant, *, by, for_overdue_plan: bool = False, now: datetime | None = None, **decision
) -> Event:
    """Formal notice for a major finding or founded alert (G07), or an overdue plan (G06).

    `decision`: text, competence_ref.
    """
    event = "plan_overdue" if for_overdue_plan else "major_finding"
    return move(grant, event, by=by, now=now, **decision)


def remedied(
    grant: Grant, *, by, proof: str, partly: bool = False, now: datetime | None = None
) -> Event:
    """The notice is answered (G08), or partly, with a new plan (G09); the guarantor agrees."""
    return move(grant, "remedied_partly" if partly else "remedied", by=by, now=now, proof=proof)


def suspend(grant: Grant, *, by, now: datetime | None = None, **decision) -> Event:
    """Suspend after a notice that expired (G10)."""
    return move(grant, "suspend", by=by, now=now, **decision)


def suspend_at_once(
    grant: Grant, *, by, danger: str, now: datetime | None = None, **decision
) -> Event:
    """Health danger or evident fraud (G11): « health » or « fraud »; ends by itself unless
    confirmed within thirty days."""
    return move(grant, "emergency_suspend", by=by, now=now, danger=danger, **decision)


@transaction.atomic
def confirm_emergency(grant: Grant, *, by, now: datetime | None = None) -> Grant:
    """Confirm an emergency suspension in time, with the panel's favourable opinion (G11)."""
    now = now or timezone.now()
    machine.lock(grant)
    if not roles.holds(by, Role.AUTHORITY, grant):
        raise Refused(_("C’est à l’autorité de confirmer."))
    if grant.state != GrantState.SUSPENDED or grant.confirm_by is None:
        raise Refused(_("Aucune suspension d’urgence n’attend."))
    today = clock.civil_day(now)
    if today > grant.confirm_by:
        raise Refused(_("Le délai de confirmation est passé."))
    opinions = grant.panel_reviews.filter(
        measure=DecisionKind.SUSPENDED,
        is_favourable=True,
        given_at__gte=clock.start_of(grant.suspended_on),
    )
    if not opinions.exists():
        raise Refused(_("Le jury n’a pas donné d’avis favorable."))
    window = grant.windows.filter(measure=DecisionKind.SUSPENDED).order_by("-opened_on").first()
    if window is None or not signed_papers.is_over(window, today):
        raise Refused(_("L’opérateur a encore le temps de répondre."))
    machine.involve(grant.case, by, Role.AUTHORITY, now=now)
    grant.is_emergency_confirmed = True
    grant.save(update_fields=["is_emergency_confirmed"])
    journal.record(grant, "confirm_emergency", by=by, role=Role.AUTHORITY, now=now)
    return grant


def reinstate(grant: Grant, *, by, proof: str, now: datetime | None = None, **decision) -> Event:
    """The authority lifts a suspension, the remedy being verified (G12)."""
    return move(grant, "reinstate", by=by, now=now, proof=proof, **decision)


def withdraw(grant: Grant, *, by, now: datetime | None = None, **decision) -> Event:
    """Withdraw for the future (G13). `decision`: text, competence_ref, public_reason."""
    return move(grant, "withdraw", by=by, now=now, **decision)


def renounce(grant: Grant, *, by, text: str, now: datetime | None = None) -> Event:
    """The operator gives the label up in writing (G14)."""
    return move(grant, "renounce", by=by, now=now, text=text)


def annul(grant: Grant, *, by, ground: str, now: datetime | None = None, **decision) -> Event:
    """« court », « appeal », or « illegal » within four months (G18)."""
    return move(grant, "annul", by=by, now=now, ground=ground, **decision)


@transaction.atomic
def declare_year(
    declaration: SelfDeclaration,
    answers: dict,
    *,
    by,
    changes: str = "",
    now: datetime | None = None,
) -> SelfDeclaration:
    """The yearly ten-minute declaration."""
    now = now or timezone.now()
    rows = SelfDeclaration.objects.select_for_update(of=("self",))
    declaration.refresh_from_db(from_queryset=rows)
    grant = declaration.grant
    if not roles.is_operator(by, grant) or declaration.filed_at:
        raise Refused(_("Cette déclaration n’attend pas votre réponse."))
    declaration.answers, declaration.changes, declaration.filed_at = answers, changes, now
    declaration.save()
    journal.record(grant, "declare_year", by=by, role=Role.OPERATOR, now=now)
    return declaration
