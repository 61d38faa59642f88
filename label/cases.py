"""Verbs of a case, from its creation to the opening of the scoring (label.md 6.1).

Each calls `machine.move`, which refuses with reasons in French (`machine.Refused`). `by` is the
person who acts, None for the calendar.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Membership, ProducerPage
from label import clock, journal, machine, outbox, roles, signed_papers
from label.enums import IN_REGISTER, TO_CORRECT, ApplicationPart, CaseState, Channel, Role
from label.machine import Refused, move
from label.models import (
    AdversarialWindow,
    Answers,
    Case,
    Criterion,
    DeclaredTie,
    Deferral,
    Event,
    Evidence,
    Grant,
    ProductLine,
    RequestedItem,
    Reserve,
    ScopeLine,
    SelfAssessment,
    Site,
)
from label.numbering import next_number


@transaction.atomic
def create(
    operator: ProducerPage,
    *,
    by,
    channel: str = Channel.WEB,
    paper_mandate: str = "",
    paper_arrived_on: date | None = None,
    renews: Grant | None = None,
    now: datetime | None = None,
) -> Case:
    """Open a draft for an operator (C01): by somebody who tends the listing, or by the
    secretariat for a paper application with its mandate.

    `paper_arrived_on`: T0 of a paper application, whenever it is typed.
    """
    now = now or timezone.now()
    assisted = Role.SECRETARIAT in roles.group_roles(by)
    if assisted and (channel != Channel.PAPER or not paper_mandate.strip()):
        raise Refused(_("Le secrétariat saisit une demande sur papier, avec son mandat signé."))
    if not assisted and not Membership.objects.of(by).filter(page=operator.pk).exists():
        raise Refused(_("Seules les personnes responsables de la fiche peuvent demander le label."))
    if paper_arrived_on and paper_arrived_on > clock.civil_day(now):
        raise Refused(_("Le papier est arrivé avant d’être saisi."))
    case = Case.objects.create(
        reference=next_number("DOS", clock.civil_day(now)),
        operator=operator,
        applicant=None if assisted else by,
        channel=channel,
        paper_mandate=paper_mandate,
        paper_arrived_on=paper_arrived_on if assisted else None,
        renewed_grant=renews,
        created_at=now,
        changed_at=now,
        state_since=now,
    )
    machine.created(case, "C01", by=by, now=now)
    return case


# Filling the application. These write as typed, and refuse only once the case is submitted. -------


@transaction.atomic
def save_part(
    case: Case, part: str, values: dict, *, by, done: bool = False, now: datetime | None = None
) -> Answers:
    """Keep what was typed in one of the fifteen parts, complete or not."""
    now = now or timezone.now()
    may_edit(case, by)
    row, _is_new = Answers.objects.update_or_create(
        case=case,
        part=ApplicationPart(part),
        defaults={"values": values, "is_done": done, "updated_at": now, "updated_by": by},
    )
    touch(case, now)
    return row


@transaction.atomic
def add_site(case: Case, *, by, now: datetime | None = None, **fields) -> Site:
    """A site of the operator; one with the same name is corrected instead."""
    may_edit(case, by)
    site, _is_new = Site.objects.update_or_create(
        operator_id=case.operator_id, name=fields.pop("name"), defaults=fields
    )
    touch(case, now or timezone.now())
    return site


@transaction.atomic
def add_line(
    case: Case,
    *,
    by,
    site: Site,
    name: str,
    nature: str,
    family,
    products=(),
    now: datetime | None = None,
    **declared,
) -> ScopeLine:
    """A product line of a site, put in the scope of the case with what is declared of it."""
    may_edit(case, by)
    if site.operator_id != case.operator_id:
        raise Refused(_("Ce lieu est celui d’un autre opérateur."))
    line, is_new = ProductLine.objects.get_or_create(
        site=site, name=name, defaults={"nature": nature, "family": family}
    )
    if is_new or not line.is_named_beyond(case):
        line.nature, line.family = nature, family
        line.save(update_fields=["nature", "family"])
        line.products.set(products)
    row, _is_new = ScopeLine.objects.update_or_create(case=case, line=line, defaults=declared)
    touch(case, now or timezone.now())
    return row


@transaction.atomic
def remove_line(case: Case, row: ScopeLine, *, by, now: datetime | None = None) -> None:
    may_edit(case, by)
    case.scope_lines.filter(pk=row.pk).delete()
    touch(case, now or timezone.now())


@transaction.atomic
def assess(
    case: Case,
    criterion: Criterion,
    *,
    by,
    answer: str,
    explanation: str = "",
    evidence=(),
    has_no_evidence: bool = False,
    now: datetime | None = None,
) -> SelfAssessment:
    """What the operator says of one criterion."""
    may_edit(case, by)
    row, _is_new = SelfAssessment.objects.update_or_create(
        case=case,
        criterion=criterion,
        defaults={
            "answer": answer,
            "explanation": explanation,
            "has_no_evidence": has_no_evidence,
        },
    )
    row.evidence.set(evidence)
    touch(case, now or timezone.now())
    return row


@transaction.atomic
def add_evidence(case: Case, file, *, by, now: datetime | None = None, **fields) -> Evidence:
    """Keep a file privately; its form has checked its kind and size. The same file twice is one.

    Open while the application is, while pieces are asked, while a deferral waits for answers,
    while a reserve waits for its proof, and under a measure that may be answered.
    """
    now = now or timezone.now()
    may_add_evidence(case, by)
    digest = Evidence.digest(file)
    known = case.evidence.filter(sha256=digest, removed_at=None).first()
    if known:
        return known
    return Evidence.objects.create(
        case=case,
        file=file,
        filename=file.name[:200],
        size=file.size,
        sha256=digest,
        content_type=getattr(file, "content_type", "") or "application/octet-stream",
        added_at=now,
        added_by=by,
        **fields,
    )


@transaction.atomic
def remove_evidence(piece: Evidence, *, by, now: datetime | None = None) -> None:
    """Set a piece aside while the application is a draft."""
    may_edit(piece.case, by)
    piece.removed_at = now or timezone.now()
    piece.save(update_fields=["removed_at"])


@transaction.atomic
def declare_tie(case: Case, *, by, name: str, relation: str, person=None) -> DeclaredTie:
    may_edit(case, by)
    return DeclaredTie.objects.create(case=case, name=name, relation=relation, person=person)


# Moves ----------------------------------------------------------------------


def submit(case: Case, *, by, now: datetime | None = None) -> Event:
    """Hand the application in; the receipt leaves at once with the legal date (C02)."""
    return move(case, "submit", by=by, now=now)


def request_documents(case: Case, *, by, items: list[str], now: datetime | None = None) -> Event:
    """Ask for missing pieces; the legal clock will start from the last one (C04)."""
    return move(case, "request_documents", by=by, now=now, items=items)


@transaction.atomic
def answer_item(
    item: RequestedItem, *, by, evidence: Evidence | None = None, explanation: str = ""
) -> RequestedItem:
    """Give a piece that was asked for, or say why there is none."""
    case = item.request.case
    may_add_evidence(case, by)
    item.evidence, item.explanation = evidence, explanation
    item.save(update_fields=["evidence", "explanation"])
    return item


def provide_documents(case: Case, *, by, now: datetime | None = None) -> Event:
    """Send the pieces that were asked: T0 is today (C05)."""
    return move(case, "provide_documents", by=by, now=now)


def open_inadmissibility_hearing(
    case: Case, *, by, rule: str, grounds: str, now: datetime | None = None
) -> AdversarialWindow:
    """Tell the operator why the application may be inadmissible, and wait ten days (C07)."""
    now = now or timezone.now()
    with transaction.atomic():
        machine.lock(case)
        if case.state != CaseState.SUBMITTED or not roles.holds(by, Role.SECRETARIAT, case):
            raise Refused(_("C’est au secrétariat, tant que le dossier est déposé."))
        today = clock.civil_day(now)
        case.inadmissible_rule, case.hearing_opened_on = rule, today
        case.save(update_fields=["inadmissible_rule", "hearing_opened_on"])
        machine.involve(case, by, Role.SECRETARIAT, now=now)
        window = _open_window(case, "inadmissible", grounds, today, case.procedure.hearing_days)
        journal.record(case, "hear", by=by, role=Role.SECRETARIAT, now=now)
        outbox.tell_operator(
            case, "inadmissibility_hearing", now=now, urgent=True, context={"grounds": grounds}
        )
        return window


def propose_inadmissible(case: Case, *, by, note: str = "", now: datetime | None = None):
    """The secretariat's proposal, without which the authority cannot sign (C07)."""
    return machine.endorse(case, "declare_inadmissible", by=by, now=now, note=note)


