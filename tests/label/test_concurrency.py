"""Real connections at the same instant, and crashes between two writes: nothing lost or double.

Played in a copy of the test database where everything is committed: another database of the same
server on PostgreSQL; on SQLite a file, whose writers wait for one another (BEGIN IMMEDIATE), so
that there the same acts are proved one after the other, in any order.
"""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, connections

from label import clock, decisions, groups, machine, replay, scoring
from label.enums import Role
from label.machine import Refused
from label.models import Case, ChainHead, Decision, Event, GivenGrade, Grant, ScoreSheet
from tests.factories import UserFactory
from tests.label import world as play

pytestmark = pytest.mark.django_db  # or pytest-django makes no database


@pytest.fixture(autouse=True)
def _django_db_marker():
    """In place of pytest-django's, whose transaction would hide from a thread what others do."""


class Crash(Exception):
    """The server stops here."""


@pytest.fixture(scope="module")
def apart(django_db_setup, django_db_blocker, tmp_path_factory):
    """A committed copy of the tables, for every connection; gone at the end of the module."""
    with django_db_blocker.unblock():
        former, settings = connections["default"], connections.settings["default"]
        if former.vendor == "postgresql":
            name = settings["NAME"] + "_apart"
            former.close()  # nobody may look at a database that is being copied
            with former._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}"')
            changed = {"NAME": name}
        else:
            name = str(tmp_path_factory.mktemp("apart") / "apart.sqlite3")
            former.ensure_connection()
            with closing(sqlite3.connect(name)) as target:
                former.connection.backup(target)
            changed = {
                "NAME": name,
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
            }
        connections.settings["default"] = settings | changed
        del connections["default"]
        try:
            yield
        finally:
            connections["default"].close()
            connections.settings["default"] = settings
            connections["default"] = former
            if former.vendor == "postgresql":
                with former._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture(scope="module")
def world(apart):
    return play.make("light")


@pytest.fixture
def scoring_case(world):
    play.another_operator(world)
    return play.scoring_open(world)


@pytest.fixture
def decided_case(world):
    play.another_operator(world)
    return play.opinion_issued(world)


def at_once(*acts) -> list:
    """Run each in a thread with a connection of its own, all released together; what each gave,
    or the exception it raised."""
    found = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number, act):
        try:
            connections["default"].ensure_connection()
            start.wait()
            found[number] = act()
        except Exception as error:
            found[number] = error
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(not isinstance(one, Exception) or isinstance(one, Refused) for one in found), found
    return found


def assert_journal_is_whole():
    events = list(Event.objects.order_by("seq"))
    assert [one.seq for one in events] == list(range(1, len(events) + 1))
    assert all(after.prev_hash == before.hash for before, after in pairwise(events))
    assert ChainHead.objects.get(name="journal").hash == events[-1].hash
    assert replay.differences() == []


def submission(seat, case, now):
    grades, person = play.good(case), seat.member.person

    def act():
        own = type(seat).objects.get(pk=seat.pk)
        return scoring.submit_sheet(own, grades, by=person, now=now).pk

    return act


def test_jurors_who_submit_at_the_same_instant_all_count_once(world, scoring_case):
    case, now = scoring_case, world.later()
    seats = list(case.panel.effective_seats().order_by("pk"))
    twice = [submission(seat, case, now) for seat in (*seats, seats[0])]
    found = at_once(*twice)
    assert sum(isinstance(one, Refused) for one in found) == 1
    assert ScoreSheet.objects.submitted().filter(seat__panel__case=case).count() == len(seats)
    assert_journal_is_whole()


def test_a_reveal_and_a_submission_that_race_lose_nothing(world, scoring_case):
    """The last sheet comes ten minutes before midnight, the reveal ten minutes after."""
    case = scoring_case
    seats = case.panel.effective_seats().order_by("pk")
    last = seats.filter(college="citizen").first()  # without an inhabitant four sheets suffice
    for seat in seats.exclude(pk=last.pk):
        submission(seat, case, world.later())()
    midnight = clock.end_of(case.scoring_closes_on)
    world.now = midnight + timedelta(minutes=10)

    def reveal():
        return scoring.reveal(Case.objects.get(pk=case.pk), now=world.now).pk

    submit = submission(last, case, midnight - timedelta(minutes=10))
    sent, *revealed = at_once(submit, reveal, reveal)
    assert sum(not isinstance(one, Refused) for one in revealed) == 1
    case.refresh_from_db()
    sheets = ScoreSheet.objects.submitted().filter(seat__panel__case=case).count()
    assert (case.state, sheets) == ("deliberation", 4 if isinstance(sent, Refused) else 5)
    opened = GivenGrade.objects.filter(sheet__seat__panel__case=case)
    assert opened.count() == sheets * len(case.criteria())
    assert set(case.panel.results.values_list("judged", flat=True)) == {sheets}
    assert_journal_is_whole()


def test_two_people_who_decide_at_once_make_one_decision(world, decided_case):
    case, now = decided_case, world.later()
    second = UserFactory()
    groups.join(second, Role.AUTHORITY)

    def decide(verb, by, **reasons):
        def act():
            return verb(Case.objects.get(pk=case.pk), by=by, now=now, **play.DECISION, **reasons)

        return act

    found = at_once(
        decide(decisions.grant, world.authority),
        decide(decisions.grant, second),
        decide(decisions.refuse, second, departure_reasons="Nous le voulons."),
    )
    assert sum(not isinstance(one, Refused) for one in found) == 1
    case.refresh_from_db()
    assert case.decisions.count() == 1
    assert case.grants.count() == (case.state == "granted")
    assert_journal_is_whole()


def test_a_crash_between_any_two_writes_leaves_nothing_half_done(world, decided_case):
    """The connection is cut before the first write, then before the second, up to the last: after
    each cut nothing of the act is there, or, past its commit, all of it."""
    case, now = decided_case, world.later()

    def counts():
        tables = (Event, Decision, Grant)
        return [table.objects.count() for table in tables], Case.objects.get(pk=case.pk).state

    def grant(cut):
        """The exception that ended it, if any; a closed cursor may say it in its own words."""
        try:
            with connection.execute_wrapper(_cut_before(cut)):
                own = Case.objects.get(pk=case.pk)
                decisions.grant(own, by=world.authority, now=now, **play.DECISION)
        except Exception as error:
            return error
        return None

    before, cuts = counts(), 1
    while error := grant(cuts):
        assert Crash in _causes(error)
        connection.close()
        if counts() != before:  # cut after the commit, at the site's note that pages changed
            break
        cuts += 1
    assert cuts > 10
    case.refresh_from_db()
    assert (case.state, case.decisions.count(), case.grants.count()) == ("granted", 1, 1)
    assert_journal_is_whole()
    assert machine.possible(case, by=case.applicant, now=now) == ["lodge_appeal"]


def _causes(error) -> list[type]:
    found = []
    while error is not None:
        found.append(type(error))
        error = error.__context__
    return found


def _cut_before(number: int):
    """Close the connection for good when a write of that rank comes."""
    written = 0

    def wrap(execute, sql, params, many, context):
        nonlocal written
        if sql.lstrip().split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            written += 1
            if written == number:
                context["connection"].connection.close()
                raise Crash
        return execute(sql, params, many, context)

    return wrap
