"""Which column of a sheet means what, where every council writes its own headers? And what do its rows say?

Meanings are asked in order, the exact ones first; a column has one meaning and a meaning has one column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from remit.documents.cells.dates import read_date
from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.text import cell_text, folded, is_shortened
from remit.documents.returns.said import Said
from remit.documents.returns.written import written
from remit.documents.uploads.grid import CellValue, GridRow, GridSheet

Read = Callable[[CellValue], Any]
"""Understands a cell, or raises CellFaultError."""
_HEAD_ROWS = 12
_LONGEST_TEXT = 150
_LONGEST_ID = 40
_NOT_WORDS = re.compile(r"[^a-z0-9/]+")
_HOW_WRITTEN = re.compile(
    r"[(\[]?\b(dd?[/. -]?mm?[/. -]?yy(yy)?|yyyy[/. -]?mm[/. -]?dd)\b[)\]]?|[(\[](m/f(/\w+)*|mandatory|required|optional)[)\]]"
)
"""How a cell is to be filled in, which says nothing of what it means."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column can mean, how its header may be written, and how its cells are read."""

    field: str
    shown: str
    headers: Sequence[str]
    """Patterns of the whole header in small letters without marks, the likeliest first."""
    read: Read
    must_stand: bool = False
    must_say: bool = False
    lenient: bool = False
    """A cell that is not understood is left out and said, and is no fault."""


@dataclass(frozen=True)
class Understood:
    """The row with the headers, where each meaning stands, and the headers nobody knew."""

    row: int
    at: Mapping[str, int]
    headers: Mapping[str, str]
    unknown: Sequence[str]


@dataclass(frozen=True)
class Line:
    """A row read: its number, and what it says by field. What is not in the file is missing from it."""

    row: int
    says: Mapping[str, Any]
    is_number: frozenset[str]
    """Fields whose cell held a number."""


def understand(sheet: GridSheet, meanings: Sequence[Meaning], *, least: int) -> Understood | None:
    """The first row of which at least so many columns mean something and none that must stand is missing; else the best."""
    best: Understood | None = None
    for row in islice(sheet.rows(), _HEAD_ROWS):
        found = _understood(row, meanings)
        if len(found.at) >= least and (best is None or len(found.at) > len(best.at)):
            best = found
            if not lacking(found, meanings):
                return found
    return best


def lacking(understood: Understood, meanings: Sequence[Meaning]) -> list[str]:
    """What must stand in the sheet and does not."""
    return [one.shown for one in meanings if one.must_stand and one.field not in understood.at]


def lines(
    sheet: GridSheet,
    understood: Understood,
    meanings: Sequence[Meaning],
    said: Said,
    *,
    child_field: str = "",
) -> Iterator[Line]:
    """The sound rows below the headers; what is wrong with the others is said, and they are set aside.

    Where the headers stand again they are passed over, and a row that reaches beyond the last of them is told.
    """
    columns = columns_of(understood, meanings)
    headers: tuple[CellValue, ...] = ()
    for grid_row in sheet.rows():
        if grid_row.number <= understood.row:
            headers = named_part(grid_row.cells)
            continue
        if named_part(grid_row.cells) == headers:
            said.headings_again(sheet.name, grid_row.number)
            continue
        if any(cell not in ("", None) for cell in grid_row.cells[len(headers) :]):
            said.slipped(sheet.name, grid_row.number)
        line = line_of(sheet.name, grid_row, columns, said, child_field)
        if line is not None:
            yield line


def named_part(cells: Sequence[CellValue]) -> tuple[CellValue, ...]:
    """The cells up to the last that says something: of headings, those that have a name or stand before one."""
    end = next((place for place in range(len(cells), 0, -1) if cells[place - 1] not in ("", None)), 0)
    return tuple(cells[:end])


class Column(NamedTuple):
    """A column that means something: where it stands, and what its cells said so far."""

    meaning: Meaning
    field: str
    place: int
    header: str
    known: dict[CellValue, Any]


def columns_of(understood: Understood, meanings: Sequence[Meaning]) -> list[Column]:
    """The columns of a sheet that mean something, in the order of the meanings."""
    return [
        Column(one, one.field, understood.at[one.field], understood.headers[one.field], {})
        for one in meanings
        if one.field in understood.at
    ]


_UNKNOWN = object()