def declare_inadmissible(case: Case, *, by, now: datetime | None = None, **decision) -> Event:
    """The authority's act (C07). `decision`: text, competence_ref."""
    return move(case, "declare_inadmissible", by=by, now=now, **decision)


def declare_complete(case: Case, *, by, now: datetime | None = None) -> Event:
    """Every piece is there: the visit and the panel start (C08)."""
    return move(case, "declare_complete", by=by, now=now)


def assign(case: Case, *, by, to, now: datetime | None = None) -> None:
    """Say who follows a case in the secretariat."""
    now = now or timezone.now()
    if not all(roles.holds(one, Role.SECRETARIAT, case) for one in (by, to)):
        raise Refused(_("Le dossier est suivi par une personne du secrétariat."))
    with transaction.atomic():
        machine.lock(case)
        machine.involve(case, to, Role.SECRETARIAT, now=now)
        case.secretary = to
        case.save(update_fields=["secretary"])
        journal.record(case, "assign", by=by, role=Role.SECRETARIAT, now=now, payload={"to": to.pk})


def open_scoring(case: Case, *, now: datetime | None = None) -> Event:
    """Everything is ready: the sheets open (C09). Called by the calendar, and by the verbs that
    make the last condition true."""
    return move(case, "open_scoring", now=now)


