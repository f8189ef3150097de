"""Which files does an export come to, and which meeting is meant?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from remit.documents import extract as extracts
from remit.documents import minutes as minutes_files
from remit.documents import register as registers
from remit.documents.workbook import write_workbook
from remit.reading.extract import extract
from remit.reading.minutes import minutes_document
from remit.reading.register import register_document
from remit.reading.which_meeting import case_of, meeting_on
from remit.reading.workbook import child_numbered, workbook
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Made:
    """A file and the folder it is filed in."""

    folder: str
    name: str
    content: bytes


def made(
    viewer: Viewer, *, what: str, forum: str | None, on: date, person: str, now: datetime
) -> tuple[Made, ...]:
    """The files of one export. Refuses: no such meeting, or several; what the reading refuses."""
    slug, nominal = meeting_on(forum=forum, on=on)
    match what:
        case "minutes":
            minutes = minutes_document(viewer, forum=slug, nominal=nominal, now=now)
            return (Made("", minutes_files.filename(minutes), minutes_files.write_minutes(minutes)),)
        case "register":
            kept = register_document(viewer, forum=slug, nominal=nominal, now=now)
            return (Made("", registers.filename(kept, "xlsx"), registers.as_excel(kept)),)
        case "extract":
            child = child_numbered(viewer, person, now=now)
            told = extract(viewer, item_ref=case_of(forum=slug, nominal=nominal, child=child), now=now)
            return (Made("", extracts.filename(told), extracts.write_extract(told)),)
    child = child_numbered(viewer, person, now=now) if person else ""
    book = workbook(viewer, forum=slug, nominal=nominal, child=child, now=now)
    return (Made(book.folder, book.filename, write_workbook(book)),)
