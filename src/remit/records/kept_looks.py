"""How is a look written down? With every page that shows a child, so in one plain statement or two, however many they are.

Django's own way makes an object of every person shown, and takes several times as long as the database does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from remit.records.audit import Look, LookPerson
from remit.records.plans import binding_cursor

COLUMNS = ("viewer_id", "route", "kind", "at", "visit", "reason")
LOOK = (
    f"INSERT INTO {Look._meta.db_table} ({', '.join(COLUMNS)})"  # nosec B608: names of our own
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))}) RETURNING id"
)
PERSONS = f"INSERT INTO {LookPerson._meta.db_table} (look_id, subject_id)"  # nosec B608: the same
AT_ONCE = f"WITH look AS ({LOOK}) {PERSONS} SELECT look.id, unnest(%s::bigint[]) FROM look"  # nosec B608: the same
"""PostgreSQL writes both by one statement, which is all or nothing of itself."""
AFTER_IT = f"{PERSONS} SELECT %s, value FROM json_each(%s)"  # nosec B608: the same


def keep(
    *, viewer: int, route: str, kind: str, at: datetime, visit: str, reason: str, subjects: Iterable[int]
) -> None:
    """Write one look and the persons in it, both or neither."""
    keys = sorted(subjects)
    look: list[Any] = [viewer, route, kind, connection.ops.adapt_datetimefield_value(at), visit, reason]
    if connection.vendor == "postgresql":
        with binding_cursor(connection) as cursor:
            cursor.execute(AT_ONCE, [*look, keys])
        return
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(LOOK, look)
        ((made,),) = cursor.fetchall()
        cursor.execute(AFTER_IT, [made, json.dumps(keys)])
