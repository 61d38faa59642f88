"""The news of a person's listings, at most once a week, and only when there are some."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from madeingard.users.models import User

from directory import mails, visits
from directory.models import ErrorReport, ListedPage, MailPreferences, Reminder

WEEK = timedelta(days=7)


def preferences_of(user) -> MailPreferences:
    """What a person wants to receive; everything, until they say otherwise."""
    return MailPreferences.objects.filter(user=user).first() or MailPreferences(user=user)


def send(*, now: datetime) -> int:
    """Mail the news to those who had none for a week; give the number of mails."""
    today = timezone.localtime(now).date()
    people = (
        User.objects.filter(is_active=True, memberships__isnull=False)
        .exclude(mail_preferences__digest=False)
        .exclude(mail_preferences__digest_sent_on__gt=today - WEEK)
        # Who was asked something today reads enough of us.
        .exclude(email__in=Reminder.objects.filter(sent_on=today).values("recipient"))
        .distinct()
        .order_by("pk")
    )
    return sum(_send(user, today) for user in people)


def _send(user, today) -> bool:
    lines = [line for page in _pages(user) if (line := _line(page, today))]
    if not lines:
        return False
    try:
        with transaction.atomic():
            preferences = preferences_of(user)
            preferences.digest_sent_on = today
            preferences.save()
            mails.send_digest(user, lines)
    except OSError:
        mails.logger.exception("the news of somebody's listings could not leave")
        return False
    return True


def _pages(user):
    return ListedPage.objects.live().filter(memberships__user=user).order_by("title", "pk")


def _line(page: ListedPage, today) -> dict | None:
    """What happened to a listing last week; None when nothing did."""
    week = visits.weeks_of(page, today=today, number=2)[-1]
    reports = ErrorReport.objects.open().filter(page=page).count()
    if not (week["view"] or week["scan"] or reports):
        return None
    return {"page": page, "week": week, "reports": reports}
