"""The word that says which edition of the public site is read."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from home import edition
from home.models import Edition, HomePage, SiteSettings
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db


def commit():
    """What the end of a transaction does, inside that of a test."""
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for _savepoints, call, _robust in waiting:
        call()


def word() -> str | None:
    return Edition.objects.values_list("word", flat=True).first()


@pytest.fixture
def printed(tree):
    """The word of an edition in which nothing more waits to be committed."""
    SiteSettings.for_site(tree.home.get_site())  # made when first asked for
    commit()
    return word()


@pytest.mark.parametrize(
    "write",
    [
        lambda: CommuneFactory(),
        lambda: HomePage.objects.update(title_question="Et ce soir ?"),
        lambda: HomePage.objects.get().save_revision().publish(),
        lambda: CommuneFactory._meta.model.objects.bulk_create([CommuneFactory.build()]),
        lambda: HomePage.objects.get().delete(),
        lambda: connection.cursor().execute("UPDATE home_sitesettings SET phone = ''"),
    ],
    ids=["a row", "in bulk", "a page", "many rows", "a removal", "by hand"],
)
def test_every_way_of_writing_begins_an_edition(printed, write):
    write()
    commit()
    assert word() != printed


def test_reading_and_what_nobody_sees_begin_none(printed, client):
    client.get("/")
    session = client.session
    session["a"] = 1
    session.save()
    commit()
    assert word() == printed


def test_what_is_undone_begins_none(printed):
    with transaction.atomic():
        CommuneFactory()
        transaction.set_rollback(True)
    commit()
    assert word() == printed


def test_many_writes_of_a_transaction_begin_one(printed):
    for _ in range(3):
        CommuneFactory()
    turns = [call for _s, call, _r in connection.run_on_commit]
    assert turns.count(edition._turn_after_commit) == 1


def test_values_are_kept_for_one_edition_and_language(printed):
    made = []

    @edition.kept
    def count(step):
        made.append(step)
        return len(made)

    def read(*steps, language="fr"):
        with override(language), edition.reading():
            return [count(step) for step in steps]

    assert read(1, 1, 2) == [1, 1, 2]
    assert read(1, language="en") == [3]
    assert read(2, 1) == [2, 1]
    CommuneFactory()
    commit()
    assert read(1, 1) == [4, 4]


def test_nothing_is_kept_amid_a_transaction_nor_outside_a_request(printed):
    made = []

    @edition.kept
    def count():
        made.append(1)
        return len(made)

    assert [count(), count()] == [1, 2]
    CommuneFactory()
    with edition.reading():
        assert [count(), count()] == [3, 4]
    assert edition.current() is None


def test_command_begins_an_edition_after_a_change_made_elsewhere(printed):
    call_command("new_edition")
    assert word() != printed


def test_a_request_reads_the_word_and_a_log_of_queries_shows_it(printed):
    with edition.reading():
        assert edition.current() == printed
    with CaptureQueriesContext(connection) as queries, edition.reading():
        assert edition.current() == printed
    assert [query["sql"] for query in queries] == [edition._READ]


def test_requests_of_one_millisecond_ask_a_server_once(printed, monkeypatch):
    words, clock = iter(["one", "two", "three"]), [100.0]
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(edition, "_ask_libpq", lambda: next(words))
    monkeypatch.setattr(edition, "monotonic", lambda: clock[0])
    monkeypatch.setattr(edition, "_heard", (None, 0.0))
    assert [edition._read(), edition._read()] == ["one", "one"]
    clock[0] += edition.BRIEF
    assert [edition._read(), edition._read()] == ["two", "two"]
    edition.turn()  # what this process writes is read at once
    assert edition._read() == "three"


def test_without_an_answer_of_the_server_a_cursor_asks(printed, monkeypatch):
    def no_answer():
        raise DatabaseError

    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(edition, "_ask_libpq", no_answer)
    monkeypatch.setattr(edition, "_heard", (None, 0.0))
    assert edition._read() == printed


def test_a_lost_connection_is_opened_again(printed, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("only a server can be lost")
    of_requests = connection.copy()
    of_requests.settings_dict = connection.settings_dict | {"CONN_HEALTH_CHECKS": True}
    monkeypatch.setattr(edition, "connection", of_requests)
    try:
        first = edition._read()
        lost = of_requests.connection.info.backend_pid
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [lost])
        of_requests.health_check_enabled, of_requests.health_check_done = True, False
        monkeypatch.setattr(edition, "BRIEF", 0)
        monkeypatch.setattr(edition, "_heard", (None, 0.0))
        assert edition._read() == first
        assert of_requests.connection.info.backend_pid != lost
        of_requests.health_check_done = False
        assert edition._read() == first
        assert of_requests.health_check_done  # the answer itself tells: nothing more is asked
    finally:
        of_requests.close()
