"""Which sheets are in an uploaded file? Asked only inside the process made for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from remit.documents.uploads import zipped
from remit.documents.uploads.grid import GridSheet
from remit.documents.uploads.kinds import Kind, kind_of
from remit.documents.uploads.limits import LIST, Room
from remit.documents.uploads.separated import open_table
from remit.documents.uploads.workbook import Parsed

WORTH_A_THREAD = range(10_000, 100_000)
"""The rows of workbooks whose sheets are parsed two at once: fewer take no time, more have no room for two."""


def open_grid(
    content: bytes, filename: str, allow_rows: Callable[[int], None], room: Room = LIST
) -> Sequence[GridSheet]:
    """The sheets of a workbook or .csv, checked before they are parsed. Raises UnreadableError.

    `allow_rows` is told how many rows there are once they are counted, since the time allowed depends on it.
    """
    if kind_of(content, filename) is Kind.WORKBOOK:
        allow_rows(rows := zipped.survey(content, room))
        return Parsed(content, room, ahead=rows in WORTH_A_THREAD).sheets()
    allow_rows(content.count(b"\n"))
    return [open_table(content, PurePosixPath(filename.replace("\\", "/")).name, room)]
