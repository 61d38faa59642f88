"""A sheet of scores given on paper: typed by two people from its envelope, then sealed."""

import pytest
from django.urls import reverse

from label import scoring
from label.desks import acts
from label.machine import Refused
from label.models import Event, GivenGrade, Involvement, ScoreSheet
from tests.label import world as play

pytestmark = pytest.mark.django_db
SECRET = "Le talus derrière la serre est nu."


@pytest.fixture
def seat(light, hour):
    return play.scoring_open(light).panel.seats.effective().order_by("pk").first()


def given(seat, world, **other):
    """What the form of the desks sends: every criterion good, one reason."""
    form = {"envelope": "E-14", "with_person": world.facilitator.pk}
    for code, line in play.good(seat.panel.case).items():
        form[f"grades:{code}:grade"] = line["grade"]
        form[f"grades:{code}:reason"] = line.get("reason") or SECRET
    return form | other


def test_it_is_reached_from_the_case_typed_and_counted_once_revealed(light, seat, client, act_as):
    case = seat.panel.case
    client.force_login(light.secretary)
    page = client.get(reverse("label_desk:page", args=["dossier", case.pk])).content.decode()
    url = reverse("label_desk:act", args=["siege", seat.pk, "feuille-sur-papier"])
    assert url in page
    assert client.get(url).status_code == 200
    assert (
        act_as(light.secretary, seat, "feuille-sur-papier", **given(seat, light)).status_code == 302
    )
    sheet = ScoreSheet.objects.get(seat=seat)
    assert (sheet.paper_envelope, sheet.draft, sheet.is_submitted) == ("E-14", "", True)
    event = Event.objects.filter(type="submit_sheet").latest("seq")
    assert (event.actor, event.role) == (light.secretary, "secretariat")
    assert event.payload.data == {
        "digest": sheet.digest, "envelope": "E-14", "with": light.facilitator.pk,
    }  # fmt: skip
    for other in case.panel.seats.effective().exclude(pk=seat.pk):
        scoring.submit_sheet(other, play.good(case), by=other.member.person, now=light.later())
    assert GivenGrade.objects.count() == 0


def test_nobody_reads_it_again_before_the_reveal(light, seat, client, act_as):
    case = seat.panel.case
    act_as(light.secretary, seat, "feuille-sur-papier", **given(seat, light))
    sheet = ScoreSheet.objects.get(seat=seat)
    assert SECRET not in sheet.sealed
    url = reverse("label_desk:act", args=["siege", seat.pk, "feuille-sur-papier"])
    for address in (reverse("label_desk:page", args=["dossier", case.pk]), url):
        answer = client.get(address, follow=True)
        assert SECRET not in answer.content.decode()
    assert "no-store" in client.get(reverse("label_desk:home"))["Cache-Control"]
    assert SECRET not in str(dict(client.session))
    with pytest.raises(Refused):
        scoring.read_own_sheet(seat, by=light.secretary)


def test_it_is_typed_once(light, seat, act_as):
    act_as(light.secretary, seat, "feuille-sur-papier", **given(seat, light))
    kept = ScoreSheet.objects.get(seat=seat).sealed
    again = act_as(light.secretary, seat, "feuille-sur-papier", **given(seat, light))
    assert ScoreSheet.objects.get(seat=seat).sealed == kept
    assert again.status_code in (200, 302)


@pytest.mark.parametrize("name", ["guarantor", "authority", "facilitator", "auditor", "stranger"])
def test_only_the_secretariat_types_it(light, seat, name):
    act = acts.find("siege", "feuille-sur-papier")
    assert not act.is_for(light.people[name], seat)
    with pytest.raises(Refused):
        submit(seat, light, by=light.people[name])


def submit(seat, light, *, by=None, with_person=None):
    return scoring.submit_paper_sheet(
        seat, play.good(seat.panel.case), envelope="E-14", by=by or light.secretary,
        with_person=with_person or light.facilitator, now=light.later(),
    )  # fmt: skip


def test_two_people_open_the_envelope_and_neither_judges_the_case(light, seat):
    with pytest.raises(Refused):
        submit(seat, light, with_person=light.secretary)
    with pytest.raises(Refused):
        submit(seat, light, with_person=light.second_secretary)
    case = seat.panel.case
    Involvement.objects.create(case=case, person=light.facilitator, role="visitor", since=light.now)
    with pytest.raises(Refused):
        submit(seat, light)
    submit(seat, light, with_person=light.guarantor)
    held = dict(Involvement.objects.filter(case=case).values_list("person", "role"))
    assert held[light.secretary.pk] == "secretariat"
    assert held[light.guarantor.pk] == "guarantor"
