"""Does the database keep what it says it has kept?

PostgreSQL can be told not to, which no drill would show before the day it counts.
"""

from __future__ import annotations

from remit.rules.outcomes import Refused

SAFE = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "local", "remote_write", "remote_apply"},
}
"""What each setting has to be, so that what was acknowledged outlasts a lost machine."""


def refuse_unsafe_server() -> None:
    """Raise a refusal where PostgreSQL may lose what it has acknowledged. Tests and SQLite are let be."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "postgresql" or settings.MAY_LOSE_WRITES:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(SAFE)])
        found = dict(cursor.fetchall())
    why_not(found)


def why_not(found: dict[str, str]) -> None:
    """Raise a refusal for settings under which a write that was acknowledged may be lost."""
    unsafe = sorted(name for name, safe in SAFE.items() if found.get(name, "on") not in safe)
    if unsafe:
        raise Refused(
            f"PostgreSQL runs with {', '.join(unsafe)} off, so it may lose what it said it had saved.",
            remedy="Set each to on in postgresql.conf, reload the server, and start Remit again.",
        )
