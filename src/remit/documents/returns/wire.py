"""How does a return cross from the process that read it? As plain values that JSON can hold, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints

from remit.documents.returns.model import (
    CareLeaverRow,
    DeprivationRow,
    EpisodeRow,
    Fault,
    HeaderRow,
    LeaverRow,
    LookedAfterRow,
    MissingRow,
    Notice,
    ReviewRow,
    SetAside,
    Ssda903File,
    Table,
    TableRead,
    UnaccompaniedRow,
    WorkerRow,
)
from remit.documents.returns.said import Said

_BATCH = 5_000
_KINDS: Mapping[Table, type[Any]] = {
    Table.HEADER: HeaderRow,
    Table.EPISODES: EpisodeRow,
    Table.REVIEWS: ReviewRow,
    Table.UASC: UnaccompaniedRow,
    Table.OC3: CareLeaverRow,
    Table.MISSING: MissingRow,
    Table.WORKERS: WorkerRow,
    Table.DEPRIVATION: DeprivationRow,
}
Value = TypeVar("Value")


def said_plain(said: Said) -> dict[str, Any]:
    """Faults, rows set aside and warnings, for any kind of file."""
    return {
        "faults": [astuple(one) for one in said.all_faults()],
        "set_aside": [astuple(one) for one in said.set_aside],
        "warnings": [astuple(one) for one in said.notices()],
    }


def said_again(plain: Mapping[str, Any]) -> dict[str, Any]:
    """What `said_plain` was made from, by the names every kind of file has for it."""
    return {
        "faults": tuple(_naming(Fault, one) for one in plain["faults"]),
        "set_aside": tuple(SetAside(*one) for one in plain["set_aside"]),
        "warnings": tuple(_naming(Notice, one) for one in plain["warnings"]),
    }


def _naming(kind: Callable[..., Value], plain: Sequence[Any]) -> Value:
    """A fault or notice, with the children it names."""
    *said, children = plain
    return kind(*said, tuple(children))


def plain_rows(rows: Iterable[Sequence[Any]], days: Sequence[int]) -> Iterator[list[Any]]:
    """Rows in batches, their days as numbers."""
    batch = []
    for row in rows:
        plain = list(row)
        for index in days:
            if plain[index] is not None:
                plain[index] = plain[index].toordinal()
        batch.append(plain)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


Column = Sequence[Any] | str
"""What the rows say in one field; of few things that are said again and again, these, and in a text which of them."""


def plain_columns(kind: type[Any], columns: Iterable[Sequence[Any]]) -> Iterator[list[list[Column]]]:
    """Rows of that kind, given and answered a column for each of its fields, in batches, their days as numbers."""
    days = days_of_columns(kind)
    plain = [_mapped(column, date.toordinal) if at in days else column for at, column in enumerate(columns)]
    for first in range(0, len(plain[0]), _BATCH):
        yield [_in_short(column[first : first + _BATCH]) for column in plain]


def rows_of_columns(
    kind: type[LookedAfterRow] | type[LeaverRow], batch: Iterable[Sequence[Column]]
) -> Iterator[LookedAfterRow | LeaverRow]:
    """The rows a batch of columns was made from."""
    days = days_of_columns(kind)
    columns = [
        _mapped(column, date.fromordinal) if at in days else column
        for at, column in enumerate(map(_in_full, batch))
    ]
    return map(kind._make, zip(*columns, strict=True))


_FEW = 0x80
"""So many letters there are above ASCII that one byte holds: JSON leaves them as they are, and Python counts in bytes."""


def _in_short(column: Sequence[Any]) -> list[Column]:
    """A column with the things said in it, and which of them each row says, where they are few; else as it is."""
    said = list(dict.fromkeys(column))
    if len(said) > _FEW:
        return [column]
    letters = {one: at + _FEW for at, one in enumerate(said)}
    return [said, bytes(map(letters.__getitem__, column)).decode("latin-1")]


def _in_full(column: Sequence[Column]) -> Sequence[Any]:
    """The column `_in_short` was given."""
    said, *which = column
    if not which:
        return said
    return list(map(said.__getitem__, str(which[0]).encode("latin-1").translate(_PLACES)))


_PLACES = bytes(at % _FEW for at in range(2 * _FEW))
"""Which of the things said a letter stands for."""


def _mapped(column: Sequence[Any], means: Callable[[Any], Any]) -> list[Any]:
    """A column with each thing that is said in it turned into another, once; None stays."""
    known = {one: None if one is None else means(one) for one in set(column)}
    return list(map(known.__getitem__, column))


def days_of(kind: type[Any]) -> tuple[int, ...]:
    """Where the days stand in a row."""
    return tuple(index for index, one in enumerate(fields(kind)) if str(one.type).startswith("date"))


def days_of_columns(kind: type[Any]) -> tuple[int, ...]:
    """Where the days stand in a row of a list."""
    return tuple(index for index, said in enumerate(get_type_hints(kind).values()) if date in get_args(said))


def rows_again(kind: type[Value], batch: Iterable[list[Any]]) -> Iterator[Value]:
    """The rows a batch was made from."""
    days = days_of(kind)
    for row in batch:
        for index in days:
            if row[index] is not None:
                row[index] = date.fromordinal(row[index])
        yield kind(*row)


def to_plain(
    head: Mapping[str, Any],
    rows: Mapping[Table, Sequence[Sequence[Any]]],
    said: Said,
    unlinked: Sequence[Notice],
) -> Iterator[object]:
    """The return without its rows, then the rows in batches, each with the table they are of."""
    yield {**head, **said_plain(said), "unlinked": [astuple(one) for one in unlinked]}
    for table, found in rows.items():
        for batch in plain_rows(found, days_of(_KINDS[table])):
            yield [table.value, batch]


def from_plain(parts: Sequence[Any]) -> Ssda903File:
    """The return those plain values were made from."""
    plain, *batches = parts
    rows: dict[Table, list[Any]] = {table: [] for table in _KINDS}
    for name, batch in batches:
        table = Table(name)
        rows[table].extend(rows_again(_KINDS[table], batch))
    return Ssda903File(
        filename=plain["filename"],
        digest=plain["digest"],
        year=plain["year"],
        tables=tuple(TableRead(Table(table), *rest) for table, *rest in plain["tables"]),
        headers=tuple(rows[Table.HEADER]),
        episodes=tuple(rows[Table.EPISODES]),
        reviews=tuple(rows[Table.REVIEWS]),
        unaccompanied=tuple(rows[Table.UASC]),
        care_leavers=tuple(rows[Table.OC3]),
        missing=tuple(rows[Table.MISSING]),
        workers=tuple(rows[Table.WORKERS]),
        deprivations=tuple(rows[Table.DEPRIVATION]),
        unlinked=tuple(_naming(Notice, one) for one in plain["unlinked"]),
        number_ids=frozenset(plain["number_ids"]),
        **said_again(plain),
    )
