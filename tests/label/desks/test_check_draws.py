"""The yearly draw of checks: a tenth of the labels in force, by lot, as anybody can verify."""

from datetime import timedelta

import pytest

from label import check_draws, draw_file, drawing
from label.machine import Refused
from label.models import Check, Draw, Grant
from label.public import draws
from tests.label import world as play
from tests.label.desks.everything import local

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def labelled(built, light):
    return built(lambda: play.active(light).pk)


def announced(light, hours=26):
    return check_draws.commit(
        by=light.secretary, now=light.later(), **play.beacon(light.now + timedelta(hours=hours))
    )


def done(light, draw):
    light.later(days=2)
    drawing.enter_randomness(draw, play.BEACON, by=light.secretary, now=light.later())
    drawing.confirm_randomness(draw, play.BEACON, by=light.facilitator, now=light.later())


def test_a_label_drawn_is_checked_within_the_year(labelled, light):
    draw = announced(light)
    assert (draw.counts, draw.spec["quota"]) == ({"label": 1}, {"label": 1})
    done(light, draw)
    check = Check.objects.get()
    assert (check.grant_id, check.origin, check.state, check.draw) == (
        labelled,
        "drawn",
        "drawn",
        draw,
    )
    assert check_draws.candidates() == []


def test_anybody_verifies_it(labelled, light):
    draw = announced(light)
    done(light, draw)
    assert draw_file.verify(draws.document_of(draw)) == []


def test_it_is_drawn_once_a_year_and_again_only_after_a_void(labelled, light):
    draw = announced(light)
    with pytest.raises(Refused) as refused:
        announced(light)
    assert refused.value.reasons == ["Les contrôles de cette année sont déjà tirés."]
    drawing.void(draw, by=light.guarantor, reason="Mauvais tour.", now=light.later())
    assert announced(light).replaces == draw


def test_the_randomness_is_to_come(labelled, light):
    with pytest.raises(Refused) as refused:
        announced(light, hours=2)
    assert refused.value.reasons == [
        "L’aléa doit être postérieur à l’annonce d’au moins 24 heures."
    ]


def test_a_label_that_ended_meanwhile_is_not_checked(labelled, light):
    draw = announced(light)
    grant = Grant.objects.get(pk=labelled)
    play.grants.renounce(grant, by=light.operator, text="Je cesse.", now=light.later())
    done(light, draw)
    assert not Check.objects.exists()


def test_only_the_secretariat_announces(labelled, light):
    with pytest.raises(Refused) as refused:
        check_draws.commit(
            by=light.authority, now=light.later(), **play.beacon(light.now + timedelta(hours=26))
        )
    assert refused.value.reasons == ["C’est au secrétariat d’annoncer un tirage."]


def test_the_secretariat_announces_it_from_the_list_of_draws(labelled, light, clock_of, act_as):
    world = clock_of(light)
    name = "annoncer-le-tirage-des-controles"
    at = local(world.now + timedelta(hours=26))
    answer = act_as(world.secretary, None, name, kind="drand", at=at)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Draw.objects.get().purpose == "checks"
    again = act_as(world.secretary, None, name, kind="drand", at=at)
    assert again.context["form"].non_field_errors() == [
        "Les contrôles de cette année sont déjà tirés."
    ]
