"""The edition of the public site: a word in the database, another after whatever is written.

Pages and parts of pages are kept under the word of the edition they were made from. Every process
reads it once per request, before anything else (from a server, once a millisecond): what one
process writes, the next request of any other shows. No verb can forget to turn the page: the
connection itself sees every statement that writes, in bulk or by hand, except in the tables of
which nothing shows (`UNSEEN_TABLES`).
"""

import functools
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from time import monotonic

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.backends.signals import connection_created
from django.utils import timezone
from django.utils.translation import get_language
from psycopg.pq import ExecStatus

from home.models import Edition

MOST_KEPT = 32_000_000  # bytes of the values of one edition in the memory of a process, about
A_VALUE = 3_000  # what one that is not a text weighs
# Seconds for which a server of databases is not asked again: less than it takes to answer whoever
# wrote, so nobody can ask for what they know is written and not read it.
BRIEF = 0.001
ONLY = 1  # the edition is one row
_READ = "SELECT word FROM home_edition WHERE id = 1"
_WRITES = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM|TRUNCATE(?: TABLE)?|MERGE INTO)"
    r'(?: ONLY)?\s+"?(\w+)',
    re.IGNORECASE,
)
_NOT_READ = object()

_heard: tuple[str | None, float] = None, 0.0  # a word, and until when it may be taken again
_this = threading.local()  # the word that the request of this thread reads


def connect():
    connection_created.connect(_watch, dispatch_uid="home_edition")


@contextmanager
def reading(*, nothing: bool = False):
    """For the time of a request: read the word once, when it is first asked for.

    `nothing` is for what must not come from what is kept, nor stay there: previews.
    """
    before = getattr(_this, "word", None)
    _this.word = None if nothing else _NOT_READ
    _this.day = None if nothing else timezone.localdate()
    try:
        yield
    finally:
        _this.word = before
        _this.day = None


def current() -> str | None:
    """The word of this request's edition; None outside of a request, or amid what it writes."""
    word = getattr(_this, "word", None)
    if word is None or (connection.in_atomic_block and _is_turning(connection)):
        return None
    if word is _NOT_READ:
        word = _this.word = _read()
    return word


def today() -> date:
    """The day of this request in the territory's time; the same to its end."""
    return getattr(_this, "day", None) or timezone.localdate()


def turn():
    """Begin another edition: nothing kept until now is shown any more."""
    global _heard
    word = secrets.token_urlsafe(9)
    if not Edition.objects.filter(pk=ONLY).update(word=word):
        Edition.objects.update_or_create(pk=ONLY, defaults={"word": word})
    _heard = None, 0.0
    if getattr(_this, "word", None) is not None:
        _this.word = _NOT_READ


def weight(value) -> int:
    """About how many bytes a value takes, where nothing better is said."""
    return len(value) if isinstance(value, str) else A_VALUE


def keep(key: tuple, make: Callable, *, weigh: Callable[..., int] = weight):
    """What was made under a key for this edition and language, made now if it was not.

    `weigh` says how many bytes it takes. Values stay in the memory of the process and are shared by
    requests: nobody may change them.
    """
    shelf = _shelf()
    if shelf is None:
        return make()
    key = (get_language(), *key)
    if key in shelf.values:
        return shelf.values[key]
    value = make()
    shelf.put(key, value, weigh)
    return value


def keep_each(
    name: str,
    ids: Sequence,
    make: Callable[[list], dict],
    *,
    stale: Callable[[dict], Iterable] | None = None,
    weigh: Callable[..., int] = weight,
) -> dict:
    """The values of some ids, those that were not kept made together; without those unknown.

    `stale` gives the ids of those, among the values that were kept, that are true no more.
    """
    shelf = _shelf()
    if shelf is None:
        return make(ids)
    drawer = shelf.drawer((get_language(), name))
    found = {pk: drawer[pk] for pk in ids if pk in drawer}
    for pk in stale(found) if stale else ():
        del found[pk]
    if len(found) < len(ids):
        made = make([pk for pk in ids if pk not in found])
        shelf.fill((get_language(), name), made, weigh)
        found |= made
    return found


def kept(make: Callable) -> Callable:
    """Keep what a function of plain values reads from the database for as long as it is true."""

    @functools.wraps(make)
    def from_kept(*args):
        return keep((make, *args), lambda: make(*args))

    return from_kept


class _Shelf:
    """The values of one edition; when they weigh too much, all are let go."""

    def __init__(self, word: str):
        self.word = word
        self.values: dict = {}
        self.weight = 0

    def put(self, key: tuple, value, weigh: Callable):
        self._weigh(weigh(value))
        self.values[key] = value

    def drawer(self, name: tuple) -> dict:
        """The values kept under a name by id."""
        return self.values.setdefault(name, {})

    def fill(self, name: tuple, values: dict, weigh: Callable):
        self._weigh(sum(map(weigh, values.values())))
        self.drawer(name).update(values)

    def _weigh(self, number: int):
        self.weight += number
        if self.weight > MOST_KEPT:
            self.values, self.weight = {}, 0


_kept_shelf = _Shelf("")


def _shelf() -> _Shelf | None:
    """The values of this request's edition; those of the one before are let go."""
    global _kept_shelf
    word = current()
    if word is None:
        return None
    shelf = _kept_shelf
    if shelf.word != word:
        shelf = _kept_shelf = _Shelf(word)
    return shelf


def _read() -> str | None:
    if connection.vendor == "postgresql" and not connection.queries_logged:
        word, until = _heard
        if monotonic() < until:
            return word
        with suppress(DatabaseError):
            return _hear(_ask_libpq())
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return row[0] if row else None


def _hear(word: str | None) -> str | None:
    """Requests of one millisecond share an answer of the server."""
    global _heard
    _heard = word, monotonic() + BRIEF
    return word


def _ask_libpq() -> str | None:
    """The word by one exchange with the server, which tells too that the connection is alive.

    A cursor takes twice as long, half of what an answer that was kept costs: and a lasting
    connection would first be tried by a question of its own. Raises DatabaseError where there is no
    answer: no connection yet, or one that was lost, which a cursor knows how to open again.
    """
    with connection.wrap_database_errors:
        if connection.connection is None:
            raise DatabaseError
        found = connection.connection.pgconn.exec_(_READ.encode())
    if found.status != ExecStatus.TUPLES_OK:
        raise DatabaseError
    connection.health_check_done = True
    return found.get_value(0, 0).decode() if found.ntuples else None


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
