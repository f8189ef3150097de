"""How is a look written down? With every page that shows a child, so in two plain statements, whatever their number.

Django's own way makes an object of every person shown, and takes several times as long as the database does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.db import connection, transaction

from remit.records.audit import Look, LookPerson

EACH = {"postgresql": "SELECT %s, unnest(%s::bigint[])", "sqlite": "SELECT %s, value FROM json_each(%s)"}
"""How a row is made of each of many keys that are handed over as one value."""


def keep(
    *, viewer: int, route: str, kind: str, at: datetime, visit: str, reason: str, subjects: Iterable[int]
) -> None:
    """Write one look and the persons in it, both or neither."""
    look, persons = _statements(connection.vendor)
    keys = sorted(subjects)
    moment = connection.ops.adapt_datetimefield_value(at)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(look, [viewer, route, kind, moment, visit, reason])
        ((made,),) = cursor.fetchall()
        cursor.execute(persons, [made, keys if connection.vendor == "postgresql" else json.dumps(keys)])


@cache
def _statements(vendor: str) -> tuple[str, str]:
    columns = ("viewer_id", "route", "kind", "at", "visit", "reason")
    into = f"INSERT INTO {Look._meta.db_table} ({', '.join(columns)})"  # nosec B608: names of our own
    marks = ", ".join(["%s"] * len(columns))
    persons = f"INSERT INTO {LookPerson._meta.db_table} (look_id, subject_id) {EACH[vendor]}"  # nosec B608: the same
    return f"{into} VALUES ({marks}) RETURNING id", persons
