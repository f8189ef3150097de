"""What does the environment say? The only place that reads it."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    # Writers queue at the start of a transaction instead of failing in the middle of one.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}

POSTGRES_OPTIONS = {
    # So often a prepared question is asked over a connection before the server keeps it; see `records/plans.py`.
    "prepare_threshold": 1,
    # Its plan is made once for all values: to plan takes the server longer than to answer.
    "options": "-c plan_cache_mode=force_generic_plan",
}
CONNECTED_FOR = 600
"""Seconds a connection is kept, and the plans of the questions asked over it."""


def text(name: str, default: str = "") -> str:
    """The value of a variable, without surrounding space."""
    return os.environ.get(name, default).strip()


def truth(name: str) -> bool:
    """Whether a variable says yes."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number, or a refusal that names the variable."""
    written = text(name)
    if not written:
        return default
    if not written.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number.")
    return int(written)


def secret(name: str) -> str:
    """What only Remit is to know: from the file that the variable with _FILE behind it names, or from the variable."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name)
    try:
        return Path(path).read_text().strip()
    except OSError:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read.") from None


def listed(name: str, default: str = "") -> list[str]:
    """The values of a variable that holds several, parted by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str) -> Path | None:
    """A folder that is there, or a refusal that names the variable; None where the variable says nothing."""
    written = text(name)
    if not written:
        return None
    found = Path(written).expanduser().resolve()
    if not found.is_dir():
        raise ImproperlyConfigured(f"{name} names the folder {found}, which is not there.")
    return found


def data_dir() -> Path:
    """The folder for the embedded database and everything else Remit keeps in files."""
    return Path(text("REMIT_DATA_DIR", "var")).expanduser().resolve()


def database() -> dict[str, Any]:
    """The database: PostgreSQL where an address is given, otherwise SQLite in the data folder."""
    address = text("REMIT_DATABASE_URL") or f"sqlite:///{data_dir() / 'remit.sqlite3'}"
    try:
        kept = dj_database_url.parse(address, conn_max_age=CONNECTED_FOR, conn_health_checks=True)
    except ValueError:  # what it says names the address, which may hold a password
        raise ImproperlyConfigured(
            "REMIT_DATABASE_URL is no address of a database. Write it like postgres://USER:PASSWORD@HOST:5432/DATABASE."
        ) from None
    settings: dict[str, Any] = dict(kept)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        Path(str(settings["NAME"])).parent.mkdir(parents=True, exist_ok=True)
        settings["OPTIONS"] = {**SQLITE_OPTIONS, **settings.get("OPTIONS", {})}
    else:
        settings["OPTIONS"] = {**POSTGRES_OPTIONS, **settings.get("OPTIONS", {})}
    return settings


def mail_server() -> str:
    """Where mail goes: the address of an SMTP server, a folder (`file:/path`), Microsoft Graph (`graph:`), or nowhere (empty)."""
    written = text("REMIT_SMTP_URL") or ("graph:" if text("REMIT_GRAPH_TENANT") else "")
    scheme = written.partition(":")[0]
    if written and scheme not in {"smtp", "smtps", "smtp+starttls", "file", "graph"}:
        raise ImproperlyConfigured(
            "REMIT_SMTP_URL must begin with smtp://, smtps:// or smtp+starttls://, like smtp+starttls://user:password@mail.council.example:587."
        )
    if written and scheme != "file" and not text("REMIT_MAIL_FROM"):
        raise ImproperlyConfigured("REMIT_MAIL_FROM must name the address that mail is sent from.")
    return written


def public_address() -> str:
    """The address under which people open Remit, for the links in its mails."""
    written = text("REMIT_ADDRESS", "http://localhost:8000")
    if not written.startswith(("https://", "http://")):
        raise ImproperlyConfigured(
            "REMIT_ADDRESS must begin with https://, like https://remit.council.example."
        )
    return written.rstrip("/")


def fixed_now() -> datetime | None:
    """The moment to take for now, in a trial or a test."""
    written = text("REMIT_NOW")
    if not written:
        return None
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ImproperlyConfigured("REMIT_NOW needs its offset, like 2026-10-12T09:00:00+01:00.")
    return moment


def kept_secret() -> str:
    """The secret a demonstration makes for itself once and keeps in its data folder."""
    path = data_dir() / "secret-key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
