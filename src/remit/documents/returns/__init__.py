"""What do the sector's own files say: the SSDA903 return, Annex A, and who works here?

    content, filename = packed(Path("903 2025-26"))                 # a folder of .csv files, a zip, a workbook or XML
    answer = read_ssda903(content, filename, today=today)
    if isinstance(answer, Unreadable):
        print(answer.problem, answer.remedy)
    else:
        answer.headers, answer.episodes, answer.reviews, ...         # sound rows
        answer.faults, answer.set_aside                              # what must be put right, and the rows it keeps out
        answer.warnings, answer.unlinked                             # what a person should know of

Every file is parsed in a process of its own (see `remit.documents.uploads.sandbox`).
"""

from __future__ import annotations

from remit.documents.returns.model import (
    AllocationRow,
    AllocationsFile,
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
    SeatRow,
    SeatsFile,
    SetAside,
    Ssda903File,
    StaffFile,
    StaffRow,
    Table,
    TableRead,
    UnaccompaniedRow,
    WorkerRow,
)
from remit.documents.uploads.unreadable import Unreadable

__all__ = [
    "AllocationRow",
    "AllocationsFile",
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
    "SeatRow",
    "SeatsFile",
    "SetAside",
    "Ssda903File",
    "StaffFile",
    "StaffRow",
    "Table",
    "TableRead",
    "UnaccompaniedRow",
    "Unreadable",
    "WorkerRow",
]