def line_of(
    sheet: str, grid_row: GridRow, columns: Sequence[Column], said: Said, child_field: str
) -> Line | None:
    """What a row says; None where it is blank, or is set aside for what is wrong with it and has been said."""
    says: dict[str, Any] = {}
    numbers: set[str] = set()
    sound = True
    cells = grid_row.cells
    width = len(cells)
    if not any(one.place < width and cells[one.place] not in ("", None) for one in columns):
        return None
    for meaning, field, index, header, known in columns:
        value = cells[index] if index < width else ""
        found = known.get(value, _UNKNOWN)
        if found is _UNKNOWN:
            found = known[value] = read_cell(meaning, value)
        if found.__class__ is CellFaultError:
            if meaning.lenient:
                text = f"{found.problem} It was left out."
                said.notice("were not understood", sheet, grid_row.number, header, text)
            else:
                said.fault(sheet, grid_row.number, header, found.problem, found.remedy)
                sound = False
            continue
        if meaning.must_say and found in ("", None):
            said.fault(sheet, grid_row.number, header, f"{meaning.shown} is blank.", "Fill it in.")
            sound = False
        if value.__class__ is float or value.__class__ is int:
            numbers.add(field)
        says[field] = found
    if not sound:
        said.aside(sheet, grid_row.number, str(says.get(child_field, "")))
        return None
    return Line(grid_row.number, says, frozenset(numbers) if numbers else _NO_NUMBERS)


_NO_NUMBERS: frozenset[str] = frozenset()


def read_cell(meaning: Meaning, value: CellValue) -> Any:
    """What a cell says, or the CellFaultError why that is not understood."""
    try:
        return meaning.read(written(value))
    except CellFaultError as fault:
        return fault


def _understood(row: GridRow, meanings: Sequence[Meaning]) -> Understood:
    headers = {index: cell_text(cell) for index, cell in enumerate(row.cells) if cell_text(cell)}
    words = {
        index: _NOT_WORDS.sub(
            " ", _HOW_WRITTEN.sub(" ", folded(text).replace("'", "").replace("’", ""))
        ).strip()
        for index, text in headers.items()
    }
    at: dict[str, int] = {}
    taken: set[int] = set()
    for depth in range(max(len(one.headers) for one in meanings)):
        for meaning in meanings:
            if meaning.field in at or depth >= len(meaning.headers):
                continue
            pattern = meaning.headers[depth]
            index = next(
                (i for i, text in words.items() if i not in taken and re.fullmatch(pattern, text)), None
            )
            if index is not None:
                at[meaning.field] = index
                taken.add(index)
    return Understood(
        row.number,
        at,
        {field: headers[index][:100] for field, index in at.items()},
        [text[:100] for index, text in headers.items() if index not in taken],
    )


def text(value: CellValue) -> str:
    """The words in a cell."""
    if isinstance(value, str) and value.isalnum() and len(value) <= _LONGEST_TEXT:
        return value  # an id, a code, one word: nothing in it is to be put right
    said = cell_text(value).replace("\xa0", " ")
    if len(said) > _LONGEST_TEXT:
        raise CellFaultError(
            f"The cell has {len(said):,} characters. At most {_LONGEST_TEXT} can be kept.", "Shorten it."
        )
    return " ".join(said.split())


def short(value: CellValue) -> str:
    """An id or code of at most 40 characters."""
    said = text(value)
    if len(said) > _LONGEST_ID:
        raise CellFaultError(
            f"“{said[:_LONGEST_ID]}…” is too long for an id.", "Check that the columns have not slipped."
        )
    return said


def child_id(value: CellValue) -> str:
    """The id of a child, unless Excel has shortened it: many ids become the same one."""
    if isinstance(value, str) and value.isalnum() and len(value) <= _LONGEST_ID:
        return value  # as nearly all are: there is a plus in what was shortened
    said = short(value)
    if is_shortened(said):
        raise CellFaultError(
            f"Excel has shortened the id to “{said}”.", "Format the column as text, and write the id again."
        )
    return said


def day(value: CellValue) -> date | None:
    """A day, or None where the cell is blank or says it is not known."""
    return read_date(value).value


def number(value: CellValue) -> int | None:
    """A whole number."""
    said = cell_text(value)
    if not said:
        return None
    try:
        return int(float(said))
    except (ValueError, OverflowError):  # "Infinity" is a number to Python
        raise CellFaultError(
            f"“{said[:40]}” is not a number.", "Write a number, or leave it blank."
        ) from None


def yes_no(value: CellValue) -> bool | None:
    """Yes, no, or None where it is not said."""
    said = unlettered(cell_text(value)).casefold()
    first = re.split(r"[^a-z0-9]+", said)[0] if said else ""
    if first in ("y", "yes", "true", "1"):
        return True
    if first in ("n", "no", "false", "0"):
        return False
    if not said or first in ("unknown", "not", "na", "z", "u"):
        return None
    raise CellFaultError(f"“{said[:40]}” is neither yes nor no.", "Write yes or no, or leave it blank.")


def unlettered(said: str) -> str:
    """What a cell says without the letter that numbers it in a list to choose from: "b) No" is "No"."""
    return re.sub(r"^\s*[a-z]{1,2}\)\s*", "", said)
