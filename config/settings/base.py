"""Settings that hold everywhere. Whatever differs or is secret comes from the environment."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pghistory
from celery.schedules import crontab

from config.databases import connection
from config.environment import env, field_keys
from config.titles import TITLES

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env.str("SECRET_KEY", default="")
FIELD_KEYS = field_keys(env.str("FIELD_KEY", default=""))  # key id → base64 of 32 bytes
FIELD_KEY_ID = next(iter(FIELD_KEYS), "")  # new values are encrypted with the first
INDEX_KEY = env.str("INDEX_KEY", default="")

# Addresses or networks of proxies before us, “unix” for one that comes through a socket: only
# what these say about the client's address is believed.
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", default=[])

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])

# The demo's clock stands still; elsewhere the business day is today in Shanghai.
DEMO = env.bool("DEMO", default=False)
_fixed = env.str("BUSINESS_DAY", default="") if DEMO else ""
BUSINESS_DAY = date.fromisoformat(_fixed) if _fixed else None

INSTALLED_APPS = [
    "config",
    "reports",
    "supervision",
    "assessments",
    "cadres",
    "rulebook",
    "accounts",
    "audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its templates, which ours override
    "pgtrigger",
    "pghistory",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.ActingMiddleware",  # opens the transaction, sets scope and actor
    "django_htmx.middleware.HtmxMiddleware",
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
                "accounts.context_processors.frame",
                "accounts.administration.banner.overrides",
                "reports.nav.nav",
            ],
        },
    },
]

# pghistory's own default leaves deletions out.
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
# Heads of the audit chain, noted by the hour and by `verify_audit`, out of the database's reach.
AUDIT_HEADS = Path(env.str("AUDIT_HEADS", default=str(DATA_DIR / "heads.log")))

# Fonts of the office's own, for characters of names that the packaged ones have not.
EXTRA_FONT_DIR = env.str("EXTRA_FONT_DIR", default="")

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CSRF_FAILURE_VIEW = "reports.views.errors.csrf_failure"
# A township's grid: 150 cadres, five cells and one hidden field each, and more in big towns.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Whatever is larger is not kept, not even for a moment; pages have narrower bounds of their own.
LARGEST_UPLOAD = 20 * 2**20  # bytes
FILE_UPLOAD_HANDLERS = [
    "accounts.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

DATABASES = {"default": connection()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PasswordBackend"]
LOGIN_URL = "/account/log-in/"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"accounts.passwords.{name}"}
    for name in ("LongEnough", "MixedEnough", "NotTheName", "NotAFavourite")
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SECOND_FACTOR = "totp"  # the kind that new enrolments get, of accounts/factors.py
# Real time, whatever the business day. The row of a session outlives it by some hours and the
# cookie lasts until the browser closes: a form that comes too late is still known to be somebody's.
SESSION_IDLE = timedelta(minutes=env.int("SESSION_IDLE_MINUTES", default=15))
SESSION_ABSOLUTE = timedelta(hours=env.int("SESSION_ABSOLUTE_HOURS", default=8))
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
PAGE_TITLES = TITLES
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    # No nonce, nothing inline: htmx runs with allowEval and its indicator styles off.
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    },
}

LANGUAGE_CODE = "zh-hans"
USE_I18N = True  # Django's own texts in Chinese; ours are Chinese in the source, no gettext
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]

CELERY_BROKER_URL = env.str("REDIS_URL", default="")
CELERY_RESULT_BACKEND = CELERY_BROKER_URL
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True  # a killed worker's task is done again: tasks are idempotent
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
# One beat only: `serve` gives its worker one, production runs `celery -A config beat` once.
CELERY_BEAT_SCHEDULE = {
    "note-head": {"task": "audit.tasks.note_head", "schedule": crontab(minute="0")},
    "drop-exports": {"task": "reports.tasks.drop_exports", "schedule": crontab(minute="20")},
}
# The way by which apps, which may not import config, get workers (see config/workers.py).
TASK_WORKERS = "config.workers.workers"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "redacted": {
            "()": "config.redaction.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "redacted"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # Without this Django adds a console handler of its own, which would not redact.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
