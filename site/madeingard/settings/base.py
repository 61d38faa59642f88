"""Settings shared by development, tests and production. See .env.example for what may be set."""

from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from . import environment as env

ROOT = env.ROOT
env.load_env_file(ROOT / ".env")
VAR = Path(env.text("VAR_DIR", str(ROOT / "var")))

# --- Applications -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "madeingard.users",
    "home",
    "directory",
    "label",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.embeds",
    "wagtail.sites",
    "madeingard.users.wagtail_app.AdminUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailgeowidget",
    "modelcluster",
    "taggit",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "directory.visits.VisitMiddleware",  # outside of the page cache: kept answers count too
    "madeingard.page_cache.EditionMiddleware",
    "madeingard.page_cache.PageCacheMiddleware",  # outside of what compresses and sets headers
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "madeingard.security.ContentSecurityPolicyMiddleware",
    "madeingard.security.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "madeingard.language.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "madeingard.typography.TypographyMiddleware",  # inside of what tells the length and compresses
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "madeingard.users.second_factor.SecondFactorMiddleware",
    "madeingard.users.devices.LastSeenMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "madeingard.urls"
WSGI_APPLICATION = "madeingard.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": ["home.templatetags.site"],
        },
    }
]

# --- Data ---------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR / 'madeingard.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Concurrent readers, writers that wait their turn instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # Statements are short: to compile one takes PostgreSQL longer than to run it. Indexes are in
    # memory or on disks that seek at once.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c random_page_cost=1.1"
    )

CACHES = {
    "default": {"BACKEND": "madeingard.users.shared_cache.Cache"},
    "shared": {  # what limits count, the same for all processes
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "users_sharedcount",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
# Whole answers kept in the memory of each process, a minute at most (madeingard/page_cache.py).
PAGE_CACHE = env.text("PAGE_CACHE", "1") == "1"
# Tables, by the beginning of their name, of which nothing ever shows on a public page: writing
# there does not begin an edition (home/edition.py). What visits themselves write belongs here.
UNSEEN_TABLES = (
    *("home_edition", "django_session", "django_admin_log", "django_migrations"),
    *("wagtailcore_pagelogentry", "wagtailcore_modellogentry", "wagtailcore_referenceindex"),
    *("wagtailadmin_editingsession", "wagtailusers_"),
    *("directory_visitcount", "directory_reminder", "label_readaccess"),
    *("account_", "mfa_", "socialaccount_", "usersessions_", "users_sharedcount", "sqlite_", "pg_"),
)

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "madeingard.users.backends.PermissionBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "directory:espace_home"
SESSION_COOKIE_AGE = 30 * 24 * 3600  # seconds

# Nobody has a password: a code by mail, then a passkey or an application's code for who has one.
ACCOUNT_ADAPTER = "madeingard.users.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs in has proved the address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {  # per network (ip), address (key) or person (user)
    "request_login_code": "60/10m/ip,4/10m/key,20/d/key",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before what matters, of those who have a second factor
MFA_ADAPTER = "madeingard.users.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "madeingard.users.second_factor_forms.AuthenticateForm",
    "reauthenticate": "madeingard.users.second_factor_forms.ReauthenticateForm",
    "authenticate_webauthn": "madeingard.users.second_factor_forms.AuthenticateKeyForm",
    "login_webauthn": "madeingard.users.second_factor_forms.LoginKeyForm",
    "reauthenticate_webauthn": "madeingard.users.second_factor_forms.ReauthenticateKeyForm",
    "activate_totp": "madeingard.users.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "madeingard.users.second_factor_forms.AddPasskeyForm",
    "edit_webauthn": "madeingard.users.second_factor_forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Made in Gard"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute late
SOCIALACCOUNT_ADAPTER = "madeingard.users.oidc.SocialAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
# One OpenID Connect provider, as ProConnect; without its address none is offered.
OIDC_URL = env.text("OIDC_URL")
OIDC_NAME = env.text("OIDC_NAME", "ProConnect")
_oidc_acr_values = env.text("OIDC_ACR_VALUES")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "madeingard.users.oidc.Provider",
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {
                    "server_url": OIDC_URL,
                    "scope": env.text("OIDC_SCOPES", "openid email profile").split(),
                    "auth_params": {"acr_values": _oidc_acr_values} if _oidc_acr_values else {},
                },
            }
        ],
    }
}
# Where the team may not go without one; required in production.
SECOND_FACTOR_REQUIRED = False
SECOND_FACTOR_PATHS = ("/admin/", "/espace/", "/documents/")
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------

