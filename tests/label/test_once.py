"""What was played once is put back as it was, and only from the same rows."""

import pytest
from django.db import connection, transaction

from label import replay
from label.models import Case
from tests.factories import UserFactory
from tests.label import once
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(light, monkeypatch):
    """What each of the acts gave that were really played, the first time or again."""
    if connection.vendor != "sqlite":
        pytest.skip("there every act is played")
    monkeypatch.setattr(once, "_known", {})
    noted = []
    note = once._note

    def keep(*args):
        noted.append(args)
        return note(*args)

    monkeypatch.setattr(once, "_note", keep)
    return noted


def from_the_same_rows(world, act):
    """What an act gives, the rows it leaves and the world, all undone."""
    kept = dict(vars(world))
    with transaction.atomic():
        given = act(world)
        left = once._rows(), world.now, world.lines, world.operator.pk, world.page.pk
        assert replay.differences() == []
        transaction.set_rollback(True)
    vars(world).update(kept)
    return given, left


@pytest.mark.parametrize("act", [play.refused, play.granted_with_reserves])
def test_what_is_put_back_is_what_was_played(light, played, act):
    first, rows = from_the_same_rows(light, act)
    number = len(played)
    again, rows_again = from_the_same_rows(light, act)
    assert len(played) == number
    assert (again, rows_again) == (first, rows)
    assert again is not first


def test_acts_go_on_from_what_was_put_back(light, played):
    from_the_same_rows(light, play.granted)
    case = play.granted(light)
    other = play.submitted(light)
    assert [case.state, other.state, Case.objects.count()] == ["granted", "submitted", 2]
    assert [act[2] for act in played][-1] == other  # none knew it from there


def test_after_any_other_write_everything_is_played(light, played):
    from_the_same_rows(light, play.submitted)
    number = len(played)
    UserFactory()
    assert play.submitted(light).state == "submitted"
    assert len(played) == number


def test_another_question_is_another_answer(light, played):
    _case, rows = from_the_same_rows(light, play.opinion_issued)
    _case, others = from_the_same_rows(
        light, lambda world: play.opinion_issued(world, worse={"CUL-3": "absent"})
    )
    assert rows != others
