"""What holds for Remit everywhere; a demonstration and the tests differ only where they say so."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from remit.settings import environment as env
from remit.settings.csp import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from remit.settings.graph import graph
from remit.settings.logs import logging_to_stderr
from remit.settings.mailbox import mailbox

WEB = Path(__file__).resolve().parent.parent / "web"

DEMO = False
DEBUG = False
SECRET_KEY = env.text("REMIT_SECRET_KEY")
"""Empty here means not set: `remit.web.apps` then refuses to start."""
FIXED_NOW: datetime | None = None
"""Only a demonstration or a test may stop the clock."""
DATA_DIR = env.data_dir()
TERMS_DIR = env.folder("REMIT_TERMS_DIR")
"""The authority's own folder, for what is not adopted from it: its routes."""
ALLOWED_HOSTS = env.listed("REMIT_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
BEHIND_PROXY = env.truth("REMIT_BEHIND_PROXY")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "remit.records",
    "remit.web",
]

MIDDLEWARE = [
    "remit.web.middleware.Arrival",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "remit.web.middleware.UploadLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "remit.web.middleware.IdleTimeOut",
    "remit.web.middleware.Looking",
    "remit.web.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "remit.web.urls"
WSGI_APPLICATION = "remit.wsgi.application"
DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [WEB / "templates", *sorted(WEB.glob("*/templates"))],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "remit.web.jinja.environment",
            "context_processors": ["remit.web.layout.surroundings"],
        },
    }
]

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = [WEB / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
"""Only our own folder: what other packages bring is not served."""
STATIC_ROOT = Path(env.text("REMIT_STATIC_ROOT") or DATA_DIR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "remit.web.staticfiles.Static"},
}

AUTH_USER_MODEL = "records.Staff"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "remit.records.accounts.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "remit.web.errors.locked_out"

SESSION_ENGINE = "remit.records.sessions"
SESSION_COOKIE_NAME = "remit_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
IDLE_TIME_OUT = timedelta(minutes=env.number("REMIT_IDLE_MINUTES", 60))
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
"""In the session, not in a cookie: a message may carry a child's name."""

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "remit_csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "remit.web.errors.forged"
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
"""Other hosts under the council's name are not ours to promise https for."""

WORK_STARTS_ITSELF = env.truth("REMIT_WORK_BY_TIMER") is False
"""Whether a page starts the process that loads a large file; otherwise only `remit work` and `remit sweep` do."""
UPLOAD_LIMIT = env.number("REMIT_UPLOAD_MEGABYTES", 20) * 1024 * 1024
"""The longest request taken in, files included."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
FILE_UPLOAD_PERMISSIONS = 0o600

MAIL_SERVER = env.mail_server()
"""Empty: messages wait in the outbox, and its page says so."""
GRAPH = graph()
"""How Remit signs in where mail goes by Microsoft Graph."""
MAIL_FROM = env.text("REMIT_MAIL_FROM", "remit@remit.invalid")
ATTACH_TO = env.listed("REMIT_ATTACH_TO")
"""Domains whose addresses are sent files; to all others go links only."""
MAILBOX = mailbox()
"""None: nothing is read; mails that come back go unnoticed."""
MAY_LOSE_WRITES = False
"""Only the tests run on a PostgreSQL that is allowed to forget."""
PUBLIC_ADDRESS = env.public_address()

LOGGING = logging_to_stderr(env.text("REMIT_LOG_LEVEL", "INFO").upper())
