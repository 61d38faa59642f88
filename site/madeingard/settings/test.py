"""Settings of the test suite: offline, in memory, quick."""

import os
import tempfile
from pathlib import Path

os.environ["TILES_URL"] = "https://tiles.example/{z}/{x}/{y}.png"

from .base import *  # noqa: F403
from .base import DATABASES, MIDDLEWARE, STORAGES

SECRET_KEY = "for-tests-only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
_files = Path(tempfile.gettempdir()) / f"madeingard-tests-{os.getpid()}"
MEDIA_ROOT = _files / "media"
PRIVATE_ROOT = _files / "private"
STATIC_ROOT = _files / "static"
VAR = _files
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "tests.sqlite"
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["OPTIONS"] = {"cached_statements": 1000}
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # or parallel runs would write to disk
DATABASES["default"]["CONN_MAX_AGE"] = 0
# The live server's threads share the connection in memory: their transactions may not mingle.
MIDDLEWARE = ["tests.one_at_a_time.Middleware", *MIDDLEWARE]
STORAGES["private"]["OPTIONS"]["location"] = _files / "private"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PAGE_CACHE = False  # its own tests turn it on
PERIMETER = None
COUNT_VISITS = False  # its writes come at their own time, and tests count queries
