"""A cohort as an Excel workbook: who is in it, since when, because of which fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import xlsxwriter

HEADS = ("Person id", "Name", "Age", "Team", "Category", "Since", "Because", "Source")
WIDTHS = (12, 28, 6, 28, 16, 18, 60, 40)
"""How wide each column is, in characters: a row is written and forgotten, so that nothing is left to measure."""
Row = tuple[str | int | date, ...]


def as_excel(title: str, rows: Iterable[Row]) -> BytesIO:
    """One sheet, as a file to be read from its beginning. Rows are written one by one to the disk: of a cohort of England's
    size only the finished file, some 3 MB, is ever in memory.

    Numbers of children are text, so that no leading zero is lost; days are days, so that they can be sorted and filtered;
    nothing is a formula or a link.
    """
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True})
    sheet = book.add_worksheet("Cohort")
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "d mmmm yyyy", "align": "left"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 0)
    sheet.write_string(0, 0, title, bold)
    for column, head in enumerate(HEADS):
        sheet.write_string(1, column, head, bold)
    for number, row in enumerate(rows, start=2):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            else:
                sheet.write_string(number, column, cell, text)
    book.close()
    made.seek(0)
    return made