def desist(case: Case, *, by, now: datetime | None = None) -> Event:
    """The operator gives up, before the decision is signed (C24)."""
    return move(case, "desist", by=by, now=now)


def answer_deferral(
    case: Case, answers: dict[int, str], *, by, text: str = "", now: datetime | None = None
) -> Deferral:
    """The operator answers the panel's questions (question id → answer)."""
    now = now or timezone.now()
    with transaction.atomic():
        machine.lock(case)
        if case.state != CaseState.DEFERRED or not roles.is_operator(by, case):
            raise Refused(_("Aucune question du jury n’attend votre réponse."))
        if signed_papers.told_on(by, now) > case.answer_due_on:
            raise Refused(_("Le délai de réponse est passé."))
        deferral = case.deferral_rows.order_by("-number").first()
        for question in deferral.questions.all():
            question.answer = str(answers.get(question.pk, question.answer)).strip()
            question.save(update_fields=["answer"])
        if not all(question.answer for question in deferral.questions.all()):
            raise Refused(_("Répondez à chaque question."))
        deferral.answered_at, deferral.answer = now, text
        deferral.save(update_fields=["answered_at", "answer"])
        journal.record(case, "answer", by=by, role=Role.OPERATOR, now=now)
        outbox.tell_role(
            Role.SECRETARIAT, "deferral_answered", key=f"{case.reference}:{deferral.number}",
            now=now, case=case,
        )  # fmt: skip
        return deferral


def resume(case: Case, *, by, extra_visit: bool = False, now: datetime | None = None) -> Event:
    """After the answer, back to the scoring of the questioned criteria (C17), or to another visit
    first (C16)."""
    event = "complement_with_visit" if extra_visit else "complement"
    return move(case, event, by=by, now=now)


def give_notice_of_lapse(case: Case, *, by, now: datetime | None = None) -> None:
    """Warn the operator, fifteen days before, that refused visits end the case (C10)."""
    now = now or timezone.now()
    with transaction.atomic():
        machine.lock(case)
        if case.state != CaseState.INVESTIGATION or not roles.holds(by, Role.SECRETARIAT, case):
            raise Refused(_("C’est au secrétariat, pendant l’instruction."))
        machine.involve(case, by, Role.SECRETARIAT, now=now)
        case.visit_notice_on = clock.civil_day(now)
        case.save(update_fields=["visit_notice_on"])
        journal.record(case, "notice_of_lapse", by=by, role=Role.SECRETARIAT, now=now)
        outbox.tell_operator(case, "notice_of_lapse", now=now, urgent=True)


def lapse_for_refused_visits(case: Case, *, by, now: datetime | None = None) -> Event:
    """Two proposals refused or missed, notice over, the guarantor agrees (C10)."""
    return move(case, "visit_refused", by=by, now=now)


def _open_window(case, measure, grounds, today, days, **about) -> AdversarialWindow:
    from datetime import timedelta

    return AdversarialWindow.objects.create(
        case=case,
        measure=measure,
        grounds=grounds,
        opened_on=today,
        closes_on=today + timedelta(days=days),
        **about,
    )


def may_edit(case: Case, by) -> None:
    _hold(case)
    if case.state != CaseState.DRAFT:
        raise Refused(_("Ce dossier est déposé : il ne se modifie plus."))
    _is_author(case, by)


def may_add_evidence(case: Case, by) -> None:
    _hold(case)
    awaiting = {CaseState.DRAFT, CaseState.INCOMPLETE, CaseState.DEFERRED}
    if case.state not in awaiting and not _awaits_proof(case):
        raise Refused(_("Aucune pièce n’est attendue maintenant."))
    _is_author(case, by)


def _hold(case: Case) -> None:
    """Its state as it is now, held until the writing is done: nothing changes what is handed in."""
    case.state = Case.objects.select_for_update().values_list("state", flat=True).get(pk=case.pk)


def _awaits_proof(case: Case) -> bool:
    """Whether a label of this case waits for the proof of a reserve, or of a remedy."""
    reserves = Reserve.objects.filter(grant__case=case, lifted_on=None)
    return (
        reserves.filter(grant__state__in=IN_REGISTER).exists()
        or case.grants.filter(state__in=TO_CORRECT).exists()
    )


def _is_author(case: Case, by) -> None:
    is_paper = case.channel == Channel.PAPER or signed_papers.comes_by_post(case)
    paper = is_paper and roles.holds(by, Role.SECRETARIAT, case)
    if not paper and not roles.is_operator(by, case):
        raise Refused(_("Ce dossier est celui d’un autre opérateur."))


def touch(case: Case, now: datetime) -> None:
    case.changed_at = now
    case.save(update_fields=["changed_at"])
