"""How do the rows of a table become rows of values? One pass, faulty rows set aside with everything wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from remit.documents.returns.cells import BadCell, Cells
from remit.documents.returns.model import Table
from remit.documents.returns.said import Said
from remit.documents.returns.tables import COLUMNS, Column, Head
from remit.documents.uploads.grid import CellValue, GridSheet
from remit.terms.codes import Code

Row = list[Any]
"""The number in the file, then what each column of the table says."""


@dataclass
class Values:
    """A table read: its sound rows so far, and where codes stand that only some years have."""

    table: Table
    name: str
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    dated: list[tuple[Row, Column, Code]] = field(default_factory=list)
    there: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Reader:
    column: Column
    index: int | None
    known: dict[CellValue, Any]
    understand: Callable[[CellValue], Any]
    dated: dict[str, Code]


def read_rows(sheet: GridSheet, table: Table, head: Head, cells: Cells, said: Said) -> Values:
    """The rows below the head. Raises UnreadableError where the file stops in the middle."""
    values = Values(table, sheet.name, there=frozenset(head.at))
    readers = [_reader(column, head, cells) for column in COLUMNS[table]]
    width = max(head.at.values()) + 1
    named = max((at + 1 for at, letters in enumerate(head.letters) if letters), default=width)
    names: Sequence[CellValue] = ()
    for grid_row in sheet.rows():
        found = grid_row.cells
        if grid_row.number <= head.row:
            names = found
            continue
        if found == names:
            says = f"Row {grid_row.number} has the names of the columns again, and was not read."
            said.notice("have the names of the columns", table.value, grid_row.number, "", says)
            continue
        if len(found) > named and any(found[named:]):
            said.slipped(table.value, grid_row.number)
        if len(found) < width:
            found = (*found, *("",) * (width - len(found)))
        values.count += 1
        _read_row(grid_row.number, found, readers, values, said)
    return values


def _reader(column: Column, head: Head, cells: Cells) -> _Reader:
    known, understand = cells.reader_of(column)
    codes = cells.codes.sets.get(column.name, {})
    dated = {name: code for name, code in codes.items() if code.first is not None or code.last is not None}
    return _Reader(column, head.at.get(column.name), known, understand, dated)


def _read_row(
    number: int, found: Sequence[CellValue], readers: Sequence[_Reader], values: Values, said: Said
) -> None:
    row: Row = [number]
    bad: list[tuple[Column, BadCell]] = []
    dated: list[tuple[Column, Code]] = []
    for reader in readers:
        value = found[reader.index] if reader.index is not None else ""
        try:
            cell = reader.known[value]
        except KeyError:
            cell = reader.known[value] = reader.understand(value)
        if cell.__class__ is BadCell:
            bad.append((reader.column, cell))
            cell = None
        elif reader.column.must_say and (cell is None or cell == ""):
            bad.append((reader.column, _blank(reader.column)))
        elif reader.dated and cell in reader.dated:
            dated.append((reader.column, reader.dated[cell]))
        row.append(cell)
    if bad and _keep_out(row, bad, values, said):
        return
    values.rows.append(row)
    values.dated.extend((row, column, code) for column, code in dated)


def _keep_out(row: Row, bad: Sequence[tuple[Column, BadCell]], values: Values, said: Said) -> bool:
    """Whether what is bad keeps the row out; what does not is only said, and left blank."""
    table, number = values.table.value, row[0]
    for column, cell in bad:
        if cell.is_fault:
            said.fault(table, number, column.name, cell.problem, cell.remedy)
        else:
            row[1 + [one.name for one in COLUMNS[values.table]].index(column.name)] = ""
            said.notice(
                "have a code that is not known",
                table,
                number,
                column.name,
                f"{cell.problem} It was left out.",
            )
    if any(cell.is_fault for _, cell in bad):
        said.aside(table, number, row[1] or "")
        return True
    return False


def _blank(column: Column) -> BadCell:
    return BadCell(f"{column.name} is blank.", "Fill it in; every row needs one.")
