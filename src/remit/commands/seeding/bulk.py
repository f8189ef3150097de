"""How do many rows get into a table at once? By COPY where the database has it, else as any rows do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

_ROWS_AT_ONCE = 2_000


def put_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of these columns, by their names in the database. Every column without a default must be among them."""
    if connection.vendor == "postgresql":
        _copy(model, columns, rows)
    else:
        made = (model(**dict(zip(columns, row, strict=True))) for row in rows)
        model._default_manager.bulk_create(made, batch_size=_ROWS_AT_ONCE)


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    named = ", ".join(map(quote, columns))
    # The names are those of our own tables and columns; what is written goes as data.
    statement = f"COPY {quote(model._meta.db_table)} ({named}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
