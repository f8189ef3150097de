"""Which files are in a zip from outside? Sizes are checked first, and nothing is unpacked beyond what it declared."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from remit.documents.uploads.limits import MAX_RATIO, MEGABYTE, Room
from remit.documents.uploads.unreadable import UnreadableError

MOST_FILES = 200
EMPTY = b"PK\x05\x06" + bytes(18)
"""A zip of nothing."""
_NOT_CONTENT = {"__macosx", "thumbs.db", "desktop.ini"}
_MAKE_AGAIN = "Make the zip again from the .csv files alone, and load that."


def is_whole(content: bytes) -> bool:
    """Whether a zip has its end, where it says what is in it."""
    return zipfile.is_zipfile(io.BytesIO(content))


def is_workbook(content: bytes) -> bool:
    """Whether a file that begins like a zip is an Excel workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return any(name.startswith("xl/") for name in parts.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False


def files_in(content: bytes, room: Room) -> Iterator[tuple[str, bytes]]:
    """Each file with its name, folders aside. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            files = [part for part in parts.infolist() if not part.is_dir()]
            _refuse_outside(files)
            inside = [part for part in files if _is_content(part.filename)]
            _refuse_sizes(inside, len(content), room)
            for part in inside:
                yield part.filename, _unpacked(parts, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise UnreadableError("The zip is damaged or cut off.", _MAKE_AGAIN) from None


def _is_content(name: str) -> bool:
    return not any(part.startswith(".") or part.lower() in _NOT_CONTENT for part in _parts(name))


def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(name.replace("\\", "/")).parts


def _refuse_outside(parts: list[zipfile.ZipInfo]) -> None:
    """Nothing is unpacked onto a disk, so such a name does no harm here; but no tool that packs a return writes one."""
    for part in parts:
        if ".." in _parts(part.filename):
            raise UnreadableError(
                f"A file in the zip is called “{part.filename[:100]}”, which leads out of the zip.",
                _MAKE_AGAIN,
            )


def _refuse_sizes(parts: list[zipfile.ZipInfo], packed: int, room: Room) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(
            "The zip is protected with a password.", "Make one without a password, and load that."
        )
    if len(parts) > MOST_FILES:
        raise UnreadableError(f"The zip holds {len(parts):,} files. A return has a dozen.", _MAKE_AGAIN)
    unpacked = sum(part.file_size for part in parts)
    size = f"The zip unpacks to {unpacked // MEGABYTE:,} MB"
    if unpacked > room.unpacked:
        raise UnreadableError(f"{size}, more than a return needs.", room.shorter)
    if unpacked > 10 * MEGABYTE and unpacked > MAX_RATIO * packed:
        raise UnreadableError(
            f"{size}, more than {MAX_RATIO} times its own size, as no return does.", _MAKE_AGAIN
        )


def _unpacked(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with parts.open(part) as stream:
        content = stream.read(part.file_size + 1)
    if len(content) != part.file_size:
        raise UnreadableError("The zip is damaged: a file in it is not as long as it says.", _MAKE_AGAIN)
    return content
