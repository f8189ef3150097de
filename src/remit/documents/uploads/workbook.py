"""What is in the sheets of an Excel workbook that has been found safe to open?"""

from __future__ import annotations

import io
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from remit.documents.uploads.grid import GridRow
from remit.documents.uploads.limits import LIST, Room
from remit.documents.uploads.unreadable import UnreadableError

_SAVE_AGAIN = "Open it in Excel, save it under a new name as an Excel workbook (.xlsx), and upload that."


class WorkbookSheet:
    """One sheet; its cells are parsed when its rows are asked for. The workbook remembers the last one parsed."""

    def __init__(self, parsed: Parsed, described: SheetMetadata) -> None:
        self.name = described.name
        self.hidden = described.visible is not SheetVisibleEnum.Visible
        self._parsed = parsed

    def rows(self) -> Iterator[GridRow]:
        """The rows from the top, blank ones left out, each with the number Excel shows."""
        sheet = self._parsed.sheet(self.name)
        if sheet.start is None:
            return
        left = ("",) * sheet.start[1]
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if any(cell != "" for cell in cells):
                yield GridRow(number, (*left, *cells))


class Parsed:
    """The workbook, with the last sheet asked for kept in memory and no other."""

    def __init__(self, content: bytes, room: Room = LIST) -> None:
        self._room = room
        try:
            self._workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        except PasswordError:
            raise UnreadableError(
                "The workbook is protected with a password.", "Take the password off and upload it again."
            ) from None
        except CalamineError:
            raise UnreadableError("The workbook is damaged.", _SAVE_AGAIN) from None
        self._last: CalamineSheet | None = None

    def sheets(self) -> list[WorkbookSheet]:
        """The worksheets in the order of their tabs; charts and macro sheets are not for reading."""
        described = self._workbook.sheets_metadata
        return [WorkbookSheet(self, one) for one in described if one.typ is SheetTypeEnum.WorkSheet]

    def sheet(self, name: str) -> CalamineSheet:
        """The sheet of that name, parsed."""
        if self._last is None or self._last.name != name:
            self._last = None
            try:
                self._last = self._workbook.get_sheet_by_name(name)
            except CalamineError:
                raise UnreadableError(f"The sheet “{name}” is damaged.", _SAVE_AGAIN) from None
            _refuse_too_long(self._last, self._room.rows)
        return self._last


def _refuse_too_long(sheet: CalamineSheet, most: int) -> None:
    if sheet.total_height > most:
        raise UnreadableError(
            f"The sheet “{sheet.name}” has {sheet.total_height:,} rows. Remit reads at most {most:,}.",
            "Save a copy with only the open list in it and upload that.",
        )
