"""Is it safe to unpack this workbook? Asked of the sizes it declares, then of every part, streamed, before any parsing."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from string import ascii_uppercase

from remit.documents.uploads.limits import LIST, MAX_COLUMNS, MAX_PARTS, MAX_RATIO, MEGABYTE, Room
from remit.documents.uploads.unreadable import UnreadableError

_SAVE_AGAIN = "Open it in Excel, save it under a new name as an Excel workbook (.xlsx), and upload that."
_OTHER_KINDS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "content.xml": "an OpenDocument file",
}
_WIDE_CHARACTERS = (b"\xff\xfe", b"\xfe\xff")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_SHAPE = bytes.maketrans(b"BCDEFGHIJKLMNOPQRSTUVWXYZ123456789'", b"A" * 25 + b"0" * 9 + b'"')
_PERHAPS_FAR = (b'"AAA', b'000000"')
"""How the address of a far cell begins or ends, each letter written as A, each figure as 0: looked for in no time at all."""
_FAR_CELL = re.compile(
    rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']((?:[A-Z]{3,}\d+|[A-Z]+0*[1-9]\d{5,}))[\"'][^<>]*(?<!/)>(?!</)"
)
_CHUNK = MEGABYTE // 4
_OVERLAP = 4096


def survey(content: bytes, room: Room = LIST) -> int:
    """How many rows the workbook has, all sheets together. Raises UnreadableError when it is not safe to open."""
    parts = _parts(content)
    _refuse_other_kinds(parts)
    _refuse_sizes(parts.infolist(), packed=len(content), room=room)
    try:
        return sum(_survey_part(parts, part, room) for part in parts.infolist() if not part.is_dir())
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise UnreadableError(
            "The workbook is damaged: a part of it cannot be unpacked.", _SAVE_AGAIN
        ) from None


def _parts(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        if b"PK\x05\x06" in content[-66_000:]:
            raise UnreadableError("The workbook is damaged.", _SAVE_AGAIN) from None
        raise UnreadableError(
            "The file is cut off: its end is missing.",
            "The upload stopped half way, or the copy is incomplete. Upload it again.",
        ) from None


def _refuse_other_kinds(parts: zipfile.ZipFile) -> None:
    names = {name.lower() for name in parts.namelist()}
    for part, what in _OTHER_KINDS.items():
        if part in names:
            raise UnreadableError(f"The file is {what}, not an Excel workbook (.xlsx).", _SAVE_AGAIN)
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableError(
            "The file is a zip archive, not an Excel workbook.", "Unpack it and upload the workbook inside."
        )


def _refuse_sizes(parts: list[zipfile.ZipInfo], *, packed: int, room: Room) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(
            "The workbook is protected with a password.", "Take the password off and upload it again."
        )
    unpacked = sum(part.file_size for part in parts)
    bomb = unpacked > 10 * MEGABYTE and unpacked > MAX_RATIO * packed
    if bomb or unpacked > room.unpacked or len(parts) > MAX_PARTS:
        raise UnreadableError(
            f"The workbook unpacks to {unpacked // MEGABYTE:,} MB in {len(parts):,} parts, more than its tables need.",
            room.shorter,
        )


def _survey_part(parts: zipfile.ZipFile, part: zipfile.ZipInfo, room: Room) -> int:
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return 0
    rows = 0
    for fresh, chunk in _chunks(parts, part):
        _refuse_declarations(chunk)
        # A programme writes rows in one way or the other; where somebody mixes them, too few give it less time, not more.
        rows += fresh.count(b"<row ") or fresh.count(b":row ")
        _refuse_far_cells(chunk, room)
    return rows


def _chunks(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """Each piece of a part, alone and with the end of the piece before it, so that nothing hides across a border."""
    before = b""
    with parts.open(part) as stream:
        while fresh := stream.read(_CHUNK):
            chunk = before + fresh
            yield fresh, chunk
            before = chunk[-_OVERLAP:]


def _refuse_declarations(chunk: bytes) -> None:
    # One character is looked for ten times as fast as two, and most workbooks have none of it.
    declares = b"!" in chunk and b"<!" in chunk and _DECLARES.search(chunk)
    if declares or chunk.startswith(_WIDE_CHARACTERS):
        raise UnreadableError(
            "The workbook declares entities of its own, which Excel never does.", _SAVE_AGAIN
        )


def _refuse_far_cells(chunk: bytes, room: Room) -> None:
    shape = chunk.translate(_SHAPE)
    if not any(far in shape for far in _PERHAPS_FAR):
        return
    for match in _FAR_CELL.finditer(chunk):
        cell = match[1].decode()
        column, row = cell.rstrip("0123456789"), cell.lstrip(ascii_uppercase)
        if int(row) > room.rows or len(column) > 2:
            raise UnreadableError(
                f"Cell {cell} is filled in. Remit reads at most {room.rows:,} rows and {MAX_COLUMNS} columns (A to ZZ).",
                f"Delete it where it lies outside the table. {room.shorter}",
            )
