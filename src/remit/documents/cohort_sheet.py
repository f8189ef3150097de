"""A cohort as an Excel workbook: who is in it, since when, because of which fact."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter

HEADS = ("Person id", "Name", "Age", "Team", "Category", "Since", "Because", "Source")
Row = tuple[str | int, ...]


def as_excel(title: str, rows: Iterable[Row]) -> bytes:
    """One sheet. Numbers of children are text, so that no leading zero is lost; nothing is a formula or a link."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Cohort")
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet.write_string(0, 0, title, bold)
    for column, head in enumerate(HEADS):
        sheet.write_string(1, column, head, bold)
    for number, row in enumerate(rows, start=2):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, cell, text)
    sheet.freeze_panes(2, 0)
    sheet.autofit()
    book.close()
    return made.getvalue()
