"""A place of a named jury is taken over for a measure by whom the team names (light profile)."""

import pytest
from django.urls import reverse

from label import eligibility, panels, reviews, watch
from label.models import PanelVote, Seat
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(light, monkeypatch):
    """Four of five have answered about a withdrawal; the time of the one of the trade is over."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: light.now)
    grant = play.active(light)
    ask = {"by": light.secretary, "measure": "withdrawn"}
    watch.open_window(grant, grounds="Rien n’est fait.", now=light.later(), **ask)
    light.later(days=17)
    review = reviews.open_panel_review(grant, now=light.later(), **ask)
    of_trade = review.ballots.get(seat__college="trade")
    for one in review.ballots.exclude(pk=of_trade.pk):
        vote(light, one)
    light.later(days=11)
    return of_trade


def vote(light, one):
    by = one.seat.member.person
    reviews.confirm_no_tie(one, by=by, now=light.later())
    reviews.answer_panel_review(one, by=by, answer="for", note="Vu.", now=light.later())


def test_a_named_jury_is_completed_by_naming(light, client, act_as, silent):
    review, case = silent.review, silent.review.grant.case
    client.force_login(light.secretary)
    home = client.get(reverse("label_desk:home")).content.decode()
    assert "Compléter le jury interrogé sur une mesure" in home
    page = client.get(reverse("label_desk:page", args=["label", review.grant_id]))
    todo = {one["name"]: [act["act"].name for act in one["acts"]] for one in page.context["todo"]}
    assert "remplacer" in todo[f"Place de {silent.seat.member.person}"]
    eligible, _others = eligibility.split_pool(case, college=silent.seat.college, on=light.today)
    answered = review.ballots.given().first().seat
    act_as(light.secretary, answered, "remplacer", member=eligible[0].pk)
    assert not Seat.objects.filter(called_for=review).exists()  # who answered is not replaced
    answer = act_as(light.secretary, silent.seat, "remplacer", member=eligible[0].pk)
    assert answer.status_code == 302
    new = Seat.objects.get(called_for=review)
    assert (new.replaces, new.reason_code) == (silent.seat, "no_reply")
    silent.refresh_from_db()
    assert silent.withdrew_at is not None
    panels.accept(new, by=new.member.person, now=light.later())
    panels.declare_interests(
        case, by=new.member.person, role="juror", answers={}, now=light.later()
    )
    client.force_login(new.member.person)
    ballot = PanelVote.objects.get(seat=new)
    url = reverse("label:jury_measure", args=[new.pk, ballot.pk])
    assert "Rien n’est fait." in client.get(url).content.decode()
    vote(light, ballot)
    reviews.close_panel_review(review, by=light.secretary, now=light.later())
    assert review.is_favourable
    assert review.presence["citizen"] + review.presence["peer"] <= 5
    assert case.panel.effective_seats().count() == 5
