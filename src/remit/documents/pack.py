"""The papers of a meeting as one PDF: the agenda, a page a case, the other cases, the actions; each is a bookmark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from remit.documents.pdf import Paper, to_pdf
from remit.documents.workbook.model import Brief, CaseSheet, Fact, Listing, Question, Sheet, Tracker
from remit.rules.answer_kinds import shown_answer
from remit.rules.clock import shown_clock
from remit.rules.text import shown_date, shown_day


@dataclass(frozen=True, slots=True)
class PackPart:
    """A part of the agenda, with its lines in their order."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything who sits at a meeting reads for it."""

    forum: str
    short: str
    date: date
    start: time
    end: time
    status: str
    parts: tuple[PackPart, ...]
    sheets: tuple[Sheet, ...]


def filename(pack: Pack) -> str:
    """`ror-pack-2026-10-15.pdf`."""
    return f"{pack.short.lower()}-pack-{pack.date.isoformat()}.pdf"


def write_pack(pack: Pack) -> bytes:
    """The document. Refuses: the machine cannot write PDF."""
    title = f"{pack.forum}: papers for {shown_date(pack.date)}"
    paper = Paper(title, language="en-GB")
    paper.heading(title, level=0)
    hours = f"{shown_clock(pack.start)} to {shown_clock(pack.end)}"
    paper.paragraph(f"{shown_day(pack.date)}, {hours}. {pack.status}.")
    paper.heading("Agenda", level=1)
    for part in pack.parts:
        paper.heading(part.name, level=2)
        for line in part.lines or ("Nothing in this part of the agenda.",):
            paper.paragraph(line)
    for sheet in pack.sheets:
        paper.new_page()
        _sheet(paper, sheet)
    return to_pdf(paper)


def _sheet(paper: Paper, sheet: Sheet) -> None:
    match sheet:
        case Brief():
            _brief(paper, sheet)
        case CaseSheet():
            _case(paper, sheet)
        case Listing():
            _listing(paper, sheet)
        case Tracker():
            _tracker(paper, sheet)


def _brief(paper: Paper, sheet: Brief) -> None:
    paper.heading(sheet.name, level=1)
    paper.table([head.label for head in sheet.heads], [tuple(map(_shown, row)) for row in sheet.rows])
    if sheet.note:
        paper.paragraph(sheet.note)


def _case(paper: Paper, sheet: CaseSheet) -> None:
    named = f"{sheet.title} ({sheet.person_id})" if sheet.person_id not in sheet.title else sheet.title
    paper.heading(named, level=1)
    paper.facts([(label, _shown(fact)) for label, fact in sheet.facts if _shown(fact)])
    for question in sheet.questions:
        paper.heading(question.name, level=2)
        if question.kept:
            paper.written(_answered(question))
        else:
            paper.paragraph("No answer yet.")
    for past in sheet.earlier:
        paper.heading(f"{past.title}, {shown_date(past.on)}", level=2)
        for label, text in past.lines:
            paper.facts([(label, text)])


def _listing(paper: Paper, sheet: Listing) -> None:
    paper.heading(sheet.name, level=1)
    heads = [head.label for head in (*sheet.heads, *sheet.questions)] + ([sheet.said] if sheet.said else [])
    rows = []
    for line in sheet.lines:
        answers = [_answered(one) if one else "" for one in line.questions]
        rows.append((*map(_shown, line.facts), *answers, *([line.said] if sheet.said else [])))
    if rows:
        paper.table(heads, rows)
    else:
        paper.paragraph("There are none.")
    if sheet.note:
        paper.paragraph(sheet.note)


def _tracker(paper: Paper, sheet: Tracker) -> None:
    paper.heading(sheet.name, level=1)
    rows = [
        (
            one.person_id,
            one.what,
            one.lead,
            shown_date(one.due),
            one.state,
            "\n".join(one.updates),
        )
        for one in sheet.actions
    ]
    if rows:
        paper.table(("Child", "Action", "Lead", "Due", "State", "Updates"), rows)
    else:
        paper.paragraph("There are none.")
    if sheet.note:
        paper.paragraph(sheet.note)


def _answered(question: Question) -> str:
    """The answer as people read it: pounds, days and words, and not as it is kept."""
    return shown_answer(question.kind, question.kept)


def _shown(fact: Fact) -> str:
    return shown_date(fact) if isinstance(fact, date) else str(fact)
