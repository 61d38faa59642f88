"""The civil calendar of Europe/Paris: legal date, deadlines, alarms. Standard library only.

A deadline is a civil day and ends when that day ends in Paris, whatever the hour of summer. Days
are calendar days, counted from the day after; months go from a day to the same day of another
month, or to its last day (31 January + 1 month = 28 February).
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

SILENCE_MONTHS = 4
ALARM_DAYS = (30, 15, 5)

# The critical path from T0 (label.md 6): step → days, with the defaults of the rules of use.
CRITICAL_PATH = {
    "completeness": 15,
    "visit": 30,
    "report": 10,
    "reply": 10,
    "file_open": 10,
    "opinion": 5,
    "decision": 15,
    "notification": 3,
}


def civil_day(moment: datetime) -> date:
    """The day that it is in Paris at an aware moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone has no civil day")
    return moment.astimezone(PARIS).date()


def start_of(day: date) -> datetime:
    """The moment, in UTC, at which a civil day begins in Paris."""
    return datetime.combine(day, time(), PARIS).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The moment, in UTC, at which a civil day is over: the start of the next one."""
    return start_of(day + timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative), or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _month_length(year, month + 1)))


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def days_left(until: date, today: date) -> int:
    """Calendar days from today to a date; 0 on the day itself, negative after."""
    return (until - today).days


def is_over(deadline: date, now: datetime) -> bool:
    """Whether a deadline's last day has ended in Paris."""
    return now >= end_of(deadline)


def legal_start(
    submitted_on: date, requests: Iterable[tuple[date, date | None]] = ()
) -> date | None:
    """T0: the day the last missing piece was received; None while a request is unanswered.

    `requests` are (asked on, last piece received on or None). With no request, the submission.
    """
    start = submitted_on
    for _asked_on, received_on in requests:
        if received_on is None:
            return None
        start = max(start, received_on)
    return start


def implicit_decision_on(t0: date, *, months: int = SILENCE_MONTHS) -> date:
    """The day on which, without an answer, the application is deemed decided."""
    return add_months(t0, months)


def silence_decided(implicit_on: date, now: datetime) -> bool:
    """Whether silence has decided: from the first hour of that day in Paris."""
    return now >= start_of(implicit_on)


def alarm_days(implicit_on: date, *, before: Iterable[int] = ALARM_DAYS) -> dict[int, date]:
    """On which day each alarm (so many days before the legal date) is raised."""
    return {days: implicit_on - timedelta(days=days) for days in before}


def alarms_due(implicit_on: date, today: date, *, before: Iterable[int] = ALARM_DAYS) -> list[int]:
    """The alarms whose day has come, the farthest first: all of them on the last days."""
    left = days_left(implicit_on, today)
    return sorted((days for days in before if left <= days), reverse=True)


def answer_days(legal_days_left: int, *, longest: int = 60, margin: int = 35) -> int:
    """How many days an operator has to answer a deferral under silence (C15): never below 0."""
    return max(0, min(longest, legal_days_left - margin))


def path_length(days: Mapping[str, int] = CRITICAL_PATH) -> int:
    """The days of the critical path, from T0 to the notice of the decision."""
    return sum(days.values())


def path_calendar(t0: date, days: Mapping[str, int] = CRITICAL_PATH) -> dict[str, date]:
    """The last day of each step when every step takes all its time."""
    calendar, elapsed = {}, 0
    for step, length in days.items():
        elapsed += length
        calendar[step] = t0 + timedelta(days=elapsed)
    return calendar


def slack(
    t0: date, days: Mapping[str, int] = CRITICAL_PATH, *, months: int = SILENCE_MONTHS
) -> int:
    """Days between the end of the critical path and the legal date; negative: the path is late."""
    return days_left(implicit_decision_on(t0, months=months), t0 + timedelta(path_length(days)))
