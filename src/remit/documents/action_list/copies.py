"""Which copy of the list is this workbook? One that Remit wrote says so on a tab nobody sees, so that it is known again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from remit.documents.cells.text import cell_text
from remit.documents.uploads.grid import GridRow, GridSheet

TAB = "remit"
_FIRST = "remit action list"
_LONGEST = 40


def write_mark(page: Worksheet, mark: str, written: Mapping[str, int]) -> None:
    """The mark of this copy, then for each entry what it was written from."""
    page.write_string(0, 0, _FIRST)
    page.write_string(0, 1, mark)
    for row, (entry, detail) in enumerate(written.items(), start=1):
        page.write_string(row, 0, entry)
        page.write_string(row, 1, str(detail))
    page.protect("")
    page.very_hidden()


def without_mark(sheets: Sequence[GridSheet]) -> tuple[list[GridSheet], GridSheet | None]:
    """The sheets people see, and the one that carries the mark; known by what it says, whatever it is called now."""
    mark = next((one for one in sheets if one.hidden and _is_mark(next(iter(one.rows()), None))), None)
    return [one for one in sheets if one is not mark], mark


def mark_of(sheet: GridSheet | None) -> tuple[str, dict[str, int]]:
    """The mark, and by entry what it was written from; nothing where there is no such tab, or it was tampered with."""
    if sheet is None:
        return "", {}
    lines = [_line(row) for row in sheet.rows()]
    return lines[0][1][:_LONGEST], dict(_entries(lines[1:]))


def _entries(lines: Iterable[list[str]]) -> Iterable[tuple[str, int]]:
    for entry, detail, *_ in lines:
        if entry and detail.isdecimal() and len(detail) < 19:
            yield entry, int(detail)


def _is_mark(row: GridRow | None) -> bool:
    return row is not None and row.number == 1 and _line(row)[0] == _FIRST


def _line(row: GridRow) -> list[str]:
    said = [cell_text(cell) for cell in row.cells]
    return [*said, "", ""][: max(len(said), 2)]
