"""A number that stands for a piece of work, locked for a transaction: nothing else that is locked waits for it."""

from __future__ import annotations

from django.db import connection


def lock_number(number: int) -> bool:
    """Lock it until the transaction ends; whether nobody else has it. Where one writes at a time anyway, nobody has."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
