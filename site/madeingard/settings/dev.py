"""Settings of a developer's machine and of the demonstration."""

from .base import *  # noqa: F403
from .base import VAR, env

DEBUG = env.text("DEBUG", "1") == "1"
SECRET_KEY = env.text("SECRET_KEY", "for-development-only")
ALLOWED_HOSTS = ["*"]
PAGE_CACHE = not DEBUG  # what is being written must show, templates too
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# The site's own addresses, and /mails/: what would have been sent.
ROOT_URLCONF = "madeingard.dev.urls"
MAILS_URL = "/mails/"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
VAR.mkdir(parents=True, exist_ok=True)
