"""The workbook of a meeting: out as Excel, shaped by the forum's terms, and back in.

from remit.documents.workbook import Workbook, write_workbook

write_workbook(book)                    # bytes of an .xlsx: nothing in it is a formula, a link or a macro
book.filename, book.folder              # where a person would file it
"""

from __future__ import annotations

from remit.documents.workbook.model import (
    Brief,
    CaseSheet,
    Head,
    Listing,
    ListLine,
    Manifest,
    Past,
    Question,
    TrackedAction,
    Tracker,
    Workbook,
)
from remit.documents.workbook.naming import filed_as, sheet_names
from remit.documents.workbook.writing import write_workbook

__all__ = [
    "Brief",
    "CaseSheet",
    "Head",
    "ListLine",
    "Listing",
    "Manifest",
    "Past",
    "Question",
    "TrackedAction",
    "Tracker",
    "Workbook",
    "filed_as",
    "sheet_names",
    "write_workbook",
]
