"""Since when a listing is without news, who can give some, and in what rhythm they are asked."""

import re
from datetime import date

from django.utils import timezone

from directory.models import ListedPage
from directory.models.reminders import ReminderSettings
from directory.reminders.rhythm import Rhythm

_MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")


def since(page: ListedPage) -> date:
    """The last news of a listing: its confirmation, else its first publication."""
    if page.confirmed_on:
        return page.confirmed_on
    published = page.first_published_at or page.latest_revision_created_at or timezone.now()
    return timezone.localtime(published).date()


def last_seen(page: ListedPage) -> date:
    """The last news, or the last time that its source still had it, whichever is later."""
    seen = [record.seen_at for record in page.source_records.all() if not record.vanished_at]
    return max([since(page), *(timezone.localtime(at).date() for at in seen)])


def rhythm(page) -> Rhythm:
    """The rhythm of a specific page, as the site has set it."""
    return rhythm_of(page, ReminderSettings.load())


def rhythm_of(page, settings: ReminderSettings) -> Rhythm:
    """The rhythm of a specific page; seasonal is a place whose hours name months."""
    hours = getattr(page, "opening_hours", "")
    return settings.rhythm(page.kind, is_seasonal=bool(_MONTH.search(hours)))


def sinks_on(page) -> date:
    """The day when a specific page goes below those that somebody has confirmed since."""
    return rhythm(page).sinks_on(since(page))


def recipients(page: ListedPage) -> list[str]:
    """The addresses that can answer for a listing: its managers', else its own."""
    return managers(page) or ([page.email] if page.email else [])


def managers(page: ListedPage) -> list[str]:
    """The addresses of those who tend a listing."""
    return sorted({m.user.email for m in page.memberships.all() if m.user.is_active})
