"""A demonstration on one machine, with made-up people: no https, a clock that may be stopped, a sign-in page of one click."""

from __future__ import annotations

from remit.settings import environment as env
from remit.settings.base import *  # noqa: F403
from remit.settings.base import DATA_DIR, WEB
from remit.settings.base import STORAGES as BASE_STORAGES

DEMO = True
SECRET_KEY = env.text("REMIT_SECRET_KEY") or env.kept_secret()
FIXED_NOW = env.fixed_now()

MAIL_SERVER = f"file:{DATA_DIR / 'mail'}"
"""Nothing leaves the machine: each mail is a file in this folder."""
MAIL_FROM = "remit@remit.invalid"
MAILBOX = None

# A demonstration is served as it stands in the source tree: nothing to collect first.
STORAGES = {
    **BASE_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = WEB / "static"
STATICFILES_DIRS = []

LOGIN_URL = LOGOUT_REDIRECT_URL = "demo_sign_in"

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
