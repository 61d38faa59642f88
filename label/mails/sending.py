"""What leaves: urgent messages one by one, the rest in one mail a day for each person."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from madeingard.users.mails import send as send_mail

from label import clock, outbox, roles
from label.enums import MailState
from label.mails import readers, words
from label.mails.kinds import KINDS, Audience
from label.models import OutboxMail

logger = logging.getLogger(__name__)

MOST_MAILS = 300  # of one run: the rest leaves with the next one
KEPT = timedelta(days=365)  # then what was said, and to which address, is forgotten
KEPT_FOR_REPORTERS = timedelta(days=61)


@dataclass
class Report:
    mails: int = 0
    messages: int = 0
    dropped: int = 0  # their reader may not read them any more
    failed: int = 0


class _Taken(Exception):
    """Another run has sent one of these."""


def send(*, now: datetime) -> Report:
    """Send what is ready. Run twice, or by two processes, it sends nothing twice."""
    report = Report()
    for batch in _batches(now)[:MOST_MAILS]:
        _send_batch(batch, now, report)
    return report


def forget(*, now: datetime) -> int:
    """Empty the messages of more than a year ago; their keys stay, so that nothing is said again.

    Those to who reported something go sooner (label.md I-28, I-29).
    """
    to_reporters = [name for name, kind in KINDS.items() if kind.audience == Audience.REPORTER]
    old = Q(created_at__lt=now - KEPT)
    old |= Q(created_at__lt=now - KEPT_FOR_REPORTERS, kind__in=to_reporters)
    gone = OutboxMail.objects.filter(old, state__in=[MailState.SENT, MailState.CANCELLED])
    return gone.exclude(email="", context={}).update(email="", context={})


def _batches(now: datetime) -> list[list[OutboxMail]]:
    """The messages of each mail to send, oldest first."""
    ready = OutboxMail.objects.filter(state=MailState.READY, is_letter=False)
    ready = ready.order_by("created_at", "pk")
    ready = ready.select_related("person", "case__operator", "case__rules")
    told = _already_told(clock.start_of(clock.civil_day(now)))
    alone, days = [], {}
    for mail in ready:
        if mail.is_urgent:
            alone.append([mail])
        elif (reader := _reader(mail)) not in told:
            days.setdefault(reader, []).append(mail)
    return alone + list(days.values())


def _already_told(since: datetime) -> set:
    """Readers who have had today's mail."""
    sent = OutboxMail.objects.filter(state=MailState.SENT, is_urgent=False, sent_at__gte=since)
    return {_reader(mail) for mail in sent.only("person", "email")}


def _reader(mail: OutboxMail):
    return mail.person_id or mail.email


def _send_batch(batch: list[OutboxMail], now: datetime, report: Report) -> None:
    try:
        with transaction.atomic():
            readable = [mail for mail in batch if readers.may_read(mail)]
            unread = [mail for mail in batch if mail not in readable]
            _leave_to_the_post(unread, now)
            _take([mail.pk for mail in unread], state=MailState.CANCELLED)
            _take([mail.pk for mail in readable], state=MailState.SENT, sent_at=now)
            if readable:
                _mail(readable)
    except _Taken:
        return
    except Exception:  # one that cannot be written or sent keeps no other from leaving
        logger.exception("a mail of the label could not leave")
        report.failed += 1
        return
    report.dropped += len(unread)
    report.messages += len(readable)
    report.mails += bool(readable)


def _leave_to_the_post(mails: list[OutboxMail], now: datetime) -> None:
    """What an operator had to be told, when everybody who could read it has gone."""
    for mail in mails:
        is_theirs = KINDS[mail.kind].audience == Audience.OPERATOR and mail.case_id
        if is_theirs and not roles.operators_of(mail.case).exists():
            outbox.by_post(
                mail.kind, key=mail.key.split(":", 1)[1].rpartition(":")[0], now=now,
                case=mail.case, urgent=mail.is_urgent, context=mail.context,
            )  # fmt: skip


def _take(numbers: list[int], **values) -> None:
    """Change the state of messages still ready, all or none."""
    mails = OutboxMail.objects.filter(pk__in=numbers, state=MailState.READY)
    if mails.update(**values) != len(numbers):
        raise _Taken


def _mail(batch: list[OutboxMail]) -> None:
    first = batch[0]
    to = first.person.email if first.person_id else first.email
    messages = [words.write(mail) for mail in batch]
    if len(messages) == 1:
        send_mail("mails/label_one.txt", to, {"message": messages[0]})
    else:
        send_mail("mails/label_day.txt", to, {"messages": messages})
