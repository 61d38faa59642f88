"""The mails of the day: who is asked about which listings, and which listings leave."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from directory import mails
from directory.models import ListedPage, PointOfSalePage, ProducerPage
from directory.models.reminders import Reminder, ReminderSettings
from directory.reminders import answers, news

logger = logging.getLogger(__name__)

# Nobody's listing leaves sooner after their last reminder, however late that one was.
NOTICE = timedelta(days=28)
MOST_MAILS = 300  # of one run: a large import does not fill the mail server's queue in a morning


@dataclass
class Report:
    mails: int = 0
    listings: int = 0
    left: int = 0
    failed: int = 0


def send(*, now: datetime) -> Report:
    """Send what is due on the day of `now` and was not sent. Run twice, it does nothing more.

    A run that was missed is made up by one mail, at the last stage that is due.
    """
    today = timezone.localtime(now).date()
    settings = ReminderSettings.load()
    report = Report()
    asked: dict[str, list[tuple[ListedPage, date, int]]] = {}
    for page in _without_news(today, settings):
        if _leaves(page, today, settings):
            report.left += _leave(page, now, report)
            continue
        stage = news.rhythm_of(page, settings).stage(news.since(page), today)
        for recipient in news.recipients(page):
            if stage > _last_stage(page, recipient):
                asked.setdefault(recipient, []).append((page, news.since(page), stage))
    for recipient, lines in list(asked.items())[:MOST_MAILS]:  # those of the oldest news
        if _ask(recipient, lines, today):
            report.mails += 1
            report.listings += len(lines)
        else:
            report.failed += 1
    return report


def _without_news(today: date, settings: ReminderSettings):
    """The published pages that the shortest rhythm may concern, oldest news first."""
    shortest = min(settings.first, settings.market_first, settings.seasonal_first)
    limit = _months_before(today, shortest)
    heard = Coalesce("confirmed_on", TruncDate("first_published_at"))
    pages = [
        page
        for model in (ProducerPage, PointOfSalePage)
        for page in model.objects.live()
        .filter(closed_for_good=False)
        .annotate(heard=heard)
        .filter(models.Q(heard__lte=limit) | models.Q(heard__isnull=True))
        .select_related("commune", "latest_revision")
        .prefetch_related("memberships__user", "source_records", "reminders")
    ]
    return sorted(pages, key=lambda page: (news.since(page), page.pk))


def _months_before(day: date, months: int) -> date:
    """A day early enough: what is really due is decided on exact dates."""
    return day - timedelta(days=28 * months)


def _last_stage(page: ListedPage, recipient: str) -> int:
    since = news.since(page)
    about = (recipient, "", since)
    sent = [r.stage for r in page.reminders.all() if (r.recipient, r.product, r.since) == about]
    return max(sent, default=0)


def _leaves(page: ListedPage, today: date, settings: ReminderSettings) -> bool:
    """A listing leaves after its last reminder only; one that nobody answers for, without."""
    rhythm = news.rhythm_of(page, settings)
    if rhythm.leaves_on(news.last_seen(page)) > today:
        return False
    if not news.recipients(page):
        return True
    since, last = news.since(page), len(rhythm.reminders(news.since(page)))
    about = ("", since, last)
    warned = [r.sent_on for r in page.reminders.all() if (r.product, r.since, r.stage) == about]
    return bool(warned) and max(warned) + NOTICE <= today


def _leave(page: ListedPage, now: datetime, report: Report) -> bool:
    """Unpublish, then say so; a mail that cannot leave does not keep a dead listing online."""
    since, today = news.since(page), timezone.localtime(now).date()
    answers.leave(page, now=now)
    for recipient in news.recipients(page):
        line = (page, since, Reminder.Stage.LEFT)
        if _send(recipient, [line], today, mails.send_left):
            report.mails += 1
        else:
            report.failed += 1
    return True


def _ask(recipient: str, lines: list, today: date) -> bool:
    lines = sorted(lines, key=lambda line: (line[1], line[0].pk))
    return _send(recipient, lines, today, mails.send_reminder)


def _send(recipient: str, lines: list, today: date, write) -> bool:
    """Note the reminders and send the mail, both or neither."""
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(
                Reminder(page_id=page.pk, recipient=recipient, since=since, stage=stage,
                         sent_on=today)
                for page, since, stage in lines
            )  # fmt: skip
            write(recipient, [page for page, _since, _stage in lines])
    except OSError:  # smtplib's errors are some of them: tried again tomorrow
        logger.exception("a reminder could not be mailed")
        return False
    return True
