"""Which of several duties presses most, and what is said of a day that has passed."""

from datetime import date, datetime

import pytest

from directory.space import todos
from label import clock, panels
from label.duty import Duty, awaiting, before
from label.jury import duties
from label.models import Seat
from tests.label import world as play

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.PARIS)


def test_of_two_duties_alike_the_nearest_day_comes_first():
    undated = Duty(20, "", "À lire", "")
    far = Duty(20, "", "Loin", "", due=date(2026, 12, 1))
    near = Duty(20, "", "Près", "", due=date(2026, 11, 25))
    now = Duty(16, "", "En séance", "")
    found = sorted([undated, far, now, near], key=lambda duty: duty.urgency)
    assert found == [now, near, far, undated]


@pytest.mark.parametrize(("day", "is_late"), [(19, True), (20, False), (21, False)])
def test_a_day_is_late_once_it_is_over(day, is_late):
    due = date(2026, 11, day)
    assert before("Avant le %(day)s", due, NOON) == {
        "kick": f"Avant le {day} novembre 2026",
        "due": due,
        "is_late": is_late,
    }


def test_a_room_says_how_many_things_wait():
    said = [awaiting(count) for count in (0, 1, 2)]
    assert said == ["", "1 chose vous attend", "2 choses vous attendent"]


def test_mon_espace_asks_what_is_due_first_among_what_presses_alike(monkeypatch):
    def ask(question, rank, due=None):
        reply = todos.Reply("Oui", "/", "next")
        return todos.Todo(rank, "", "", question, (), reply, reply, due=due)

    found = [ask("lire", 12), ask("signer", 12, date(2026, 11, 27)), ask("plus tard", 13)]
    monkeypatch.setattr(todos, "SOURCES", [lambda user, cards, now: found])
    assert todos.next_one(None, [], now=NOON).question == "signer"


@pytest.mark.django_db
def test_who_is_called_in_the_place_of_another_reads_why(full):
    case = play.investigation(full)
    play.panel_drawn(full, case.panel)
    first = case.panel.seats.first()
    panels.decline(first, by=first.member.person, now=full.later())
    called = Seat.objects.get(replaces=first)
    said = {
        one.seat: one.duty.text
        for seat in case.panel.seats.filter(state="invited")
        for one in duties.lines(seat.member.person, now=full.now)
    }
    assert said.pop(called).startswith("Une place s’est libérée")
    assert {text[:32] for text in said.values()} == {"Le tirage au sort a donné votre "}
