"""How are very many rows put into one table? By COPY on PostgreSQL, by one prepared statement on SQLite.

Django's own way makes an object a row, and takes three times as long. Constraints hold all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from itertools import islice
from queue import Queue
from threading import Thread
from typing import Any

from django.db import connection, models

Value = str | int | bool | date | datetime | None
ROWS_AT_ONCE = 5_000
_WAITING = 40
"""Parts that wait at most until the database has taken those before them."""
_Handed = tuple[str, str]
"""What the thread is to do, and with which statement or rows."""
_putting: ContextVar[_Line] = ContextVar("putting rows down")
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Insert rows of these columns (as the database names them); answers with how many. No keys, no signals.

    Rows may be made one after another: on PostgreSQL they are put down while the next are made, which therefore may not
    ask the database for anything.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    if connection.vendor == "postgresql":
        with putting_down():
            return _putting.get().copy(f"COPY {table} ({names}) FROM STDIN", _as_texts(rows))
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # nosec B608: names of our own tables
    count = 0
    with connection.cursor() as cursor:
        for part in _in_parts(rows):
            cursor.executemany(statement, [[_adapted(value) for value in row] for row in part])
            count += len(part)
    return count


@contextmanager
def putting_down() -> Iterator[None]:
    """Within it PostgreSQL puts the rows of one table down while those of the next are made, too; all are down at its end.

    Nobody may ask the database for anything within it. Elsewhere than on PostgreSQL it does nothing.
    """
    if connection.vendor != "postgresql" or _putting.get(None) is not None:
        yield
        return
    connection.ensure_connection()
    line = _Line(connection.connection)
    token = _putting.set(line)
    try:
        yield
    except BaseException:
        line.break_off()
        raise
    finally:
        _putting.reset(token)
        line.join()
    with connection.wrap_database_errors:
        line.raise_error()


class _Line:
    """A thread that gives what it is handed to one connection of PostgreSQL, table by table."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._handed: Queue[_Handed] = Queue(maxsize=_WAITING)
        self._error: BaseException | None = None
        self._thread = Thread(target=self._work, name="putting rows down")
        self._thread.start()

    def copy(self, statement: str, texts: Iterable[tuple[int, str]]) -> int:
        """Hand over the rows of a table, in texts of so many rows each; answers with how many."""
        count = 0
        for rows, text in texts:
            if not count:
                self._handed.put(("begin", statement))
            self._handed.put(("rows", text))
            count += rows
            if self._error is not None:
                break  # it is raised at the end
        if count:
            self._handed.put(("end", ""))
        return count

    def break_off(self) -> None:
        """Let the table that is being put down fail, and with it the transaction."""
        self._handed.put(("break off", ""))

    def join(self) -> None:
        self._handed.put(("over", ""))
        self._thread.join()

    def raise_error(self) -> None:
        """Raise what the database had against a row."""
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        while (handed := self._handed.get())[0] != "over":
            if handed[0] != "begin" or self._error is not None:
                continue  # after an error the rest is passed over, so that who hands over need not wait for room
            try:
                self._copy(handed[1])
            except BaseException as error:
                self._error = error

    def _copy(self, statement: str) -> None:
        with self._server.cursor() as cursor, cursor.copy(statement) as copy:
            while (handed := self._handed.get())[0] == "rows":
                copy.write(handed[1])
            if handed[0] == "break off":
                raise InterruptedError


def _as_texts(rows: Iterable[Sequence[Value]]) -> Iterator[tuple[int, str]]:
    """Rows as COPY reads them, many at once: how many, and their text."""
    known: list[_Texts] | None = None
    for part in _in_parts(rows):
        known = known or [_Texts() for _ in part[0]]
        columns = zip(*part, strict=True)
        written = (map(texts.__getitem__, column) for texts, column in zip(known, columns, strict=True))
        yield len(part), "\n".join(map("\t".join, zip(*written, strict=True))) + "\n"


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
