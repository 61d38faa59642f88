"""Draws of the demonstration: a randomness to come, typed twice; the pool, twice."""

import hashlib
from datetime import timedelta

from label import drawing, pool, pool_draws, randomness
from label.demonstration.people import FIRST_CALL, SECOND_CALL, volunteer
from label.enums import PoolState
from label.models import PoolMember

POOL_DAY = -300  # the pool of that year; the next one has just been announced


def beacon(now) -> dict:
    """The first public round more than a day after `now`."""
    chain = randomness.CHAINS["quicknet"]
    number = chain.first_round_from(now + timedelta(hours=26))
    return {
        "source": randomness.drand_source("quicknet", number),
        "randomness_at": chain.moment_of(number),
    }


def type_twice(draw, people, now) -> None:
    value = hashlib.sha256(f"démonstration {draw.reference}".encode()).hexdigest()
    drawing.enter_randomness(draw, value, by=people.secretariat, now=now)
    drawing.confirm_randomness(draw, value, by=people.animation, now=now)


def pool_of_the_year(play):
    """Volunteers drawn, one of whom gives their place up; those in are trained."""
    agenda, people = play.agenda, play.people
    yield agenda.at(POOL_DAY - 9, 18)
    volunteer(FIRST_CALL, now=agenda.now)
    yield agenda.at(POOL_DAY, 10)
    draw = pool_draws.commit(
        by=people.secretariat,
        year=agenda.today.year,
        places={"citizen": 14, "peer": 3},
        now=agenda.now,
        **beacon(agenda.now),
    )
    yield agenda.at(POOL_DAY + 2, 10)
    type_twice(draw, people, agenda.now)
    yield agenda.at(POOL_DAY + 5, 19)
    first = draw.candidates.filter(rank=1).order_by("college").first().member
    pool_draws.decline(first, by=first.person, now=agenda.now)
    yield agenda.at(POOL_DAY + 40, 18)
    for member in PoolMember.objects.filter(candidacies__draw=draw, state=PoolState.MEMBER):
        day = agenda.today
        pool.note_training(
            member, by=people.secretariat, trained_on=day, shadowed_on=day, now=agenda.now
        )


def pool_of_next_year(play):
    """Announced yesterday among those who have volunteered since; its randomness comes today."""
    agenda = play.agenda
    yield agenda.at(-5, 18)
    volunteer(SECOND_CALL, now=agenda.now)
    yield agenda.at(-1, 11)
    pool_draws.commit(
        by=play.people.secretariat,
        year=agenda.day(POOL_DAY).year + 1,
        places={"citizen": 8},
        now=agenda.now,
        **beacon(agenda.now),
    )
