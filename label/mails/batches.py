"""Messages held for the secretariat: seen beforehand, then sent together.

A decision that is sent is notified by that act: its time limits start that day (rules.md 4.5).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from label import clock, decisions, outbox, roles
from label.enums import MailState, Role
from label.machine import Refused
from label.mails import readers, words
from label.mails.kinds import KINDS
from label.models import Decision, OutboxMail, Session


@dataclass(frozen=True)
class Line:
    """A held message as the secretariat reads it before sending."""

    mail: OutboxMail
    message: words.Message
    is_wanted: bool  # False: its reader may not read it any more, it will be dropped

    @property
    def label(self) -> str:
        return str(KINDS[self.mail.kind].label)


def held() -> QuerySet:
    return (
        OutboxMail.objects.filter(state=MailState.HELD)
        .select_related("person", "case__operator", "case__rules")
        .order_by("case__reference", "kind", "pk")
    )


def preview(mails: QuerySet) -> list[Line]:
    return [Line(mail, words.write(mail), readers.may_read(mail)) for mail in mails]


@transaction.atomic
def release(batch: QuerySet, *, by, now: datetime | None = None) -> int:
    """Let the messages of a batch leave together with the next run; how many.

    Announcing a decision notes its notification, convening jurors notes that of the session.
    """
    now = now or timezone.now()
    if Role.SECRETARIAT not in roles.group_roles(by):
        raise Refused(_("C’est au secrétariat d’envoyer ces messages."))
    chosen = list(batch.filter(state=MailState.HELD).select_for_update(of=("self",)))
    for number in sorted({mail.context["decision"] for mail in chosen if _announces(mail)}):
        _notify(Decision.objects.get(number=number), by=by, now=now)
    sessions = {mail.context["session"] for mail in chosen if mail.kind == "convocation"}
    Session.objects.filter(reference__in=sessions, convened_at=None).update(convened_at=now)
    numbers = [mail.pk for mail in chosen]
    outbox.release(OutboxMail.objects.filter(pk__in=numbers), by=by, now=now)
    return len(chosen)


def convene(session: Session, *, by, now: datetime | None = None) -> int:
    """Send the convocations of a session, and the hearing times to the operators."""
    return release(outbox.about_session(session), by=by, now=now)


def _announces(mail: OutboxMail) -> bool:
    """A letter is notified when it reaches the operator, not when it is printed."""
    return mail.kind in ("decision", "measure") and not mail.is_letter


def _notify(decision: Decision, *, by, now: datetime) -> None:
    if not hasattr(decision, "notice"):
        with override("fr"):
            how = _("courrier électronique")
        decisions.notify(decision, by=by, on=clock.civil_day(now), how=how, now=now)
