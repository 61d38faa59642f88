from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-07-01T21:59:59+00:00", "2026-07-01"),
        ("2026-07-01T22:00:00+00:00", "2026-07-02"),
        ("2026-01-01T22:30:00+00:00", "2026-01-01"),
        ("2026-01-01T23:00:00+00:00", "2026-01-02"),
        ("2026-03-29T23:30:00+02:00", "2026-03-29"),
    ],
)
def test_the_day_is_that_of_paris(moment, day):
    assert clock.civil_day(datetime.fromisoformat(moment)) == date.fromisoformat(day)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        clock.civil_day(datetime(2026, 7, 1))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 14), 24)]
)
def test_a_civil_day_lasts_what_the_change_of_hour_makes_it(day, hours):
    assert clock.end_of(day) - clock.start_of(day) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-10-31", 4, "2027-02-28"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2028-02-29", 36, "2031-02-28"),
        ("2026-05-04", 0, "2026-05-04"),
    ],
)
def test_months_keep_the_day_or_take_the_last(day, months, expected):
    assert clock.add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_the_legal_date_is_four_months_after_the_last_piece():
    submitted = date(2026, 3, 2)
    assert clock.legal_start(submitted) == submitted
    asked = (date(2026, 3, 10), None)
    assert clock.legal_start(submitted, [asked]) is None
    answered = [(date(2026, 3, 10), date(2026, 3, 31)), (date(2026, 4, 2), date(2026, 4, 20))]
    t0 = clock.legal_start(submitted, answered)
    assert t0 == date(2026, 4, 20)
    assert clock.implicit_decision_on(t0) == date(2026, 8, 20)


def test_silence_decides_from_the_first_hour_of_its_day_in_paris():
    day = date(2026, 7, 15)
    midnight = datetime(2026, 7, 14, 22, tzinfo=UTC)
    assert not clock.silence_decided(day, midnight - timedelta(seconds=1))
    assert clock.silence_decided(day, midnight)


def test_a_deadline_ends_with_its_day_in_paris():
    day = date(2026, 12, 31)
    midnight = datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert not clock.is_over(day, midnight - timedelta(seconds=1))
    assert clock.is_over(day, midnight)


def test_alarms_are_raised_thirty_fifteen_and_five_days_before():
    implicit = date(2026, 8, 20)
    assert clock.alarm_days(implicit) == {
        30: date(2026, 7, 21),
        15: date(2026, 8, 5),
        5: date(2026, 8, 15),
    }
    assert clock.alarms_due(implicit, date(2026, 7, 20)) == []
    assert clock.alarms_due(implicit, date(2026, 7, 21)) == [30]
    assert clock.alarms_due(implicit, date(2026, 8, 6)) == [30, 15]
    assert clock.alarms_due(implicit, date(2026, 8, 19)) == [30, 15, 5]


@pytest.mark.parametrize(
    ("left", "days"), [(120, 60), (95, 60), (94, 59), (40, 5), (35, 0), (10, 0), (-3, 0)]
)
def test_the_answer_to_a_deferral_keeps_the_days_that_the_authority_needs(left, days):
    assert clock.answer_days(left) == days


def test_the_critical_path_is_ninety_eight_days():
    assert clock.path_length() == 98
    t0 = date(2026, 3, 2)
    assert clock.path_calendar(t0) == {
        "completeness": date(2026, 3, 17),
        "visit": date(2026, 4, 16),
        "report": date(2026, 4, 26),
        "reply": date(2026, 5, 6),
        "file_open": date(2026, 5, 16),
        "opinion": date(2026, 5, 21),
        "decision": date(2026, 6, 5),
        "notification": date(2026, 6, 8),
    }
    assert clock.slack(t0) == 24


DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@settings(max_examples=150)
@given(DAYS)
def test_the_critical_path_always_leaves_three_weeks(t0):
    assert 120 <= clock.days_left(clock.implicit_decision_on(t0), t0) <= 123
    assert clock.slack(t0) >= 21


@settings(max_examples=150)
@given(DAYS, st.integers(-60, 60))
def test_months_never_overflow_and_never_change_order(day, months):
    later = clock.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(1)).day == 1)
    assert clock.add_months(day + timedelta(days=1), months) >= later


@settings(max_examples=150)
@given(st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)))
def test_each_moment_belongs_to_one_civil_day(moment):
    moment = moment.replace(tzinfo=UTC)
    day = clock.civil_day(moment)
    assert clock.start_of(day) <= moment < clock.end_of(day)
    assert clock.is_over(day, moment) is False
    assert clock.is_over(day - timedelta(days=1), moment) is True


@settings(max_examples=80)
@given(DAYS, st.lists(st.integers(0, 60), max_size=3))
def test_a_correction_of_a_date_never_moves_the_clock_before_the_last_piece(submitted, waits):
    requests = [(submitted, submitted + timedelta(days=wait)) for wait in waits]
    t0 = clock.legal_start(submitted, requests)
    assert t0 == max([submitted, *(received for _, received in requests)])
    assert clock.legal_start(submitted, reversed(requests)) == t0
