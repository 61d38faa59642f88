import pytest
from django.utils import timezone


@pytest.fixture
def clock_of(monkeypatch):
    """Let the whole site live at the hour of a world."""

    def follow(world):
        monkeypatch.setattr(timezone, "now", lambda: world.now)
        return world

    return follow
