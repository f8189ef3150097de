"""What kind of file is this, whatever its name says? And is it one that Remit reads?"""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath

from remit.documents.uploads.unreadable import UnreadableError


class Kind(Enum):
    """The kinds Remit reads."""

    WORKBOOK = "an Excel workbook"
    TABLE = "a .csv file"


_BY_ENDING = {".xlsx": Kind.WORKBOOK, ".xlsm": Kind.WORKBOOK, ".csv": Kind.TABLE}
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_STRANGERS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a Word document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"<": "a web page or XML",
}
SAVE_AS = "Open it in Excel, choose Save As, Excel Workbook (.xlsx), and upload that."


def kind_of(content: bytes, filename: str) -> Kind:
    """The kind of a file, when its name and its content agree. Raises UnreadableError when they do not."""
    named = _BY_ENDING.get(ending := PurePosixPath(filename.replace("\\", "/")).suffix.lower())
    if named is None:
        problem = (
            f"Remit does not read {ending} files."
            if ending
            else "The file's name has no ending such as .xlsx."
        )
        raise UnreadableError(problem, "Upload an Excel workbook (.xlsx or .xlsm) or a .csv file.")
    refuse_strangers(content)
    found = Kind.WORKBOOK if content.startswith(_ZIP) else Kind.TABLE
    if found is not named:
        problem = f"The file is named {ending} but is not {named.value}."
        raise UnreadableError(
            problem, SAVE_AS if named is Kind.WORKBOOK else "Rename it to end in .xlsx, or save it as .csv."
        )
    return named


def refuse_strangers(content: bytes) -> None:
    """Raise UnreadableError for what is plainly another kind of file."""
    if content.startswith(_OLD_CONTAINER):
        if _ENCRYPTED in content:
            raise UnreadableError(
                "The workbook is protected with a password.", "Take the password off and upload it again."
            )
        raise UnreadableError("The file is in an old Office format (.xls).", SAVE_AS)
    start = content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    for mark, what in _STRANGERS.items():
        if start.startswith(mark):
            raise UnreadableError(
                f"The file is {what}, not a list.",
                "Upload an Excel workbook (.xlsx or .xlsm) or a .csv file.",
            )
