"""What is in a .csv file, whoever saved it: UTF-8 or code page 1252, commas or semicolons, whole or cut off?"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from remit.documents.uploads.grid import GridRow
from remit.documents.uploads.limits import LIST, MAX_COLUMNS, Room
from remit.documents.uploads.unreadable import UnreadableError

_SEPARATORS = ",;\t|"
_END = "[the end]"
_UPLOAD_AGAIN = "Save it again as .csv and upload it again."


@dataclass(frozen=True)
class SeparatedSheet:
    """The one sheet of a .csv file."""

    name: str
    text: str
    separator: str
    hidden: bool = False

    def rows(self) -> Iterator[GridRow]:
        """The records, blank ones left out, each with the line it begins on."""
        narrowest = last = MAX_COLUMNS
        for number, cells in _records(self.text, self.separator):
            if any(cells):
                narrowest, last = min(narrowest, last), len(cells)
                yield GridRow(number, tuple(cells))
        if last < narrowest < MAX_COLUMNS and not self.text.endswith(("\n", "\r")):
            raise UnreadableError("The file stops in the middle of its last row.", _UPLOAD_AGAIN)


def open_table(content: bytes, name: str, room: Room = LIST) -> SeparatedSheet:
    """The sheet in the bytes of a .csv. Raises UnreadableError when they are not text, or too many rows."""
    text = _decoded(content)
    lines = text.count("\n") or text.count("\r")
    if lines > room.rows + 1000:
        raise UnreadableError(
            f"The file has {lines:,} rows. Remit reads at most {room.rows:,}.",
            room.shorter,
        )
    return SeparatedSheet(name, text, _separator(text))


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError("The file is not text, so it is not a .csv file.", _UPLOAD_AGAIN)


def _separator(text: str) -> str:
    head = text[:20_000].splitlines()[:30]
    return max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in head))


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(f"{text}\n{_END}\n", newline="")
    reader = csv.reader(lines, delimiter=separator)
    begins = 1
    try:
        for cells in reader:
            if cells == [_END]:
                return
            if cells and cells[-1].rstrip().endswith(_END):
                break  # within a quotation that ran on to the end
            _refuse_too_wide(cells, begins)
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise UnreadableError(
            f"A cell that begins on line {begins} never seems to end. A quotation mark may be missing.",
            _UPLOAD_AGAIN,
        ) from None
    raise UnreadableError(
        f"A quotation mark on line {begins} is opened and never closed. The file may be cut off.",
        _UPLOAD_AGAIN,
    )


def _refuse_too_wide(cells: list[str], line: int) -> None:
    if len(cells) > MAX_COLUMNS:
        raise UnreadableError(
            f"Line {line} has {len(cells):,} columns. Remit reads at most {MAX_COLUMNS}.", _UPLOAD_AGAIN
        )
