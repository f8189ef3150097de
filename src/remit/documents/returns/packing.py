"""How does a folder of files travel as one? As a zip that is not compressed, with the files of a return and no others."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from remit.documents.uploads.limits import ROOMS
from remit.documents.uploads.sandbox import too_large
from remit.documents.uploads.unreadable import Unreadable

ROOM = "return"
MOST_FILES = 200


def packed(path: Path) -> tuple[bytes, str] | Unreadable:
    """The bytes and name of a file, or of the zip made of a folder's files. Raises OSError where it cannot be read.

    Sizes are asked before anything is read, and what lies in folders within the folder is left alone.
    """
    if not path.is_dir():
        return too_large(ROOM) if path.stat().st_size > ROOMS[ROOM].upload else (path.read_bytes(), path.name)
    files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
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
            archive.writestr(zipfile.ZipInfo(one.name), one.read_bytes())
    return whole.getvalue(), f"{path.resolve().name}.zip"
