"""From a draft to the register, by the real verbs, under both shipped profiles."""

import pytest

from label import replay
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("profile", ["full", "light"])
def test_a_case_goes_from_draft_to_the_register(profile):
    world = play.make(profile)
    grant = play.active(world)
    assert grant.state == "active"
    assert replay.register_at(world.now) == {grant.number: "active"}
    assert replay.differences() == []


def test_reserves_and_refusals_end_as_they_should():
    world = play.make("light")
    case = play.granted_with_reserves(world)
    assert play.signed(world, case).state == "active_with_reserves"
    play.another_operator(world)
    assert play.refused(world).state == "refused"
    assert replay.differences() == []
