"""Which tables might be in this file? A folder of .csv files (as a zip), a workbook, XML or one .csv, all as sheets of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from remit.documents.returns import archive, xml_form
from remit.documents.returns.model import Fault, Notice
from remit.documents.uploads.grid import GridSheet
from remit.documents.uploads.kinds import SAVE_AS, refuse_strangers
from remit.documents.uploads.limits import Room
from remit.documents.uploads.opening import open_grid
from remit.documents.uploads.separated import open_table
from remit.documents.uploads.unreadable import UnreadableError
from remit.rules.text import listed

_ZIP = b"PK\x03\x04"
_ENDS_OF_TEXT = {".csv", ".txt", ".tsv"}
_ENDS_OF_WORKBOOKS = {".xlsx", ".xlsm"}
_ENDS_OF_TABLES = {*_ENDS_OF_TEXT, *_ENDS_OF_WORKBOOKS, ".xml", ".zip"}
_FOLDERS_NAMED = 5


@dataclass
class Opened:
    """The sheets of everything that could be opened, and what could not be."""

    sheets: list[GridSheet] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    misnamed: UnreadableError | None = None
    """What is said where none of the sheets is a table that was looked for, since the file is not what its name says."""


def open_return(content: bytes, filename: str, allow_rows: Callable[[int], None], room: Room) -> Opened:
    """Everything in the file that may be a table. Raises UnreadableError where there is nothing at all to open."""
    if content == archive.EMPTY:
        raise UnreadableError("The zip is empty.", "Make one with the files of the return, and load that.")
    if content.startswith(_ZIP) and not _is_workbook(content, filename):
        files, misnamed = list(archive.files_in(content, room)), _misnamed(content, filename)
        if misnamed and not any(_ending(name) in _ENDS_OF_TABLES for name, _ in files):
            raise misnamed
        opened = _Several(allow_rows, room).opened(files)
        opened.misnamed = misnamed
        return opened
    sheets = list(_one(content, _base(filename), allow_rows, room))
    return Opened(sheets=sheets, misnamed=_misnamed(content, filename))


def _misnamed(content: bytes, filename: str) -> UnreadableError | None:
    """Why nothing is found in a file whose name says workbook and that is none; nothing where it is what it says.

    A .csv or a zip of a return that is named so is read all the same.
    """
    ending = _ending(filename)
    if ending not in _ENDS_OF_WORKBOOKS or (content.startswith(_ZIP) and _is_workbook(content, filename)):
        return None
    problem = f"The file is named {ending} but is not an Excel workbook."
    if content.startswith(_ZIP):
        return UnreadableError(f"{problem} It is a zip of other files.", "Load the workbook itself.")
    return UnreadableError(problem if b"\0" in content else f"{problem} It is text.", SAVE_AS)


class _Several:
    """The files of a folder or zip. Workbooks and XML count only where there are no .csv files."""

    def __init__(self, allow_rows: Callable[[int], None], room: Room) -> None:
        self._allow_rows, self._room = allow_rows, room
        self._rows = 0
        self._opened = Opened()

    def opened(self, files: Sequence[tuple[str, bytes]]) -> Opened:
        """What the files hold."""
        texts = [one for one in files if _ending(one[0]) in _ENDS_OF_TEXT]
        others = [one for one in files if _ending(one[0]) in {*_ENDS_OF_WORKBOOKS, ".xml"}]
        chosen = texts or others
        self._say_folders(sorted({_folder(name) for name, _ in chosen}))
        for name, content in chosen:
            self._open(_base(name), content)
        if self._rows > self._room.rows:
            raise UnreadableError(
                f"The files have {self._rows:,} rows together. Remit reads at most {self._room.rows:,}.",
                self._room.shorter,
            )
        for name in sorted(_base(name) for name, content in files if (name, content) not in chosen):
            self._opened.warnings.append(Notice(name, None, "", f"The file {name} was not read."))
        if not chosen and any(_ending(name) == ".zip" for name, _ in files):
            raise UnreadableError(
                "There is a zip within the zip, and no table beside it.",
                "Unpack the outer one, and load the zip that was in it.",
            )
        if not chosen:
            raise UnreadableError(
                "There are no .csv files, workbooks or XML in it.", "Name the folder or zip of the return."
            )
        return self._opened

    def _say_folders(self, folders: Sequence[str]) -> None:
        """Tables that stand in different folders may be of different returns: of two years, of two councils."""
        if len(folders) < 2:
            return
        names = [f"“{name}”" if name else "the outermost" for name in folders[:_FOLDERS_NAMED]]
        if more := len(folders) - len(names):
            names.append(f"{more} more")
        says = (
            f"The files stand in {len(folders)} folders, {listed(names)}, and were read together. Check that they belong"
            " together; where they do not, load a folder by itself."
        )
        self._opened.warnings.append(Notice("", None, "", says))

    def _open(self, name: str, content: bytes) -> None:
        if not content.strip():
            self._opened.faults.append(
                Fault(name, None, "", "The file is empty.", "Save it again, or take it out of the folder.")
            )
            return
        try:
            self._opened.sheets.extend(_one(content, name, self._more_rows, self._room))
        except UnreadableError as unreadable:
            problem = unreadable.answer
            self._opened.faults.append(Fault(name, None, "", problem.problem, problem.remedy))

    def _more_rows(self, rows: int) -> None:
        self._rows += rows
        self._allow_rows(self._rows)


def _one(content: bytes, name: str, allow_rows: Callable[[int], None], room: Room) -> Sequence[GridSheet]:
    if content.startswith(_ZIP):
        return open_grid(content, _named_as(name, ".xlsx", _ENDS_OF_WORKBOOKS), allow_rows, room)
    if content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or _ending(name) == ".xml":
        allow_rows(content.count(b"</"))
        return xml_form.sheets_of(content, room)
    refuse_strangers(content)
    allow_rows(content.count(b"\n"))
    return [open_table(content, name, room)]


def _is_workbook(content: bytes, filename: str) -> bool:
    """By what is in it; by its name where it was cut off, so that nobody is told to make a zip of a workbook again."""
    broken_off = _ending(filename) in _ENDS_OF_WORKBOOKS and not archive.is_whole(content)
    return broken_off or archive.is_workbook(content)


def _named_as(name: str, ending: str, good: set[str]) -> str:
    return name if _ending(name) in good else f"{name}{ending}"


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _folder(name: str) -> str:
    folder = PurePosixPath(name.replace("\\", "/")).parent.as_posix()
    return "" if folder == "." else folder


def _ending(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()
