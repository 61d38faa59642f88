"""Letters to operators without an account: printed, posted or handed over, noted with the day."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from label import clock, decisions, journal, machine, roles
from label.enums import MailState, PostedHow, Role
from label.machine import Refused
from label.mails import sending
from label.models import CharterSignature, Decision, OutboxMail

DAYS = 3  # to post what is not urgent


def waiting():
    """What is to be posted, the oldest first."""
    rows = OutboxMail.objects.filter(is_letter=True, state=MailState.READY)
    return rows.select_related("case__operator", "case__rules").order_by("created_at", "pk")


def due_on(mail: OutboxMail) -> date:
    """An urgent letter leaves the day it is written."""
    day = clock.civil_day(mail.created_at)
    return day if mail.is_urgent else day + timedelta(days=DAYS)


def about(mail: OutboxMail):
    """The case or the charter that a letter is about; None once its words are forgotten."""
    if mail.case_id:
        return mail.case
    charters = CharterSignature.objects.select_related("page__commune")
    return charters.filter(pk=mail.context.get("charter")).first()


def place_of(mail: OutboxMail):
    """The listing of whom it is written to, as `about`."""
    obj = about(mail)
    return getattr(obj, "operator" if mail.case_id else "page", None)


def decision_of(mail: OutboxMail) -> Decision | None:
    """The decision that a letter announces."""
    if mail.kind not in ("decision", "measure"):
        return None
    return Decision.objects.select_related("case", "notice").get(number=mail.context["decision"])


def is_forgotten(mail: OutboxMail, *, now: datetime) -> bool:
    """Its words were emptied: only that it was posted is known."""
    return mail.state != MailState.READY and mail.created_at < now - sending.KEPT


@transaction.atomic
def post(
    mail: OutboxMail,
    *,
    by,
    on: date,
    how: str,
    received_on: date | None = None,
    now: datetime | None = None,
) -> OutboxMail:
    """Note that a letter left, or was handed over. `received_on`: the day it reached the operator,
    which notifies the decision that it announces."""
    now = now or timezone.now()
    obj = _held(mail, by, now)
    if not clock.civil_day(mail.created_at) <= on <= clock.civil_day(now):
        raise Refused(_("L’envoi suit l’écriture de la lettre et ne se date pas à l’avance."))
    decision = decision_of(mail)
    if how == PostedHow.HAND and decision is not None:
        received_on = received_on or on
    if received_on is not None and received_on < on:
        raise Refused(_("Une lettre se reçoit après son envoi."))
    if decision is not None and how == PostedHow.LETTER:
        raise Refused(_("Une décision part en recommandé, ou se remet en main propre."))
    mail.state, mail.sent_at = MailState.SENT, now
    mail.posted_on, mail.posted_how, mail.posted_by = on, how, by
    mail.save(update_fields=["state", "sent_at", "posted_on", "posted_how", "posted_by"])
    _note(obj, "post_letter", mail, by=by, now=now, on=on.isoformat(), how=how)
    if decision is not None and received_on is not None and not hasattr(decision, "notice"):
        with override("fr"):
            words = str(PostedHow(how).label)
        decisions.notify(decision, by=by, on=received_on, how=words, now=now)
    return mail


@transaction.atomic
def set_aside(mail: OutboxMail, *, by, reasons: str, now: datetime | None = None) -> OutboxMail:
    """Post nothing: the operator was told otherwise, or it is not true any more."""
    now = now or timezone.now()
    obj = _held(mail, by, now)
    if not reasons.strip():
        raise Refused(_("Écrivez les motifs."))
    decision = decision_of(mail)
    if decision is not None and not hasattr(decision, "notice"):
        raise Refused(_("Cette décision n’est pas notifiée : sa lettre doit partir."))
    mail.state = MailState.CANCELLED
    mail.save(update_fields=["state"])
    _note(obj, "set_aside_letter", mail, by=by, now=now, reasons=reasons)
    return mail


def _held(mail: OutboxMail, by, now: datetime):
    """What the letter is about, the letter locked, by somebody who may post it."""
    mail.refresh_from_db(from_queryset=OutboxMail.objects.select_for_update(of=("self",)))
    if Role.SECRETARIAT not in roles.held_for(by, mail):
        raise Refused(_("C’est au secrétariat d’envoyer ces lettres."))
    if not mail.is_letter or mail.state != MailState.READY:
        raise Refused(_("Cette lettre n’est plus à envoyer."))
    if mail.case_id:
        machine.involve(mail.case, by, Role.SECRETARIAT, now=now)
    return about(mail)


def _note(obj, event: str, mail: OutboxMail, *, by, now: datetime, **told) -> None:
    payload = {"kind": mail.kind, "letter": mail.pk} | told
    journal.record(obj, event, by=by, role=Role.SECRETARIAT, now=now, payload=payload)
