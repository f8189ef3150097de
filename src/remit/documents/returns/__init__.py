"""What do the sector's own files say: the SSDA903 return, Annex A, and who works here?

    content, filename = packed(Path("903 2025-26"))                 # a folder of .csv files, a zip, a workbook or XML
    answer = read_ssda903(content, filename, today=today)
    if isinstance(answer, Unreadable):
        print(answer.problem, answer.remedy)
    else:
        answer.headers, answer.episodes, answer.reviews, ...         # sound rows
        answer.faults, answer.set_aside                              # what must be put right, and the rows it keeps out
        answer.warnings, answer.unlinked                             # what a person should know of

Every file is parsed in a process of its own (see `remit.documents.uploads.sandbox`). That process imports this package too,
and is ready sooner without what only whoever starts it needs: that is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from remit.documents.returns.meant_again import ListRows, ListsAgain, rows_file_again
from remit.documents.returns.model import (
    AllocationRow,
    AnnexAFile,
    CareLeaverRow,
    DeprivationRow,
    EpisodeRow,
    Fault,
    HeaderRow,
    LeaverRow,
    LookedAfterRow,
    MissingRow,
    Notice,
    ReviewRow,
    RowsFile,
    SeatRow,
    SetAside,
    Ssda903File,
    StaffRow,
    Table,
    TableRead,
    UnaccompaniedRow,
    WorkerRow,
)
from remit.documents.returns.packing import ROOM, packed
from remit.documents.returns.wire import from_plain
from remit.documents.uploads.unreadable import Unreadable

__all__ = [
    "AllocationRow",
    "AnnexAFile",
    "CareLeaverRow",
    "DeprivationRow",
    "EpisodeRow",
    "Fault",
    "HeaderRow",
    "LeaverRow",
    "LookedAfterRow",
    "MissingRow",
    "Notice",
    "ReviewRow",
    "RowsFile",
    "SeatRow",
    "SetAside",
    "Ssda903File",
    "StaffRow",
    "Table",
    "TableRead",
    "UnaccompaniedRow",
    "Unreadable",
    "WorkerRow",
    "packed",
    "read_allocations",
    "read_annex_a",
    "read_people",
    "read_seats",
    "read_ssda903",
]


def read_ssda903(
    content: bytes, filename: str, *, today: date, year: int | None = None
) -> Ssda903File | Unreadable:
    """Read an SSDA903 return: a zip of .csv files, a workbook, XML, or one .csv.

    `year`: by its spring, where it is not to be told from the latest day in the episodes. Codes are checked against the
    years their episodes fall in.
    """
    from remit.terms.codes import code_sets

    request: dict[str, object] = {
        "filename": filename,
        "today": today.isoformat(),
        "year": year,
        "codes": code_sets().to_json(),
    }
    answer = _read_apart("reading903", content, request)
    return answer if isinstance(answer, Unreadable) else from_plain(answer)


def read_annex_a(
    content: bytes,
    filename: str,
    *,
    today: date,
    each: Callable[[ListRows], None] | None = None,
) -> AnnexAFile | Unreadable:
    """Read lists 8 and 9 of Annex A: a workbook, one .csv, or a zip of them.

    `each` is given the rows, some thousand at a time, while the next are read, and the answer is without them. That the
    file cannot be read may be known only afterwards.
    """
    from remit.terms.cohort_codes_file import cohort_codes

    request: dict[str, object] = {
        "filename": filename,
        "today": today.isoformat(),
        "grown_up_at": cohort_codes().looked_after.until_age,
    }
    lists = ListsAgain(each)
    answer = _read_apart("annex_a", content, request, take=lists.take)
    return answer if isinstance(answer, Unreadable) else lists.file(answer[-1])


def read_people(content: bytes, filename: str) -> RowsFile[StaffRow] | Unreadable:
    """Read who works here: a workbook or .csv (`staff` says the layout)."""
    answer = _staff_file("people", content, filename)
    return answer if isinstance(answer, Unreadable) else rows_file_again(StaffRow, answer)


def read_seats(content: bytes, filename: str) -> RowsFile[SeatRow] | Unreadable:
    """Read who holds which seat: a workbook or .csv."""
    answer = _staff_file("seats", content, filename)
    return answer if isinstance(answer, Unreadable) else rows_file_again(SeatRow, answer)


def read_allocations(content: bytes, filename: str) -> RowsFile[AllocationRow] | Unreadable:
    """Read who works with which child: a workbook or .csv."""
    answer = _staff_file("allocations", content, filename)
    return answer if isinstance(answer, Unreadable) else rows_file_again(AllocationRow, answer)


def _staff_file(kind: str, content: bytes, filename: str) -> list[Any] | Unreadable:
    request: dict[str, object] = {"filename": filename, "kind": kind}
    return _read_apart("staff", content, request, room="list")


def _read_apart(
    reader: str,
    content: bytes,
    request: dict[str, object],
    *,
    room: str = ROOM,
    take: Callable[[Any], Any] | None = None,
) -> list[Any] | Unreadable:
    from remit.documents.uploads import sandbox

    job = f"remit.documents.returns.{reader}:answer"
    return sandbox.run(job, content, request, room=room, take=take)
