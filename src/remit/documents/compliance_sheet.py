"""Tables of figures as an Excel workbook, a sheet a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the name of its sheet, its headings, its rows."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int]]


def as_excel(title: str, sheets: Iterable[Sheet]) -> bytes:
    """One sheet a table, its title above it. Figures are numbers; nothing is a formula or a link."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    bold = book.add_format({"bold": True})
    for table in sheets:
        sheet = book.add_worksheet(table.name)
        sheet.write_string(0, 0, title, bold)
        for column, head in enumerate(table.heads):
            sheet.write_string(1, column, head, bold)
        for number, row in enumerate(table.rows, start=2):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, cell)
        sheet.freeze_panes(2, 0)
        sheet.autofit()
    book.close()
    return made.getvalue()
