"""A report of a forum's work as a file: Word to send and to read out, Excel to reckon on with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter

from remit.documents.charts import bars, run
from remit.documents.pdf import Paper, to_pdf
from remit.documents.word import Word, sound, to_bytes
from remit.rules.clock import shown_moment
from remit.rules.figures_told import SMALL_NUMBERS, FigureTold, ReportTold

MOST_OF_A_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A report with what stands at its head."""

    forum: str
    short: str
    name: str
    occasion: str
    days: str
    """Which days it tells of, in words."""
    goes_to: tuple[str, ...]
    clause: str
    shared_by: str
    """Who shared it; empty of a draft."""
    shared_at: datetime | None
    told: ReportTold


def filename(report: ReportDocument, ending: str) -> str:
    """`ror-monthly-pack-2026-10.docx`."""
    words = "-".join(report.name.lower().split())
    return f"{report.short.lower()}-{words}-{report.occasion}.{ending}"


def standing_of(report: ReportDocument) -> str:
    """Whether it was shared, by whom and when."""
    if report.shared_at is None:
        return "Draft: not shared yet."
    return f"Shared by {report.shared_by} on {shown_moment(report.shared_at)}."


def write_report(report: ReportDocument) -> bytes:
    """The Word document: the narrative first, then each figure with its tables."""
    title = f"{report.forum}: {report.name}"
    word = Word(title, language="en-GB")
    _compose(word, report, title)
    return to_bytes(word)


def write_report_pdf(report: ReportDocument) -> bytes:
    """The same as tagged PDF, with what is drawn of each figure. Refuses: the machine cannot write it."""
    title = f"{report.forum}: {report.name}"
    paper = Paper(title, language="en-GB")
    _compose(paper, report, title)
    return to_pdf(paper)


def _compose(word: Word | Paper, report: ReportDocument, title: str) -> None:
    word.heading(title, level=0)
    word.paragraph(
        f"{report.days}. For: {', '.join(report.goes_to)}. {standing_of(report)} ({report.clause})"
    )
    for name, text in report.told.texts:
        word.heading(name, level=1)
        if text:
            word.written(text)
        else:
            word.paragraph("Nothing was written.")
    if report.told.small:
        word.paragraph(SMALL_NUMBERS)
    for figure in report.told.figures:
        _figure(word, figure)


def _figure(word: Word | Paper, figure: FigureTold) -> None:
    word.heading(figure.name, level=1)
    if figure.why_not:
        word.paragraph(f"{figure.why_not} ({figure.clause})")
        return
    word.facts([("Figure", figure.headline), ("Days", figure.days), ("From", figure.source)])
    if isinstance(word, Paper) and (drawing := drawn(figure)):
        word.drawing(drawing)
    for note in figure.notes:
        word.paragraph(note)
    for table in figure.tables:
        if len(figure.tables) > 1 or table.caption != figure.name:
            word.heading(table.caption, level=2)
        word.table(table.heads, table.rows)


def drawn(figure: FigureTold) -> str:
    """What is drawn of a figure; empty where nothing is."""
    key = f"chart-{figure.id}"
    if figure.run is not None:
        return run(figure.run, name=f"{figure.name}, month by month", key=key)
    return bars(figure.bars, name=figure.name, key=key) if figure.bars else ""


def as_excel(report: ReportDocument) -> bytes:
    """A sheet of headlines and words, and one for each table. Counts are numbers; nothing is a formula or a link."""
    made = BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Figures")
    for column, head in enumerate(("Figure", "Came to", "Days", "From", "Clause", "Notes")):
        sheet.write_string(0, column, head, bold)
    for row, figure in enumerate(report.told.figures, start=1):
        cells = (figure.name, figure.headline or figure.why_not, figure.days, figure.source, figure.clause)
        for column, cell in enumerate((*cells, " ".join(figure.notes))):
            sheet.write_string(row, column, sound(cell), wrapped)
    at = len(report.told.figures) + 2
    small = [("Small numbers", SMALL_NUMBERS)] if report.told.small else []
    for name, text in (
        ("Report", f"{report.forum}: {report.name}. {report.days}. {standing_of(report)}"),
        *small,
        *report.told.texts,
    ):
        sheet.write_string(at, 0, name, bold)
        sheet.write_string(at, 1, sound(text), wrapped)
        at += 1
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 5, 40)
    taken = {"figures"}
    for figure in report.told.figures:
        for number, table in enumerate(figure.tables):
            _table(
                book.add_worksheet(_sheet_name(f"{figure.name}{' by month' if number else ''}", taken)),
                table.heads,
                table.rows,
                bold,
            )
    book.close()
    return made.getvalue()


def _table(sheet: object, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], bold: object) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(0, column, sound(head), bold)  # type: ignore[attr-defined]
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if column and cell.isdecimal():
                sheet.write_number(number, column, int(cell))  # type: ignore[attr-defined]
            else:
                sheet.write_string(number, column, sound(cell))  # type: ignore[attr-defined]
    sheet.freeze_panes(1, 0)  # type: ignore[attr-defined]
    sheet.set_column(0, 0, 40)  # type: ignore[attr-defined]


def _sheet_name(words: str, taken: set[str]) -> str:
    """A name Excel takes, that no other sheet has."""
    plain = "".join(letter for letter in words if letter not in "[]:*?/\\'")[:MOST_OF_A_SHEET_NAME].strip()
    name, number = plain, 2
    while name.lower() in taken:
        end = f" {number}"
        name, number = plain[: MOST_OF_A_SHEET_NAME - len(end)] + end, number + 1
    taken.add(name.lower())
    return name


WRITTEN = {"docx": write_report, "xlsx": as_excel, "pdf": write_report_pdf}
"""How a report is written, by the ending of its file."""
