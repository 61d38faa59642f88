"""The database refuses what the code refuses: no edit, no removal of the journal (label.md 6.6)."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def written(built, light):
    built(lambda: play.notified(light, play.granted(light)))
    built(_root)


def _root():
    from label.models import DailyRoot

    DailyRoot.objects.create(day="2026-03-01", seq=1, hash="0" * 64)


@pytest.mark.parametrize(
    "table", ["label_event", "label_dailyroot", "label_decision", "label_decisionnotice"]
)
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_keeps_what_is_only_added(written, table, act):
    """A migration that rebuilds one of these tables on SQLite adds the triggers again."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))
