"""What does a return say, of whichever kind it is? Bytes in; what it offers to the record, its faults and warnings out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from remit.documents.returns import (
    Fault,
    Notice,
    Unreadable,
    read_annex_a,
    read_ssda903,
)
from remit.documents.returns.offered import ListedChildren, offered_ssda903
from remit.documents.uploads.many_rows import many_rows
from remit.rules.outcomes import Refused
from remit.rules.returns import OfferedReturn


@dataclass(frozen=True)
class ReadReturn:
    """A return as read."""

    kind: str
    filename: str
    digest: str
    offered: OfferedReturn
    faults: tuple[Fault, ...]
    warnings: tuple[Notice, ...]
    strangers: tuple[Notice, ...] = ()
    """Rows about children whom the return itself does not introduce."""


def _ssda903(content: bytes, filename: str, today: date) -> ReadReturn:
    file = _readable(read_ssda903(content, filename, today=today))
    offered = offered_ssda903(file)
    return ReadReturn(
        "ssda903", file.filename, file.digest, offered, file.faults, file.warnings, file.unlinked
    )


def _annex_a(content: bytes, filename: str, today: date) -> ReadReturn:
    children = ListedChildren()
    file = _readable(read_annex_a(content, filename, today=today, each=children.add))
    return ReadReturn(
        "annex-a", file.filename, file.digest, children.offered(file), file.faults, file.warnings
    )


READERS: Mapping[str, Callable[[bytes, str, date], ReadReturn]] = {"ssda903": _ssda903, "annex-a": _annex_a}


@many_rows()
def read_return(kind: str, content: bytes, filename: str, *, today: date) -> ReadReturn:
    """The return as read. Refuses a file from which nothing can be read."""
    return READERS[kind](content, filename, today)


File = TypeVar("File")


def _readable(file: File | Unreadable) -> File:
    if isinstance(file, Unreadable):
        raise Refused(file.problem, remedy=file.remedy, field="file")
    return file
