"""Which files does an export come to, and which meeting is meant?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from remit.casework.reports import take_report
from remit.documents import extract as extracts
from remit.documents import minutes as minutes_files
from remit.documents import pack as packs
from remit.documents import register as registers
from remit.documents import reports
from remit.documents.action_list.back import as_excel
from remit.documents.pdf import that_can_be_written
from remit.documents.workbook import write_workbook
from remit.reading.extract import extract
from remit.reading.figures import its_turn, report_document, reports_of
from remit.reading.history import is_past
from remit.reading.list_back import list_back
from remit.reading.minutes import minutes_document
from remit.reading.pack import pack
from remit.reading.past_register import past_register
from remit.reading.register import register_document
from remit.reading.which_meeting import case_of, meeting_on
from remit.reading.workbook import child_numbered, workbook
from remit.rules.outcomes import Refused
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
    if what == "register" and (past := is_past(forum=forum, on=on)) is not None:
        told_of = past_register(viewer, forum=past, on=on, now=now)
        return (Made("", registers.filename(told_of, "xlsx"), registers.as_excel(told_of)),)
    slug, nominal = meeting_on(forum=forum, on=on)
    match what:
        case "minutes":
            minutes = minutes_document(viewer, forum=slug, nominal=nominal, now=now)
            return tuple(
                Made("", minutes_files.filename(minutes, ending), write(minutes))
                for ending, write in that_can_be_written(minutes_files.WRITTEN).items()
            )
        case "pack":
            papers = pack(viewer, forum=slug, nominal=nominal, now=now)
            return (Made("", packs.filename(papers), packs.write_pack(papers)),)
        case "register":
            kept = register_document(viewer, forum=slug, nominal=nominal, now=now)
            return (Made("", registers.filename(kept, "xlsx"), registers.as_excel(kept)),)
        case "analysis" | "monthly-pack":
            return _reports(viewer, slug, nominal, by_month=what == "monthly-pack", now=now)
        case "extract":
            child = child_numbered(viewer, person, now=now)
            told = extract(viewer, item_ref=case_of(forum=slug, nominal=nominal, child=child), now=now)
            return (Made("", extracts.filename(told), extracts.write_extract(told)),)
    child = child_numbered(viewer, person, now=now) if person else ""
    book = workbook(viewer, forum=slug, nominal=nominal, child=child, now=now)
    case = case_of(forum=slug, nominal=nominal, child=child) if child else ""
    return (Made(book.folder, _named_for(book.filename, case), write_workbook(book)),)


def _named_for(name: str, case: str) -> str:
    """The file's name; of one child's sheet with the case's reference, so that none takes another's or the whole's place."""
    path = PurePath(name)
    return f"{path.stem} {case}{path.suffix}" if case else name


def _reports(viewer: Viewer, forum: str, nominal: str, *, by_month: bool, now: datetime) -> tuple[Made, ...]:
    """The reports that take in a meeting, or stand with its month, each in every form; taking them is put on record.

    What is shared at some meetings only is that of the next one whose turn it is.
    """
    occasion = (
        nominal[: len("2026-10")] if by_month else its_turn(viewer, forum=forum, nominal=nominal, now=now)
    )
    files: list[Made] = []
    for name in reports_of(forum=forum, nominal=nominal if by_month else occasion, by_month=by_month):
        told = report_document(viewer, forum=forum, report=name, occasion=occasion, now=now)
        for ending, write in that_can_be_written(reports.WRITTEN).items():
            files.append(Made("", reports.filename(told, ending), write(told)))
            take_report(forum=forum, report=name, occasion=occasion, ending=ending, actor=viewer, now=now)
    if not files:
        raise Refused(
            "No such report is owed for that meeting.",
            remedy="See the forum's page of figures for the meetings and months at which it stands.",
        )
    return tuple(files)


def the_list(viewer: Viewer, *, now: datetime) -> Made:
    """The action list in the columns of the file loaded last. Refuses what the reading refuses."""
    back = list_back(viewer, now=now)
    return Made("", back.filename, as_excel(back))
