"""What stands on each tab of a workbook, as plain values? A job for the process made for a file; it imports next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from remit.documents.cells.text import cell_text
from remit.documents.uploads.grid import CellValue
from remit.documents.uploads.opening import open_grid
from remit.documents.uploads.unreadable import UnreadableError


def answer(
    content: bytes, request: dict[str, object], allow_rows: Callable[[int], None]
) -> Iterator[dict[str, object]]:
    """The tabs one after another: their filled rows, each with its number and its filled cells. `most` rows on one tab."""
    most = cast(int, request["most"])
    for sheet in open_grid(content, str(request["filename"]), allow_rows):
        rows: list[object] = []
        for row in sheet.rows():
            if len(rows) >= most:
                raise UnreadableError(
                    f"The sheet “{sheet.name[:40]}” has more than {most:,} rows, which no workbook of a meeting has.",
                    "Save a copy with only the meeting's own sheets in it and upload that.",
                )
            rows.append([row.number, [_plain(at, cell) for at, cell in enumerate(row.cells) if cell != ""]])
        yield {"name": sheet.name, "rows": rows}


def _plain(at: int, value: CellValue) -> list[object]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return [at, cell_text(value), number]
