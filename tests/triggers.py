"""The triggers that keep the journal append-only, set aside for what only a test does."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def set_aside():
    """Let rows of append-only tables be written again or emptied, in this connection."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = [row for row in cursor.fetchall() if row[0].startswith("label_")]
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")
        else:
            for _name, sql in triggers:
                cursor.execute(sql)
