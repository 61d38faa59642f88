"""Migrations take seconds and end the same until one changes: their result is kept in a file."""

import fcntl
import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.backends.sqlite3 import creation

KEPT = settings.ROOT / "var" / "tests"


class DatabaseCreation(creation.DatabaseCreation):
    def create_test_db(self, verbosity=1, autoclobber=False, serialize=True, keepdb=False):
        kept = kept_tables()
        KEPT.mkdir(parents=True, exist_ok=True)
        # Of parallel processes one migrates, the others wait for what it keeps.
        with (KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                name = super().create_test_db(verbosity, autoclobber, serialize, keepdb)
                self._keep(kept)
                return name
        name = self._get_test_db_name()
        self._create_test_db(verbosity, autoclobber, keepdb)
        self.connection.close()
        settings.DATABASES[self.connection.alias]["NAME"] = name
        self.connection.settings_dict["NAME"] = name
        self.connection.ensure_connection()
        with closing(sqlite3.connect(kept)) as source:
            source.backup(self.connection.connection)
        return name

    def _keep(self, kept: Path):
        for former in KEPT.glob("*.sqlite3"):
            former.unlink(missing_ok=True)
        written = kept.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(written)) as target:
            self.connection.connection.backup(target)
        written.replace(kept)


def kept_tables() -> Path:
    return KEPT / f"{_digest_of_migrations()}.sqlite3"


def _digest_of_migrations() -> str:
    digest = sha256()
    for app in apps.get_app_configs():
        for migration in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label} {migration.name}\n".encode())
            digest.update(migration.read_bytes())
    return digest.hexdigest()