# Leaflet comes from django-leaflet's wheel; only its files are used, not its Django application.
LEAFLET_STATIC = Path(find_spec("leaflet").submodule_search_locations[0]) / "static"
STATICFILES_DIRS = [ROOT / "site" / "static", LEAFLET_STATIC]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
PRIVATE_ROOT = VAR / "private"  # files that no address serves
# The antivirus of evidence, a dotted path (label/antivirus.py); empty: none
EVIDENCE_SCANNER = env.text("EVIDENCE_SCANNER", "")
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "/run/clamav/clamd.ctl")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # What people show to the team alone: under no address, served by a view of the admin.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "private", "base_url": None},
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor

# --- Wagtail ------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Made in Gard"
WAGTAILADMIN_BASE_URL = env.text("SITE_URL", "http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "home.SiteImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
TAGGIT_CASE_INSENSITIVE = True
GEO_WIDGET_DEFAULT_LOCATION = {"lng": 4.3601, "lat": 43.8367}
GEO_WIDGET_ZOOM = 12

# --- Territory ----------------------------------------------------------------------------------

# INSEE codes of the communes where the territory acts; None: the 39 of Nîmes Métropole.
PERIMETER = env.items("PERIMETER") or None

# --- Label --------------------------------------------------------------------------------------

# What seals the score sheets (docs/sealing.md), the newest first; empty: SECRET_KEY.
LABEL_SEALING_SECRETS = env.items("LABEL_SEALING_SECRET")

# --- Map and outside services: nothing is asked before the reader (or an editor) asks -------------

TILES_URL = env.optional(
    "TILES_URL",
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
    "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
)
TILES_ATTRIBUTION = env.text("TILES_ATTRIBUTION", "© IGN – Plan IGN")
# Where "Y aller" leads when the reader clicks it; empty: no such link.
DIRECTIONS_URL = env.optional(
    "DIRECTIONS_URL", "https://www.openstreetmap.org/directions?to={latitude}%2C{longitude}"
)
GEO_API_URL = env.text("GEO_API_URL", "https://geo.api.gouv.fr")
# Where the server asks for the position of an address that a producer types; empty: nowhere, and
# a place stands at its commune. The national service: https://data.geopf.fr/geocodage/search
GEOCODER_URL = env.text("GEOCODER_URL")

# Numbers by week of how listings are met, for their producers; nothing of who read them.
COUNT_VISITS = True

# --- Mail ---------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Made in Gard <bonjour@madeingard.example>")
SERVER_EMAIL = env.text("SERVER_EMAIL", DEFAULT_FROM_EMAIL)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mails"
MAILS_URL = ""  # where mails that were not sent are shown; development alone has such a page

# The header in which the reverse proxy writes the visitor's address, as X-Forwarded-For; empty: the
# connection's own. It bounds how many recipes one network may propose in a day.
CLIENT_ADDRESS_HEADER = env.text("CLIENT_ADDRESS_HEADER")

# --- Security -----------------------------------------------------------------------------------

TILES_ORIGIN = "/".join(TILES_URL.split("/")[:3])
OIDC_ORIGIN = "/".join(OIDC_URL.split("/")[:3])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([TILES_ORIGIN] if TILES_ORIGIN else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *([OIDC_ORIGIN] if OIDC_URL else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Wagtail's editor needs inline scripts and styles; it is served to the team alone.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", *([TILES_ORIGIN] if TILES_ORIGIN else [])],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
}
ADMIN_PATH = "/admin/"
X_FRAME_OPTIONS = "DENY"  # Wagtail itself lets its previews be framed by the admin
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
PERMISSIONS_POLICY = {
    "geolocation": ["self"],
    "camera": [],
    "microphone": [],
    "payment": [],
    "usb": [],
    "publickey-credentials-create": ["self"],
    "publickey-credentials-get": ["self"],
    "browsing-topics": [],
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"madeingard": {"level": "INFO"}, "directory": {"level": "INFO"}},
}
