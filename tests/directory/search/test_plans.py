"""What keeps a search of a million rows short: who is asked what, and from which index."""

import re
from array import array
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from directory import search
from directory.models import Listing, ListingWord
from directory.search import filters, order
from directory.search.among import Among
from directory.search.filters import matching
from tests.directory.search.asking import NOW, ask

pytestmark = pytest.mark.usefixtures("sixty")
OPEN = (
    *("ouvert=maintenant", "ouvert=maintenant&tri=nom", "ouvert=maintenant&saison=1&bio=1"),
    *("ouvert=2026-09-19T09:30&ou=nimes", "ouvert=2026-09-19T09:30&ou=nimes&saison=1"),
)


def parsed(params: str):
    return search.parse(QueryDict(params), now=NOW)


def plan(rows) -> str:
    if connection.vendor == "postgresql":  # sixty rows are soon read: look at what it can do
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
            cursor.execute(
                # As once they are vacuumed: an index that holds everything is read alone.
                "UPDATE pg_class SET relallvisible = 1000000 WHERE relname LIKE 'directory_%'"
            )
    return rows.explain()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a setting of PostgreSQL")
def test_statements_of_pages_are_not_compiled():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


@pytest.mark.parametrize(
    ("params", "index"),
    [
        ("ou=nimes", "directory_listing_position"),
        ("ou=nimes&bio=1", "directory_listing_position"),
        ("ouvert=maintenant", "directory_open_since"),
        ("q=micocoulier", "directory_word_once"),
    ],
)
def test_an_index_holds_all_that_a_search_reads(params, index):
    found = plan(matching(parsed(params), few=True).values_list("pk", flat=True))
    if connection.vendor == "postgresql":
        assert re.search(f"Index Only Scan (Backward )?using {index}", found), found
    else:  # SQLite names the index of a constraint after its table
        index = index.replace("directory_word_once", "sqlite_autoindex_directory_listingword_1")
        assert f"COVERING INDEX {index}" in found, found


def test_the_open_are_the_same_asked_together_or_one_by_one(monkeypatch):
    for params in OPEN:
        query = parsed(params)
        rows = matching(query, few=True)
        together = set(rows.values_list("pk", flat=True))
        assert together
        ways = {"by rings": order.nearest} if query.place else {"by walks": order._walked}
        found = {name: way(parsed(params), 100) for name, way in ways.items()}
        monkeypatch.setattr(filters, "SOON", timedelta(-1))
        found["one by one"] = order.ids_of(parsed(params))
        monkeypatch.undo()
        assert {name: set(ids) for name, ids in found.items()} == dict.fromkeys(found, together)


def test_all_the_open_are_read_from_their_openings_alone():
    query = parsed("ouvert=maintenant")
    everyone = set(matching(query).values_list("pk", flat=True))
    assert set(order.ids_of(query)) == everyone != set()
    with CaptureQueriesContext(connection) as asked:
        order.ids_of(query)
    assert [row for row in asked.captured_queries if '"directory_listing"' in row["sql"]] == []
    for more in ("&bio=1", "&ou=nimes", "&q=micocoulier"):
        query = parsed("ouvert=maintenant" + more)
        assert set(order.ids_of(query)) == set(matching(query).values_list("pk", flat=True))
        assert set(order.ids_of(query)) < everyone


def test_a_word_is_sought_as_the_words_it_begins(monkeypatch):
    row = Listing.objects.order_by("pk").first()
    for n in range(4):
        ListingWord.objects.create(listing=row, word=f"zinzolin{n}")
    ListingWord.objects.create(listing=row, word="zinzolon")
    assert list(filters._spelt("zinzolin")) == [f"zinzolin{n}" for n in range(4)]
    for most in (filters.MOST_SPELT, 3):
        monkeypatch.setattr(filters, "MOST_SPELT", most)
        assert set(filters.of_word("zinzolin").values_list("word", flat=True)) == {
            f"zinzolin{n}" for n in range(4)
        }
        assert [found.pk for found in ask("q=zinzolin").rows] == [row.pk]
        assert not filters.of_word("zinzolins").exists()


def test_in_a_dense_area_each_row_is_asked_for_a_word(monkeypatch):
    listed = matching(parsed("q=micocoulier&ou=nimes"), few=True)
    monkeypatch.setattr(filters, "LONG_LIST", 0)
    monkeypatch.setattr(filters, "LONGEST_LIST", 0)
    asked = matching(parsed("q=micocoulier&ou=nimes"), few=True)
    assert ("EXISTS" in str(listed.query), "EXISTS" in str(asked.query)) == (False, True)
    assert set(asked.values_list("pk")) == set(listed.values_list("pk")) != set()
    monkeypatch.setattr(filters, "FEW_SPELT", 0)  # the beginning of many words
    listed = matching(parsed("q=micocoulier&ou=nimes"), few=True)
    assert "EXISTS" not in str(listed.query)


def test_ids_are_written_and_not_bound():
    ids = list(Listing.objects.order_by("-pk").values_list("pk", flat=True)[:7])
    rows = Listing.objects.filter(Among(F("pk"), array("q", ids)))
    assert (set(rows.values_list("pk", flat=True)), rows.query.sql_with_params()[1]) == (
        set(ids),
        (),
    )
    inside = ListingWord.objects.filter(listing__in=rows.values("pk"))
    assert set(inside.values_list("listing", flat=True)) == set(ids)
    assert list(Listing.objects.filter(Among(F("pk"), []))) == []
    with pytest.raises(ValueError, match="1 OR 1=1"):
        list(Listing.objects.filter(Among(F("pk"), ["1 OR 1=1"])))
