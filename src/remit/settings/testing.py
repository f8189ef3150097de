"""The tests: as the demonstration, with quick passwords and no lock-out unless a test asks for it."""

from __future__ import annotations

from remit.settings.demo import *  # noqa: F403

SECRET_KEY = "only for tests, never for people"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
TERMS_DIR = None
LOGIN_URL = LOGOUT_REDIRECT_URL = "sign_in"
WORK_STARTS_ITSELF = False
MAIL_SERVER = ""
PUBLIC_ADDRESS = "https://remit.example"
MAY_LOSE_WRITES = True
