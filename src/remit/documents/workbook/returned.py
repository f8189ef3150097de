"""What stands in a workbook that came back? Read in the process made for it; nothing in it is ever run or calculated."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any

from remit.documents.uploads import sandbox
from remit.documents.uploads.unreadable import Unreadable
from remit.documents.workbook.reserved import FORM, HEADS, LISTS, MANIFEST

MOST_ROWS = 5_000
"""On one tab; a workbook of a meeting has some hundreds."""
_FIRST = "remit workbook"
_SERIALS = range(20_000, 80_000)
"""Numbers that stand for a day where the format was lost: 1954 to 2119."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, and whether it holds a number."""

    text: str
    is_number: bool = False

    @property
    def as_day(self) -> date | None:
        """The day a bare number stands for; none where it cannot be one."""
        whole = self.is_number and self.text.isdecimal() and int(self.text) in _SERIALS
        return date(1899, 12, 30) + timedelta(days=int(self.text)) if whole else None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a tab: its number as Excel shows it, and its filled cells by column, counted from 0."""

    number: int
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab with its filled rows."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What the file says of itself: which meeting it was made for, on which terms, and what each cell was made from."""

    forum: str
    meeting: str
    terms: str
    made_at: str
    versions: Mapping[str, int] = field(default_factory=dict)
    """Version of the answer each cell was made from, by its key."""


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A workbook as read."""

    filename: str
    digest: str
    tabs: tuple[Tab, ...]
    origin: Origin | None


def read_workbook(content: bytes, filename: str) -> ReturnedFile | Unreadable:
    """The workbook, or why it cannot be read. Macros are passed over; a formula is what it last came to."""
    if PurePosixPath(filename.replace("\\", "/")).suffix.lower() == ".csv":
        return Unreadable(
            "A .csv file has one sheet only, and a workbook has several.",
            "Upload the workbook itself (.xlsx or .xlsm).",
        )
    answer = sandbox.run("remit.documents.tabs:answer", content, {"filename": filename, "most": MOST_ROWS})
    if isinstance(answer, Unreadable):
        return answer
    tabs = tuple(map(_tab, answer))
    return ReturnedFile(
        filename=filename,
        digest=hashlib.sha256(content).hexdigest(),
        tabs=tuple(tab for tab in tabs if tab.name not in (LISTS, MANIFEST) and not _is_manifest(tab)),
        origin=next((_origin(tab) for tab in tabs if _is_manifest(tab)), None),
    )


def _tab(plain: Any) -> Tab:
    rows = (
        Row(number, {at: Cell(text, number_cell) for at, text, number_cell in cells if text})
        for number, cells in plain["rows"]
    )
    return Tab(plain["name"], tuple(row for row in rows if row.cells))


def _is_manifest(tab: Tab) -> bool:
    """Known by what it says, whatever it is called now."""
    return bool(tab.rows) and _line(tab.rows[0])[:2] == [_FIRST, FORM]


def _line(row: Row) -> list[str]:
    return [row.cells[at].text if at in row.cells else "" for at in range(max(row.cells) + 1)]


def _origin(tab: Tab) -> Origin:
    lines = [_line(row) for row in tab.rows]
    facts = {line[0]: line[1] for line in lines if len(line) == 2}
    begins = next(
        (at for at, line in enumerate(lines, start=1) if line[: len(HEADS)] == [*HEADS]), len(lines)
    )
    key, version = HEADS.index("key"), HEADS.index("version")
    told = (line for line in lines[begins:] if len(line) > version and line[version].isdecimal())
    return Origin(
        forum=facts.get("forum", ""),
        meeting=facts.get("meeting", ""),
        terms=facts.get("terms", ""),
        made_at=facts.get("made at", ""),
        versions={line[key]: int(line[version]) for line in told},
    )
