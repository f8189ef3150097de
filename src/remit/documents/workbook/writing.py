"""How does a workbook become a file? Locked headings, open cells for who fills them, drop-downs from a hidden tab."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from remit.documents.workbook.cells import Pen
from remit.documents.workbook.manifest import Placed, write_manifest
from remit.documents.workbook.model import (
    Brief,
    CaseSheet,
    Head,
    Listing,
    Question,
    Sheet,
    Tracker,
    Workbook,
)
from remit.documents.workbook.naming import sheet_names
from remit.documents.workbook.reserved import DATE_ROW, HEADS_ROW, KEY_COLUMN, LISTS, MANIFEST
from remit.rules.text import shown_date

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
WIDE, NARROW = 60, 18
TRACKED = ("Date raised", "Person id", "Action", "Lead", "Due", "Status", "Updates")
EARLIER = "Earlier discussions"
FILLED_BY = "Filled in by"


def write_workbook(book: Workbook) -> bytes:
    """The file. Sheets are protected without a password: they are locked against slips, not against anybody."""
    made = BytesIO()
    excel = xlsxwriter.Workbook(made, OPTIONS)
    excel.set_properties({"title": book.title, "author": "Remit", "comments": ""})
    pen, placed = Pen(excel), list[Placed]()
    names = sheet_names([_name(sheet) for sheet in book.sheets])
    for name, sheet in zip(names, book.sheets, strict=True):
        page = excel.add_worksheet(name)
        placed += _write(sheet, name, page, pen)
        pen.lock(page)
    pen.write_lists(excel.add_worksheet(LISTS))
    write_manifest(excel.add_worksheet(MANIFEST), book.manifest, placed)
    excel.close()
    return made.getvalue()


def _name(sheet: Sheet) -> str:
    return sheet.person_id if isinstance(sheet, CaseSheet) else sheet.name


def _write(sheet: Sheet, name: str, page: Worksheet, pen: Pen) -> list[Placed]:
    match sheet:
        case Brief():
            return _brief(sheet, page, pen)
        case CaseSheet():
            return _case(sheet, name, page, pen)
        case Listing():
            return _listing(sheet, name, page, pen)
        case Tracker():
            return _tracker(sheet, page, pen)


def _brief(sheet: Brief, page: Worksheet, pen: Pen) -> list[Placed]:
    """The meeting's date stands in line 5, as it did on the template these workbooks come from."""
    page.set_column(0, max(len(sheet.heads) - 1, 1), NARROW + 4, pen.plain)
    pen.title(page, 0, sheet.title)
    pen.head(page, DATE_ROW, 0, "Date of the meeting")
    pen.fact(page, DATE_ROW, 1, sheet.on)
    if sheet.note:
        pen.fact(page, DATE_ROW - 2, 0, sheet.note, wraps=False)
    _heads(sheet.heads, HEADS_ROW, page, pen)
    for number, row in enumerate(sheet.rows, start=HEADS_ROW + 1):
        for column, fact in enumerate(row):
            pen.fact(page, number, column, fact)
    for column, head in enumerate(sheet.heads):
        if head.choices and sheet.rows:
            pen.choose(
                page, HEADS_ROW + 1, column, head.label, head.choices, last=HEADS_ROW + len(sheet.rows)
            )
    return []


def _heads(heads: tuple[Head, ...], row: int, page: Worksheet, pen: Pen, first: int = 0) -> None:
    for column, head in enumerate(heads, start=first):
        pen.head(page, row, column, head.label)
    page.freeze_panes(row + 1, 0)
    page.repeat_rows(row)


def _case(sheet: CaseSheet, name: str, page: Worksheet, pen: Pen) -> list[Placed]:
    page.set_column(0, 0, NARROW + 10, pen.plain)
    page.set_column(1, 1, WIDE, pen.plain)
    page.set_column(2, 2, NARROW + 6, pen.plain)
    pen.key(page, 0, f"{sheet.item}/")
    pen.title(page, 0, sheet.title)
    row = 1
    for label, fact in sheet.facts:
        pen.head(page, row, 0, label)
        pen.fact(page, row, 1, fact)
        row += 1
    row += 1
    if sheet.questions:
        pen.head(page, row, 0, "Question")
        pen.head(page, row, 1, "Answer")
        pen.head(page, row, 2, FILLED_BY)
        row += 1
    placed = []
    for question in sheet.questions:
        placed.append(_question(question, name, page, row, pen))
        row += 1
    _earlier(sheet, page, row + 1, pen)
    page.freeze_panes(1, 0)
    return placed


def _question(question: Question, name: str, page: Worksheet, row: int, pen: Pen) -> Placed:
    pen.head(page, row, 0, question.name)
    pen.answer(page, row, 1, question)
    pen.fact(page, row, 2, question.filled_by)
    pen.key(page, row, question.key)
    return Placed(question, name, row, 1)


def _earlier(sheet: CaseSheet, page: Worksheet, row: int, pen: Pen) -> None:
    pen.title(page, row, EARLIER)
    if not sheet.earlier:
        pen.fact(page, row + 1, 0, "None.", wraps=False)
    for past in sheet.earlier:
        row += 1
        pen.head(page, row, 0, shown_date(past.on))
        pen.head(page, row, 1, past.title)
        for label, text in past.lines:
            row += 1
            pen.fact(page, row, 0, label)
            pen.fact(page, row, 1, text)
        row += 1


def _listing(sheet: Listing, name: str, page: Worksheet, pen: Pen) -> list[Placed]:
    heads = (*sheet.heads, *sheet.questions, *((Head(sheet.said),) if sheet.said else ()))
    first = len(sheet.heads)
    page.set_column(0, max(first - 1, 0), NARROW, pen.plain)
    page.set_column(first, len(heads), WIDE - 20, pen.plain)
    _heads(heads, 0, page, pen)
    placed = []
    for row, line in enumerate(sheet.lines, start=1):
        pen.key(page, row, f"{line.item}/" if line.item else "")
        for column, fact in enumerate(line.facts):
            pen.fact(page, row, column, fact)
        for column, question in enumerate(line.questions, start=first):
            if question is not None:
                pen.answer(page, row, column, question)
                placed.append(Placed(question, name, row, column))
        if sheet.said:
            pen.fact(page, row, len(heads) - 1, line.said)
    if sheet.note:
        pen.fact(page, len(sheet.lines) + 2, 0, sheet.note, wraps=False)
    return placed


def _tracker(sheet: Tracker, page: Worksheet, pen: Pen) -> list[Placed]:
    page.set_column(0, len(TRACKED) - 1, NARROW, pen.plain)
    page.set_column(2, 2, WIDE - 15, pen.plain)
    page.set_column(6, 6, WIDE - 15, pen.plain)
    _heads(tuple(map(Head, TRACKED)), 0, page, pen)
    for row, one in enumerate(sheet.actions, start=1):
        told: tuple[str | date, ...] = (one.raised_on, one.person_id, one.what, one.lead, one.due, one.state)
        for column, fact in enumerate((*told, "\n".join(one.updates))):
            pen.fact(page, row, column, fact)
    if sheet.note:
        pen.fact(page, len(sheet.actions) + 2, 0, sheet.note, wraps=False)
    return []


__all__ = ["KEY_COLUMN", "write_workbook"]
