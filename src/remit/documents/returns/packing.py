"""How does a folder of files travel as one? As a zip that is not compressed, with the files of a return and no others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from remit.documents.uploads.limits import ROOMS, too_large
from remit.documents.uploads.unreadable import Unreadable

ROOM = "return"
MOST_FILES = 200
TABLES = {".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xml"}
"""How the names of files end that may hold a table of a return."""


def packed(path: Path) -> tuple[bytes, str] | Unreadable:
    """The bytes and name of a file, or of the zip made of a folder's files. Raises OSError where it cannot be read.

    Sizes are asked before anything is read. Where the folder itself holds no table, as where a folder was packed with the
    folder around it, the tables of the folders within it are taken; otherwise these are left alone.
    """
    if not path.is_dir():
        return too_large(ROOM) if path.stat().st_size > ROOMS[ROOM].upload else (path.read_bytes(), path.name)
    files = _files(path)
    if not any(one.suffix.lower() in TABLES for one in files):
        within = (one for one in path.iterdir() if one.is_dir() and not one.name.startswith((".", "__")))
        files += [file for folder in sorted(within) for file in _files(folder)]
    if not files:
        return Unreadable(f"There are no files in {path.name}.", "Name the folder that holds the .csv files.")
    if len(files) > MOST_FILES:
        return Unreadable(
            f"There are {len(files):,} files in {path.name}. A return has a dozen.",
            "Put the files of the return into a folder of their own.",
        )
    if sum(one.stat().st_size for one in files) > ROOMS[ROOM].upload:
        return too_large(ROOM)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for one in files:
            archive.writestr(zipfile.ZipInfo(one.relative_to(path).as_posix()), one.read_bytes())
    return whole.getvalue(), f"{path.resolve().name}.zip"


def _files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))


def packed_files(files: Sequence[tuple[str, bytes]]) -> tuple[bytes, str]:
    """The bytes and name of one file as it is, or of the zip made of several that were sent together."""
    if len(files) == 1:
        return files[0][1], PurePosixPath(files[0][0]).name
    whole = io.BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(_unlike(PurePosixPath(name).name, names)), content)
    others = len(files) - 1
    first = PurePosixPath(files[0][0]).name[:150]
    return whole.getvalue(), f"{first} and {others} other file{'s' if others > 1 else ''}"


def _unlike(name: str, taken: set[str]) -> str:
    """The name, told from those that are taken."""
    path, number, free = PurePosixPath(name), 1, name
    while free in taken:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    taken.add(free)
    return free


def weight(content: bytes) -> int:
    """How many bytes there are to read: of a zip, what it says it unpacks to."""
    if not content.startswith(b"PK\x03\x04"):
        return len(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return max(len(content), sum(part.file_size for part in parts.infolist()))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return len(content)
