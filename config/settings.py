"""The one settings file. Everything that differs between installations comes from the environment
(see ``.env.example``)."""

import datetime as dt
import tomllib

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from config.env import BASE_DIR, DEBUG, env, networks, required
from config.exchange import LimitedXLSX

VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]

SECRET_KEY = required("SECRET_KEY", development="only-for-development")
ALLOWED_HOSTS = [
    host.strip()
    for host in required("ALLOWED_HOSTS", development="localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "municipalities",
    "reports",
    "config.apps.SvodAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_countries",
    "django_htmx",
    "import_export",
    "js_lib_bootstrap5",
    "simple_history",
]

MIDDLEWARE = [
    "municipalities.log.NumberMiddleware",
    "config.postgresql.deadline.DeadlineMiddleware",
    "config.health.HealthMiddleware",
    "config.sign_in.TrustedProxyMiddleware",
    "config.requests.OutcomeMiddleware",
    "config.requests.HeadMiddleware",
    "config.pages.Utf8OnlyMiddleware",
    "config.requests.CeilingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.requests.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "municipalities.middleware.IdleSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "municipalities.middleware.NoticeMiddleware",
    "config.pages.ErrorPagesMiddleware",
    "config.pages.SignInRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.pages.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Databases

DATABASES = {
    "default": Env.db_url_config(
        required("DATABASE_URL", development=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue up instead of failing with «database is locked».
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: a save that was acknowledged survives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["ENGINE"] = (
        "config.postgresql"  # waits no longer than config/deadline.py says
    )
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # After a restart of the database the first request is otherwise a 500.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        # A network that died: milliseconds until data must be acknowledged, seconds of silence.
        "tcp_user_timeout": 5000,
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        # Behind PgBouncer the role has them: it takes no options of a connection.
        "server_timeouts": env.bool("DATABASE_TIMEOUTS", default=True),
    } | DATABASES["default"].get("OPTIONS", {})

# People

AUTH_USER_MODEL = "municipalities.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
# Without a request for so long people sign in again; staff see and change everything of the region.
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=12)
CLERK_SESSION_DAYS = env.int("CLERK_SESSION_DAYS", default=14)

# Wrong tries: a name at an address, and an address over all names (see config/sign_in.py).
AXES_HANDLER = "config.sign_in.SignInHandler"
AXES_CLIENT_IP_CALLABLE = "config.sign_in.client_address"
AXES_USERNAME_CALLABLE = "config.sign_in.counted_name"
AXES_LOCKOUT_CALLABLE = "config.sign_in.locked_page"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
SIGN_IN_ADDRESS_CEILING = env.int("SIGN_IN_ADDRESS_CEILING", default=60)
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
# Otherwise a stranger keeps a lock alive for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Language and time: no LocaleMiddleware, or an English browser shows English errors.

LANGUAGE_CODE = "ru"
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]  # what we say otherwise than Django
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Moscow")
USE_TZ = True

# Files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static_files.HashedStaticFiles"
    },
}
# Six texts of 100,000 Cyrillic letters, percent-encoded, fit into one form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
# The review of a long report sends several fields for every row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A mailbox that comes without scripts; the ceiling of a body holds for all of them together.
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
HTTPS = env.bool("HTTPS", default=not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
# Networks of the proxies that say who asks and whether by HTTPS; from others nobody hears it.
TRUSTED_PROXIES = networks("TRUSTED_PROXIES")
if env.bool("BEHIND_PROXY", default=False) and not TRUSTED_PROXIES:
    raise ImproperlyConfigured(
        "Настройки BEHIND_PROXY больше нет: назовите адреса прокси в TRUSTED_PROXIES."
    )
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "config.pages.csrf_failure"

# Mail is optional: without a server nothing but the reset of passwords is lost.

MAIL_WORKS = bool(env.str("EMAIL_URL", default=""))
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="svod@localhost")

# Exchange of reference data: without these any staff user may import and export.

IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_FORMATS = [LimitedXLSX]
IMPORT_EXPORT_IMPORT_IGNORE_BLANK_LINES = True

SIMPLE_HISTORY_REVERT_DISABLED = True

# What is assumed of the region, and what the demonstration may do

BODY_NAME = env.str("BODY_NAME", default="Правительство Смоленской области")
REGION_GENITIVE = env.str("REGION_GENITIVE", default="Смоленской области")
DUE_DAY = env.int("DUE_DAY", default=15)  # of the month after the quarter
# A returned report that lies for so many days is reminded of, and then shown red.
RETURNED_REMIND_DAYS = env.int("RETURNED_REMIND_DAYS", default=3)
RETURNED_RED_DAYS = env.int("RETURNED_RED_DAYS", default=7)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"number": {"()": "municipalities.log.NumberFilter"}},
    # The number of the request stands on its page of an error, too.
    "formatters": {"line": {"format": "%(levelname)s [%(number)s] %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["number"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Its lines hold names that were typed; config/sign_in.py writes ours.
    "loggers": {"axes": {"level": "ERROR"}, "svod": {"level": "INFO"}},
}
