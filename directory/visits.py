"""Count how listings are met, without cookie, address or identifier (rules.md 4.4).

A view says in a header of its answer which listings it shows; `VisitMiddleware` takes the header
away and counts, so that an answer from the page cache counts too. Numbers wait in the memory of
the process and are added to the database together, at most every minute: a process that is killed
loses that minute.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from directory.models import ListedPage, VisitCount
from directory.reminders.rhythm import add_months

Way = VisitCount.Way
HEADER = "X-Listings-Met"
KEPT_MONTHS = 25  # rules.md 4.1
SECONDS_BETWEEN_WRITES = 60
MOST_WAITING = 500  # different answers
_ROBOTS = ("bot", "crawl", "spider", "slurp", "preview", "monitor", "curl", "python", "headless")

_waiting: Counter = Counter()
_lock = threading.Lock()
_written_at = time.monotonic()


def met(response: HttpResponse, way: str, pages: Iterable[int]) -> HttpResponse:
    """Note on an answer the listings that it shows."""
    ids = " ".join(map(str, pages))
    if ids:
        response[HEADER] = f"{way} {ids}"
    return response


class VisitMiddleware:
    """Outermost but for security: counts answers that were kept as well as those just made."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_counting = settings.COUNT_VISITS

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        noted = response.headers.get(HEADER)
        del response[HEADER]
        if noted and self.is_counting and _is_a_reader(request):
            count(noted)
        return response


def count(noted: str) -> None:
    """Add one for each listing of an answer, as its header says; to be written soon."""
    today = timezone.localdate()
    with _lock:
        _waiting[noted, today] += 1  # listing by listing once it is written
        is_due = (
            len(_waiting) >= MOST_WAITING
            or time.monotonic() - _written_at >= SECONDS_BETWEEN_WRITES
        )
    if is_due:
        write()


def write() -> None:
    """Add what waits to the database; listings deleted meanwhile are left out."""
    global _waiting, _written_at
    with _lock:
        answers, _waiting, _written_at = _waiting, Counter(), time.monotonic()
    waiting: Counter = Counter()
    for (noted, day), number in answers.items():
        way, *pages = noted.split()
        for page in pages:
            waiting[int(page), monday(day), way] += number
    there = set(
        ListedPage.objects.filter(pk__in={page for page, _week, _way in waiting}).values_list(
            "pk", flat=True
        )
    )
    rows = [(*key, number) for key, number in sorted(waiting.items()) if key[0] in there]
    if not rows:
        return
    # An upsert that adds: the ORM's replaces.
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO directory_visitcount (page_id, week, way, number) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (page_id, week, way)"
            " DO UPDATE SET number = directory_visitcount.number + excluded.number",
            [(page, str(week), way, number) for page, week, way, number in rows],
        )


def weeks_of(page: ListedPage, *, today: date, number: int = 12) -> list[dict]:
    """The last weeks of a listing, the latest first: its Monday and a number for each way."""
    first = monday(today) - timedelta(weeks=number - 1)
    counts = {
        (count.week, count.way): count.number for count in page.visit_counts.filter(week__gte=first)
    }
    weeks = [monday(today) - timedelta(weeks=n) for n in range(number)]
    return [
        {"week": week} | {way.value: counts.get((week, way.value), 0) for way in Way}
        for week in weeks
    ]


def purge(*, now) -> int:
    """Forget the weeks of more than 25 months ago; nothing personal goes, so 0."""
    oldest = add_months(timezone.localtime(now).date(), -KEPT_MONTHS)
    VisitCount.objects.filter(week__lt=oldest).delete()
    return 0


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _is_a_reader(request: HttpRequest) -> bool:
    """Not a robot that says so, a page fetched in advance, or the team and the producers."""
    if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.META.get(
        "HTTP_COOKIE", ""
    ):
        return False
    if "prefetch" in request.META.get("HTTP_SEC_PURPOSE", ""):
        return False
    agent = request.META.get("HTTP_USER_AGENT", "").lower()
    return not any(word in agent for word in _ROBOTS)
