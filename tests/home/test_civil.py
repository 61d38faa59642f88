from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", date(2026, 3, 1), "1er mars 2026"),
        ("fr", date(2026, 3, 21), "21 mars 2026"),
        ("fr", datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "1er mars 2026"),
        ("en", date(2026, 3, 1), "1st March 2026"),
        ("en", date(2026, 3, 2), "2 March 2026"),
        ("fr", None, ""),
    ],
)
def test_a_day_is_written_as_one_says_it(language, day, words):
    template = engines["django"].from_string("{{ day|civil }}")
    with override(language):
        assert template.render({"day": day}) == words
