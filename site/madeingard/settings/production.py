"""Settings of production: refuses to start on a missing or default secret."""

import urllib.parse

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import OIDC_URL, STORAGES, env

DEBUG = False
SECRET_KEY = env.required("SECRET_KEY", forbidden=("for-development-only", "for-tests-only"))
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must hold at least 50 characters")
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS") or [env.required("ALLOWED_HOSTS")]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts")
WAGTAILADMIN_BASE_URL = env.required("SITE_URL")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must start with https://")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL.rstrip("/")]

STORAGES["staticfiles"] = {"BACKEND": "madeingard.storage.StaticFilesStorage"}

if OIDC_URL and not OIDC_URL.startswith("https://"):
    raise ImproperlyConfigured("OIDC_URL must start with https://")

SECOND_FACTOR_REQUIRED = env.text("SECOND_FACTOR_REQUIRED", "1") != "0"

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^sante/"]  # asked by the platform from inside, over plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

if _mail := env.text("EMAIL_URL"):
    _url = urllib.parse.urlsplit(_mail)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _url.hostname
    EMAIL_PORT = _url.port or 587
    EMAIL_HOST_USER = urllib.parse.unquote(_url.username or "")
    EMAIL_HOST_PASSWORD = urllib.parse.unquote(_url.password or "")
    EMAIL_USE_TLS = "tls=1" in _url.query
    EMAIL_TIMEOUT = 10
