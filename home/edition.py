"""The edition of the public site: a word in the database, another after whatever is written.

Pages and parts of pages are kept under the word of the edition they were made from. Every process
reads it once per request, before anything else: what one process writes, the next request of any
other shows. No verb can forget to turn the page: the connection itself sees every statement that
writes, in bulk or by hand, except in the tables of which nothing shows (`UNSEEN_TABLES`).
"""

import functools
import re
import secrets
import threading
from collections.abc import Callable
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.backends.signals import connection_created
from django.utils.translation import get_language

from home.models import Edition

MOST_KEPT = 2000  # values of one edition in the memory of a process
ONLY = 1  # the edition is one row
_READ = "SELECT word FROM home_edition WHERE id = 1"
_WRITES = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM|TRUNCATE(?: TABLE)?|MERGE INTO)"
    r'(?: ONLY)?\s+"?(\w+)',
    re.IGNORECASE,
)
_NOT_READ = object()

_this = threading.local()  # the word that the request of this thread reads


def connect():
    connection_created.connect(_watch, dispatch_uid="home_edition")


@contextmanager
def reading():
    """For the time of a request: read the word once, when it is first asked for."""
    _this.word = _NOT_READ
    try:
        yield
    finally:
        _this.word = None


def current() -> str | None:
    """The word of this request's edition; None outside of a request, or amid what it writes."""
    word = getattr(_this, "word", None)
    if word is None or (connection.in_atomic_block and _is_turning(connection)):
        return None
    if word is _NOT_READ:
        word = _this.word = _read()
    return word


def turn():
    """Begin another edition: nothing kept until now is shown any more."""
    word = secrets.token_urlsafe(9)
    if not Edition.objects.filter(pk=ONLY).update(word=word):
        Edition.objects.update_or_create(pk=ONLY, defaults={"word": word})
    if getattr(_this, "word", None) is not None:
        _this.word = _NOT_READ


def kept(make: Callable) -> Callable:
    """Keep what a function of plain values reads from the database for as long as it is true.

    Kept per edition, language and arguments in the memory of the process, and shared by requests:
    nobody may change what it gives.
    """

    @functools.wraps(make)
    def keep(*args):
        word = current()
        if word is None:
            return make(*args)
        values = _values_of(word)
        key = (make, get_language(), args)
        try:
            return values[key]
        except KeyError:
            value = make(*args)
            if len(values) >= MOST_KEPT:
                values.clear()
            values[key] = value
            return value

    return keep


_store: tuple[str, dict] = ("", {})


def _values_of(word: str) -> dict:
    """The values of an edition; those of the one before are let go."""
    global _store
    store = _store
    if store[0] != word:
        store = _store = (word, {})
    return store[1]


def _read() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return row[0] if row else None


def _watch(sender, connection, **kwargs):
    if connection.alias == DEFAULT_DB_ALIAS and _after_writing not in connection.execute_wrappers:
        connection.execute_wrappers.append(_after_writing)


def _after_writing(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    written = _WRITES.match(sql) if isinstance(sql, str) else None
    if written and not written[1].startswith(settings.UNSEEN_TABLES):
        writer = context["connection"]
        if not (writer.in_atomic_block and _is_turning(writer)):
            writer.on_commit(_turn_after_commit)
    return result


def _is_turning(writer) -> bool:
    return any(waiting[1] is _turn_after_commit for waiting in writer.run_on_commit)


def _turn_after_commit():
    try:
        turn()
    except DatabaseError:  # the first migrations write before the edition has its table
        if Edition._meta.db_table in connection.introspection.table_names():
            raise
