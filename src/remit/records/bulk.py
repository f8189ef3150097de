"""How are very many rows put into one table? By COPY on PostgreSQL, by one prepared statement on SQLite.

Django's own way makes an object a row, and takes three times as long. Constraints hold all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from django.db import connection, models

Value = str | int | bool | date | datetime | None
ROWS_AT_ONCE = 5_000
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Insert rows of these columns (as the database names them); answers with how many. No keys, no signals.

    Rows may be made one after another: on PostgreSQL they are put down while the next are made, which therefore may not
    ask the database for anything.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    if connection.vendor == "postgresql":
        return _copy(f"COPY {table} ({names}) FROM STDIN", rows)
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # nosec B608: names of our own tables
    count = 0
    with connection.cursor() as cursor:
        for part in _in_parts(rows):
            cursor.executemany(statement, [[_adapted(value) for value in row] for row in part])
            count += len(part)
    return count


def _copy(statement: str, rows: Iterable[Sequence[Value]]) -> int:
    parts = _in_parts(rows)
    first = next(parts, None)
    if first is None:
        return 0
    from psycopg.copy import QueuedLibpqWriter  # a thread sends what is written, while the next rows are made

    texts, count = [_Texts() for _ in first[0]], 0
    with connection.cursor() as django_cursor:
        cursor = django_cursor.cursor  # Django's wrapper that counts statements knows of no writer
        with cursor.copy(statement, writer=QueuedLibpqWriter(cursor)) as copy:
            for part in chain((first,), parts):
                columns = zip(*part, strict=True)
                written = (
                    map(known.__getitem__, column) for known, column in zip(texts, columns, strict=True)
                )
                copy.write("\n".join(map("\t".join, zip(*written, strict=True))) + "\n")
                count += len(part)
    return count


def _in_parts(rows: Iterable[Sequence[Value]]) -> Iterator[list[Sequence[Value]]]:
    rest = iter(rows)
    while part := list(islice(rest, ROWS_AT_ONCE)):
        yield part


class _Texts(dict[Value, str]):
    """The values of a column as COPY reads them, each written out once. One column: 1 and True are one and the same key."""

    def __missing__(self, value: Value) -> str:
        text = self[value] = _as_text(value)
        return text


def _as_text(value: Value) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPED)
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.isoformat() if isinstance(value, date) else str(value)


def _adapted(value: Value) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if isinstance(value, date) else value
