"""Worlds that many tests begin with are built once in a process: afterwards the rows they consist of are put back as they were.

A world is remembered by how it was asked for, and only as what was made of the empty database inside the transaction of a
test. Where the building itself is the question (`built_anew`), or anything else stands in the database already, it is
built by its verbs as ever.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import connection

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Rows = dict[str, list[str]]
"""Each row of each table as the database itself writes it."""
PLAIN = (str, int, date, type(None))
"""What a world may be asked for with and still be remembered (a truth value is an int)."""

READ = (
    "ATTACH_TO",
    "DEMO",
    "FIXED_NOW",
    "MAIL_FROM",
    "MAIL_SERVER",
    "PUBLIC_ADDRESS",
    "TERMS_DIR",
    "WORK_STARTS_ITSELF",
)


@dataclass(frozen=True)
class World:
    """The rows a world consists of, and what the function that built it answered."""

    rows: Rows
    answer: bytes


@dataclass
class _Memory:
    """The empty database of this process's ordinary tests, and the worlds that were made of it."""

    database: str = ""
    empty: Rows | None = None
    worlds: dict[tuple[object, ...], World | None] | None = None
    used: bool = True


_memory = _Memory()


def begin_with(database: str) -> None:
    """The connection goes to this database, which is empty, and every ordinary test of this process starts with it."""
    _memory.database, _memory.empty, _memory.worlds = database, _rows(), {}


@contextmanager
def built_anew() -> Iterator[None]:
    """Within this every world is built by its verbs."""
    before, _memory.used = _memory.used, False
    try:
        yield
    finally:
        _memory.used = before


def remembered(build: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Remember what this function makes of the empty database."""

    @wraps(build)
    def built(*parts: Asked.args, **options: Asked.kwargs) -> Answer:
        plain = all(isinstance(value, PLAIN) for value in (*parts, *options.values()))
        if not (plain and _memory.used and _starts_empty()):
            return build(*parts, **options)
        key = (build.__module__, build.__qualname__, parts, tuple(sorted(options.items())), _settings())
        world = _memory.worlds.get(key)
        if world is not None:
            return _put_back(world)
        answer = build(*parts, **options)
        _memory.worlds[key] = _noted(answer)
        return answer

    return built


def _settings() -> tuple[str, ...]:
    """What verbs read of the settings, which a test may have changed."""
    return tuple(repr(getattr(settings, name, None)) for name in READ)


def _starts_empty() -> bool:
    """Whether this is the database of ordinary tests, in the transaction of one, with nothing in it that was not at first."""
    here = str(connection.settings_dict["NAME"])
    if here != _memory.database or not connection.in_atomic_block:
        return False
    counts = " UNION ALL ".join(f'SELECT count(*) FROM "{table}"' for table in _memory.empty)
    with connection.cursor() as cursor:
        cursor.execute(counts)
        found = [count for (count,) in cursor.fetchall()]
    return found == [len(rows) for rows in _memory.empty.values()]


def _noted(answer: object) -> World | None:
    """The world as it stands; none if it changed what stood there at first."""
    added: Rows = {}
    for table, rows in _rows().items():
        first = set(_memory.empty[table])
        if first - set(rows):
            return None
        added[table] = [row for row in rows if row not in first]
    return World({table: rows for table, rows in added.items() if rows}, pickle.dumps(answer))


def _put_back(world: World) -> object:
    with connection.cursor() as cursor:
        for table, rows in world.rows.items():
            if connection.vendor == "postgresql":
                whole = f'INSERT INTO "{table}" SELECT (kept::"{table}").* FROM unnest(%s::text[]) AS kept'
                cursor.execute(whole, [rows])
            else:
                cursor.execute(f'INSERT INTO "{table}" VALUES ' + ", ".join(f"({row})" for row in rows))
    return pickle.loads(world.answer)


def _rows() -> Rows:
    with connection.cursor() as cursor:
        return {
            table: _rows_of(table, cursor) for table in sorted(connection.introspection.table_names(cursor))
        }


def _rows_of(table: str, cursor) -> list[str]:
    if connection.vendor == "postgresql":
        cursor.execute(f'SELECT kept::text FROM "{table}" AS kept')
    else:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        written = " || ',' || ".join(f'quote("{column}")' for column in columns)
        cursor.execute(f'SELECT {written} FROM "{table}" ORDER BY rowid')
    return [row for (row,) in cursor.fetchall()]
