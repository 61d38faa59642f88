"""Settings of the measures: as in production, without TLS, on a database of their own."""

import os
import tempfile
from pathlib import Path

from madeingard.settings.base import *  # noqa: F403
from madeingard.settings.base import DATABASES, ROOT, STORAGES, TEMPLATES

DEBUG = False
SECRET_KEY = "for-measures-only"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
ROOT_URLCONF = "bench.urls"
VAR = Path(os.environ.get("VAR_DIR") or tempfile.mkdtemp(prefix="madeingard-bench-"))
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
STORAGES["staticfiles"] = {"BACKEND": "madeingard.storage.StaticFilesStorage"}
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], ROOT / "bench" / "templates"]
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
