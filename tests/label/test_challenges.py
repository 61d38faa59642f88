"""A challenge is asked once, whatever the number of taps."""

import pytest
from django.test import Client
from django.urls import reverse

from label import panels
from label.machine import Refused
from label.models import Challenge, Event, OutboxMail
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(built, light):
    """A panel whose names the operator has."""

    def make():
        case = play.investigation(light)
        play.panel_named(light, case.panel)
        play.seat_everyone(light, case.panel)
        panels.notify_operator(case.panel, by=light.secretary, now=light.later())
        return case

    return built(make)


def test_two_taps_ask_once(light, told):
    seat = told.panel.effective_seats().first()
    ask = {"by": light.operator, "grounds": "Nous sommes voisins.", "now": light.later()}
    made = panels.challenge(seat, **ask)
    assert panels.challenge(seat, **ask) == made
    assert Challenge.objects.count() == Event.objects.filter(type="challenge").count() == 1
    assert OutboxMail.objects.filter(kind="challenge").count() == 1
    with pytest.raises(Refused, match="déjà en cours"):
        panels.challenge(seat, **ask | {"grounds": "Autre chose."})


@pytest.mark.usefixtures("hour")
def test_two_taps_on_the_screen_end_on_the_same_page(light, told):
    seat = told.panel.effective_seats().first()
    client = Client()
    client.force_login(light.operator)
    address = reverse("label:case_panel", args=[told.reference])
    typed = {"seat": seat.pk, "grounds": "Nous sommes voisins."}
    assert [client.post(address, typed).status_code for _tap in range(2)] == [302, 302]
    assert Challenge.objects.count() == 1
