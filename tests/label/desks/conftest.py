import pytest
from django.urls import reverse
from django.utils import timezone

from label.desks import subjects


@pytest.fixture
def clock_of(monkeypatch):
    """Let the whole site live at the hour of a world."""

    def follow(world):
        monkeypatch.setattr(timezone, "now", lambda: world.now)
        return world

    return follow


@pytest.fixture
def act_as(client):
    """Post an act of the desks as somebody: `act_as(person, obj, "declarer-complet", **values)`."""

    def post(person, obj, act, **values):
        client.force_login(person)
        if obj is None:
            url = reverse("label_desk:team_act", args=[act])
        else:
            key = subjects.BY_MODEL[type(obj)].key
            url = reverse("label_desk:act", args=[key, obj.pk, act])
        response = client.post(url, values)
        if obj is not None and response.status_code == 302:
            obj.refresh_from_db()
        return response

    return post
