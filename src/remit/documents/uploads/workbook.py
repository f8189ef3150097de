"""What is in the sheets of an Excel workbook that has been found safe to open?"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise

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

MOST_KEPT = 1_000_000
"""Cells of all sheets that are kept once they are parsed: a sheet is asked for again and again."""
_SAVE_AGAIN = "Open it in Excel, save it under a new name as an Excel workbook (.xlsx), and upload that."


class WorkbookSheet:
    """One sheet; its cells are parsed when its rows are asked for."""

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
            if cells.count("") < len(cells):
                yield GridRow(number, (*left, *cells) if left else tuple(cells))


class Parsed:
    """The workbook, with the sheets that were parsed last kept in memory, as far as they are small together."""

    def __init__(self, content: bytes, room: Room = LIST, *, ahead: bool = False) -> None:
        self._room = room
        try:
            self._workbook = _opened(content)
        except PasswordError:
            raise UnreadableError(
                "The workbook is protected with a password.", "Take the password off and upload it again."
            ) from None
        except CalamineError:
            raise UnreadableError("The workbook is damaged.", _SAVE_AGAIN) from None
        self._kept: dict[str, CalamineSheet] = {}
        self._ahead = _Ahead(content, [one.name for one in self.sheets()]) if ahead else None

    def sheets(self) -> list[WorkbookSheet]:
        """The worksheets in the order of their tabs; charts and macro sheets are not for reading."""
        described = self._workbook.sheets_metadata
        return [WorkbookSheet(self, one) for one in described if one.typ is SheetTypeEnum.WorkSheet]

    def sheet(self, name: str) -> CalamineSheet:
        """The sheet of that name, parsed."""
        if name not in self._kept:
            self._make_room(MOST_KEPT)
            try:
                sheet = (
                    self._ahead.sheet(name, self._workbook)
                    if self._ahead
                    else self._workbook.get_sheet_by_name(name)
                )
            except CalamineError:
                raise UnreadableError(f"The sheet “{name}” is damaged.", _SAVE_AGAIN) from None
            self._make_room(MOST_KEPT - _cells(sheet))
            self._kept[name] = sheet
            _refuse_too_long(sheet, self._room)
        return self._kept[name]

    def _make_room(self, cells: int) -> None:
        """Let go of sheets, the one parsed first before the others, until those left have no more cells than that."""
        while self._kept and sum(map(_cells, self._kept.values())) > cells:
            del self._kept[next(iter(self._kept))]


class _Ahead:
    """Parses the next sheet while one is parsed: in a thread, which the parser lets run, with a workbook of its own."""

    def __init__(self, content: bytes, names: Sequence[str]) -> None:
        self._content, self._next = content, dict(pairwise(names))
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._own: CalamineWorkbook | None = None
        self._coming: dict[str, Future[CalamineSheet]] = {}

    def sheet(self, name: str, workbook: CalamineWorkbook) -> CalamineSheet:
        """The sheet, from the thread where that was asked for it before."""
        coming = self._coming.pop(name, None)
        following = self._next.pop(name, None)
        if following is not None:
            self._coming[following] = self._thread.submit(self._parse, following)
        return coming.result() if coming is not None else workbook.get_sheet_by_name(name)

    def _parse(self, name: str) -> CalamineSheet:
        self._own = self._own or _opened(self._content)
        return self._own.get_sheet_by_name(name)


def _opened(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _cells(sheet: CalamineSheet) -> int:
    return sheet.total_height * sheet.total_width


def _refuse_too_long(sheet: CalamineSheet, room: Room) -> None:
    if sheet.total_height > room.rows:
        raise UnreadableError(
            f"The sheet “{sheet.name}” has {sheet.total_height:,} rows. Remit reads at most {room.rows:,}.",
            room.shorter,
        )
