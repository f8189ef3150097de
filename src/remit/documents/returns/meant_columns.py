"""What do the rows of a long list say? The same as `meant.lines`, asked a column at a time.

A list says the same few things many times. Each distinct cell of a column is understood once, and no row is looked at by
itself but those in which something is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import compress
from typing import Any

from remit.documents.cells.fault import CellFaultError
from remit.documents.returns.meant import (
    Column,
    Meaning,
    Understood,
    columns_of,
    line_of,
    named_part,
    read_cell,
)
from remit.documents.returns.said import Said
from remit.documents.uploads.grid import CellValue, GridRow, GridSheet

_BLANK: tuple[CellValue, ...] = ("", None)


@dataclass(frozen=True)
class Columns:
    """The sound rows of a sheet: their numbers, and what they say by field, in the same order."""

    rows: Sequence[int]
    says: Mapping[str, Sequence[Any]]
    numbers: AbstractSet[int] = frozenset()
    """Rows in which the child's id is a number."""
    left_out: AbstractSet[tuple[int, str]] = frozenset()
    """Rows and fields whose cell was not understood and left out."""

    def of(self, field: str) -> Sequence[Any]:
        """What the rows say of a field: None in every row where the sheet does not have it."""
        return self.says.get(field) or [None] * len(self.rows)

    def each(self, field: str, means: Callable[[Any], Any]) -> list[Any]:
        """What is meant by what the rows say of a field, asked once of each thing said."""
        said = self.of(field)
        known = {one: means(one) for one in set(said)}
        return list(map(known.__getitem__, said))

    def text(self, field: str) -> Sequence[str]:
        """What the rows say of a field in words, empty where they say nothing."""
        said = self.of(field)
        return self.each(field, lambda one: one or "") if None in said else said

    def alike(self, one: int, other: int) -> bool:
        """Whether two rows, by their places, say the same in every field."""
        rows = self.rows[one], self.rows[other]
        left_out = [{field for row, field in self.left_out if row == number} for number in rows]
        return left_out[0] == left_out[1] and all(said[one] == said[other] for said in self.says.values())

    def without(self, gone: Collection[int]) -> Columns:
        """The same without the rows at these places."""
        if not gone:
            return self
        stays = [place not in gone for place in range(len(self.rows))]
        kept = {field: list(compress(said, stays)) for field, said in self.says.items()}
        return Columns(list(compress(self.rows, stays)), kept, self.numbers, self.left_out)


def read_columns(
    sheet: GridSheet, understood: Understood, meanings: Sequence[Meaning], said: Said, *, child_field: str
) -> Columns:
    """The sound rows below the headers; what is wrong with the others is said, and they are set aside."""
    columns = columns_of(understood, meanings)
    rows = _rows(sheet, understood.row, columns, said)
    cells = list(zip(*(row.cells for row in rows), strict=False)) or [()] * _width(columns)
    says: dict[str, list[Any]] = {}
    wrong: set[int] = set()
    for column in columns:
        written = cells[column.place]
        known = _Known(column.meaning)
        says[column.field] = list(map(known.__getitem__, written))
        if known.amiss():
            wrong.update(_wrong(column, says[column.field]))
    gone, left_out = _told(sheet.name, rows, sorted(wrong), columns, said, child_field)
    for row, field in left_out:
        says[field][row] = None
    child = next((one.place for one in columns if one.field == child_field), 0)
    found = Columns(
        [row.number for row in rows],
        says,
        frozenset(rows[place].number for place in _numbers(cells[child])),
        frozenset((rows[place].number, field) for place, field in left_out),
    )
    return found.without(gone)


class _Known(dict[CellValue, Any]):
    """What the cells of a column say, each understood when it is asked for first."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning

    def __missing__(self, value: CellValue) -> Any:
        found = self[value] = read_cell(self._meaning, value)
        return found

    def amiss(self) -> bool:
        """Whether any was not understood, or is blank and must not be."""
        blank = self._meaning.must_say and not set(_BLANK).isdisjoint(self.values())
        return blank or CellFaultError in set(map(type, self.values()))


def _width(columns: Sequence[Column]) -> int:
    return max(one.place for one in columns) + 1


def _rows(sheet: GridSheet, head: int, columns: Sequence[Column], said: Said) -> list[GridRow]:
    """The rows below the headers in which any column that means something says something, all as wide as these reach.

    Where the headers stand again, as in pages put together, they are passed over; a row that reaches beyond the last of
    them is told.
    """
    width, first = _width(columns), columns[0].place
    headers: Sequence[CellValue] = ()
    named = 0
    found = []
    for row in sheet.rows():
        if row.number <= head:
            headers, named = row.cells, len(named_part(row.cells))
            continue
        if row.cells == headers:
            said.headings_again(sheet.name, row.number)
            continue
        if len(row.cells) > named and any(cell not in _BLANK for cell in row.cells[named:]):
            said.slipped(sheet.name, row.number)
        if len(row.cells) < width:
            row = GridRow(row.number, (*row.cells, *("",) * (width - len(row.cells))))
        if row.cells[first] in _BLANK and all(row.cells[one.place] in _BLANK for one in columns):
            continue
        found.append(row)
    return found


def _wrong(column: Column, said: Sequence[Any]) -> Iterable[int]:
    """The places of the cells that were not understood, or are blank and must not be."""
    return (place for place, found in enumerate(said) if _amiss(found, column.meaning.must_say))


def _amiss(found: Any, must_say: bool) -> bool:
    return found.__class__ is CellFaultError or (must_say and found in _BLANK)


def _told(
    sheet: str,
    rows: Sequence[GridRow],
    wrong: Iterable[int],
    columns: Sequence[Column],
    said: Said,
    child_field: str,
) -> tuple[set[int], list[tuple[int, str]]]:
    """Say what is wrong in these rows. Answers with the places of those set aside, and the cells left out of the others."""
    gone: set[int] = set()
    left_out: list[tuple[int, str]] = []
    for place in wrong:
        line = line_of(sheet, rows[place], columns, said, child_field)
        if line is None:
            gone.add(place)
        else:
            left_out += [(place, one.field) for one in columns if one.field not in line.says]
    return gone, left_out


def _numbers(written: Sequence[CellValue]) -> Iterable[int]:
    if not {int, float} & set(map(type, written)):
        return ()
    return (place for place, value in enumerate(written) if value.__class__ in (int, float))
