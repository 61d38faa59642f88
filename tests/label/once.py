"""What was played once from the same rows is not played again: the rows it left are put back.

Most tests start from a case that many acts brought where it is. On SQLite, the rows that such acts
wrote are noted the first time, and written as they were when the same acts are asked from the same
rows. These rows are known by a number that the database itself keeps (`PRAGMA user_version`): it
goes back with a transaction, and whatever else is written makes it 0, from which everything is
played. PostgreSQL has no such number: the same tests play every act there.
"""

import json
import pickle
from dataclasses import dataclass
from functools import cache, wraps
from itertools import count

from django.conf import Settings, settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.utils import timezone, translation

_READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")
_OF_WORLD = ("now", "lines", "operator", "page")  # what acts change of it
_GIVEN = "sqlite_sequence"
_real_now = timezone.now
_numbers = count(1)
_known = {}


@dataclass(frozen=True)
class Played:
    number: int  # of the rows as they are left
    writes: list  # statements, each with the rows it takes
    left: bytes  # of the world, and what the act gave


def start():
    """Know the rows that are there by a number, outside of any transaction."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block and not _number():
        _set_number(next(_numbers))


def once(act):
    """Let an act on a world, or the making of one, be put back where it was played already."""

    @wraps(act)
    def play(*args, **options):
        if not _may_put_back() or not _number():
            return act(*args, **options)
        world, asked = _asked(args, options)
        key = (_number(), act.__name__, asked)
        if known := _known.get(key):
            return _put_back(known, world)
        before = _rows()
        given = act(*args, **options)
        _known[key] = _note(before, world, given)
        return given

    return play


def _may_put_back() -> bool:
    """Only within a transaction, with the settings of every day."""
    return (
        connection.vendor == "sqlite"
        and connection.in_atomic_block
        and isinstance(settings._wrapped, Settings)
    )


def _asked(args, options):
    """The world, and all that may make a difference besides the rows, as text."""
    world = args[0] if args and hasattr(args[0], "people") else None
    place = [getattr(world, name) for name in _OF_WORLD] if world else []
    hour = None if timezone.now is _real_now else timezone.now()
    asked = [place, args[1:] if world else args, options, hour, translation.get_language()]
    return world, json.dumps(asked, sort_keys=True, default=_name)


def _name(value) -> str:
    return f"{value._meta.label} {value.pk}" if hasattr(value, "_meta") else value.isoformat()


def _note(before: dict, world, given) -> Played:
    after = _rows()
    writes = list(_writes(before, after))
    place = {name: getattr(world, name) for name in _OF_WORLD} if world else {}
    number = next(_numbers)
    _set_number(number)
    return Played(number, writes, pickle.dumps((place, given)))


def _put_back(known: Played, world):
    with connection.cursor() as cursor:
        for statement, rows in known.writes:
            cursor.executemany(statement, rows)
    _set_number(known.number)
    place, given = pickle.loads(known.left)
    for name, value in place.items():
        setattr(world, name, value)
    return given


def _writes(before: dict, after: dict):
    """The statements that lead from some rows to others, each with what it takes.

    Last the numbers that tables have given, which a row written with its own moves too.
    """
    tables = dict(_tables())
    tables[_GIVEN] = tables.pop(_GIVEN)
    for table, columns in tables.items():
        was, now = before[table], after[table]
        if was == now:
            continue
        if table == _GIVEN:
            yield f"DELETE FROM {table} WHERE seq >= %s", [(0,)]
            was = {}
        if gone := [(number,) for number in was.keys() - now.keys()]:
            yield f"DELETE FROM {table} WHERE rowid = %s", gone
        known = was.keys() & now.keys()
        if changed := [(*now[one][1:], one) for one in known if now[one] != was[one]]:
            values = ", ".join(f"{column} = %s" for column in columns)
            yield f"UPDATE {table} SET {values} WHERE rowid = %s", changed
        if new := [row for number, row in now.items() if number not in was]:
            places = ", ".join(["%s"] * (len(columns) + 1))
            yield f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES ({places})", new


def _rows() -> dict[str, dict[int, tuple]]:
    """Every row of every table, by its number."""
    ask = connection.connection.execute
    return {
        table: {row[0]: row for row in ask(f"SELECT rowid, * FROM {table}").fetchall()}
        for table in _tables()
    }


@cache
def _tables() -> dict[str, list[str]]:
    """The columns of each table; what indexes the full text of others follows them by itself."""
    ask = connection.connection.execute
    found = ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    names = [name for (name,) in found if "_fts" not in name]
    return {name: [f'"{row[1]}"' for row in ask(f"PRAGMA table_info({name})")] for name in names}


def _number() -> int:
    connection.ensure_connection()
    return connection.connection.execute("PRAGMA user_version").fetchone()[0]


def _set_number(number: int):
    connection.connection.execute(f"PRAGMA user_version = {number}")


def _forget(execute, sql, params, many, context):
    """Rows that anything else wrote are not those that are known."""
    raw = context["connection"].connection
    if not sql.startswith(_READING) and raw.execute("PRAGMA user_version").fetchone()[0]:
        raw.execute("PRAGMA user_version = 0")
    return execute(sql, params, many, context)


def _watch(sender, connection, **kwargs):
    if connection.vendor == "sqlite" and _forget not in connection.execute_wrappers:
        connection.execute_wrappers.append(_forget)


connection_created.connect(_watch)
