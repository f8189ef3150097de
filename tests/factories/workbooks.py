"""A workbook changed as people change it: opened, written in, moved about, saved again by another program."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import xlsxwriter
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from xlsxwriter.utility import xl_cell_to_rowcol

from remit.documents.workbook.reserved import KEY_COLUMN, MANIFEST


class Formula(str):
    """A formula with what it last came to."""


class Edited:
    """The tabs of a workbook as rows of values, to be changed and saved."""

    def __init__(self, content: bytes) -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        self.hidden = {
            one.name: str(one.visible).removeprefix("SheetVisibleEnum.")
            for one in book.sheets_metadata
            if one.visible is not SheetVisibleEnum.Visible
        }
        self.tabs: dict[str, list[list[object]]] = {
            one.name: book.get_sheet_by_name(one.name).to_python(skip_empty_area=False)
            for one in book.sheets_metadata
        }
        self.merged: list[tuple[str, str]] = []
        self.narrow: list[tuple[str, int]] = []

    @classmethod
    def of(cls, tabs: dict[str, list[list[object]]]) -> Edited:
        """A workbook made by hand."""
        made = cls.__new__(cls)
        made.hidden, made.tabs, made.merged, made.narrow = {}, tabs, [], []
        return made

    def row_of(self, tab: str, label: str) -> int:
        return next(at for at, row in enumerate(self.tabs[tab]) if row and row[0] == label)

    def answer(self, tab: str, label: str, value: object) -> Edited:
        """Write an answer beside its heading."""
        row = self.tabs[tab][self.row_of(tab, label)]
        row[1:2] = [value]
        return self

    def put(self, tab: str, cell: str, value: object) -> Edited:
        at, column = xl_cell_to_rowcol(cell)
        rows = self.tabs[tab]
        while len(rows) <= at:
            rows.append([])
        rows[at].extend([""] * (column + 1 - len(rows[at])))
        rows[at][column] = value
        return self

    def in_list(self, tab: str, number: str, head: str, value: object) -> Edited:
        """Write into a list, in the row of a child and under a heading."""
        rows = self.tabs[tab]
        column = rows[0].index(head)
        next(row for row in rows if row[0] == number)[column] = value
        return self

    def rename(self, tab: str, to: str) -> Edited:
        self.tabs = {to if name == tab else name: rows for name, rows in self.tabs.items()}
        return self

    def without_manifest(self) -> Edited:
        """As a person makes it who copies the cells into a new workbook: nothing hidden is left."""
        self.tabs = {
            name: [row[:KEY_COLUMN] for row in rows]
            for name, rows in self.tabs.items()
            if name not in self.hidden
        }
        return self

    def saved(self, *, macros: bool = False) -> bytes:
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in self.tabs.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    _write(page, at, column, value, day)
            self._look(name, rows, page)
        book.close()
        if macros:
            with zipfile.ZipFile(made, "a") as parts:
                parts.writestr("xl/vbaProject.bin", b"\xcc\x61not run")
        return made.getvalue()

    def _look(self, name: str, rows: list[list[object]], page) -> None:
        for cells in (cells for tab, cells in self.merged if tab == name):
            row, column = xl_cell_to_rowcol(cells.partition(":")[0])
            page.merge_range(cells, rows[row][column])
        for column in (column for tab, column in self.narrow if tab == name):
            page.set_column(column, column, None, None, {"hidden": True})
        if name in self.hidden:
            page.very_hidden() if name == MANIFEST else page.hide()


def _write(page, at: int, column: int, value: object, day) -> None:
    if isinstance(value, Formula):
        page.write_formula(at, column, value, None, "Worked out")
    elif isinstance(value, date | datetime):
        page.write_datetime(at, column, value, day)
    elif value != "":
        page.write(at, column, value)
