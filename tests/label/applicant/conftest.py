import pytest


@pytest.fixture
def today(monkeypatch):
    """Let the site live at the hour of a world."""

    def follow(world):
        monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)
        return world

    return follow
