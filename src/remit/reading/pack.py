"""What does who sits at a meeting read for it, all in one?"""

from __future__ import annotations

from datetime import datetime

from remit.documents.pack import Pack, PackPart
from remit.reading.agenda import Agenda, Part, agenda
from remit.reading.agenda_lines import Line
from remit.reading.workbook import workbook
from remit.rules.clock import shown_clock
from remit.rules.text import counted
from remit.rules.viewers import Viewer

HIDDEN = "A case shown to named people only"


def pack(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> Pack:
    """The agenda with every sheet of the workbook: for who runs the forum, and for members from issue on.

    Whoever is in it is noted as exported. Refuses: no such meeting for this viewer; the terms ask for no workbook; the
    meeting is cancelled.
    """
    sheets = workbook(viewer, forum=forum, nominal=nominal, now=now).sheets
    read = agenda(viewer, forum=forum, nominal=nominal, now=now)
    return Pack(
        forum=read.head.forum_name,
        short=read.head.short,
        date=read.head.date,
        start=read.head.start,
        end=read.head.end,
        status=_status(read),
        parts=tuple(PackPart(part.name, tuple(_lines(part))) for part in read.parts),
        sheets=sheets,
    )


def _status(read: Agenda) -> str:
    return "The agenda is confirmed" if read.issued_at else "A draft: the agenda is not confirmed yet"


def _lines(part: Part) -> list[str]:
    if part.cases:
        return [f"{counted(len(part.cases), 'case')}, on a sheet of their own"]
    if part.actions:
        return [f"{one.what} ({one.lead})" for one in part.actions]
    return [_line(line) for line in part.lines]


def _line(line: Line) -> str:
    named = line.title or HIDDEN
    words = f"{line.number}. {named}" + (f" ({line.person_id})" if line.person_id else "")
    at = f", {shown_clock(line.at)}" if line.at else ""
    put_off = ", put off" if line.state == "deferred" else ""
    return f"{words}{at}{put_off}"
