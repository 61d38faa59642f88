from datetime import timedelta

import pytest

from label import clock, pool
from label.machine import Refused
from label.models import Event, PoolMember
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteer(light):
    return PoolMember.objects.create(
        person=UserFactory(), college="citizen", volunteered_at=light.now
    )


def admitted(world, member, *, starts_on=None):
    return pool.admit(
        member,
        by=world.secretary,
        college="trade",
        starts_on=starts_on or world.today,
        now=world.later(),
    )


def test_a_volunteer_enters_the_pool_for_a_year(light, volunteer):
    term = admitted(light, volunteer)
    assert (volunteer.state, volunteer.college) == ("member", "trade")
    assert (term.starts_on, term.ends_on) == (light.today, clock.add_months(light.today, 12))
    event = Event.objects.latest("seq")
    assert (event.type, event.object_ref) == ("admit", f"member-{volunteer.pk}")


def test_nobody_is_admitted_twice_nor_by_another_role(light, volunteer):
    admitted(light, volunteer)
    with pytest.raises(Refused, match="déjà au vivier"):
        admitted(light, volunteer)
    with pytest.raises(Refused, match="secrétariat"):
        pool.let_go(volunteer, by=light.authority, now=light.later())


def test_a_volunteer_who_is_not_retained_may_come_another_year(light, volunteer):
    pool.turn_down(volunteer, by=light.secretary, now=light.later())
    assert (volunteer.state, volunteer.left_on) == ("not_drawn", light.today)
    with pytest.raises(Refused, match="déjà une réponse"):
        pool.turn_down(volunteer, by=light.secretary, now=light.later())
    assert admitted(light, volunteer).member == volunteer


def test_a_term_is_renewed_once_then_comes_a_rest(light, volunteer):
    first = admitted(light, volunteer)
    with pytest.raises(Refused, match="court encore"):
        pool.renew(volunteer, by=light.secretary, starts_on=light.today, now=light.later())
    second = pool.renew(volunteer, by=light.secretary, starts_on=first.ends_on, now=light.later())
    after = second.ends_on
    assert pool.renewal_faults(volunteer, after) == [
        "Après ces mandats de suite, un repos est prévu."
    ]
    assert pool.renewal_faults(volunteer, clock.add_months(after, 12)) == []


def test_training_and_absences_are_noted(light, volunteer):
    admitted(light, volunteer)
    with pytest.raises(Refused, match="une fois suivie"):
        pool.note_training(
            volunteer,
            by=light.secretary,
            trained_on=light.today + timedelta(days=1),
            now=light.later(),
        )
    pool.note_training(
        volunteer, by=light.secretary, trained_on=light.today, shadowed_on=light.today,
        now=light.later(),
    )  # fmt: skip
    assert volunteer.is_ready_to_judge
    end = light.today + timedelta(days=10)
    pool.note_absence(
        volunteer, by=light.secretary, starts_on=light.today, ends_on=end, now=light.later()
    )
    assert [(one.starts_on, one.ends_on) for one in volunteer.unavailable.all()] == [
        (light.today, end)
    ]


def test_a_member_leaves_and_their_term_ends(light, volunteer):
    admitted(light, volunteer)
    light.later(days=30)
    pool.let_go(volunteer, by=light.secretary, now=light.now)
    assert volunteer.state == "left"
    assert volunteer.terms.get().ends_on == light.today
