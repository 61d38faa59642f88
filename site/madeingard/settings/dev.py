"""Settings of a developer's machine and of the demonstration."""

from .base import *  # noqa: F403
from .base import VAR, env

DEBUG = env.text("DEBUG", "1") == "1"
SECRET_KEY = env.text("SECRET_KEY", "for-development-only")
ALLOWED_HOSTS = ["*"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
VAR.mkdir(parents=True, exist_ok=True)
