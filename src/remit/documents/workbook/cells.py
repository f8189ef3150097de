"""How is one cell written: a heading, a fact, an answer with its drop-down? Text is never a formula."""

from __future__ import annotations

from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from remit.documents.word import sound
from remit.documents.workbook.model import Fact, Question
from remit.documents.workbook.reserved import KEY_COLUMN, LISTS
from remit.rules.answer_kinds import YES_NO

LONGEST = 32_767
"""Characters a cell can hold."""
CUT = " … (cut: a cell can hold no more)"
LATER, EARLIEST = date(2200, 1, 1), date(1900, 1, 1)


class Pen:
    """Writes cells in one plain look, and keeps the lists of the drop-downs."""

    def __init__(self, excel: xlsxwriter.Workbook) -> None:
        face = {"font_name": "Arial", "font_size": 11, "valign": "top"}
        filled = {**face, "text_wrap": True, "border": 1}
        self.plain: Format = excel.add_format(face)
        self._title: Format = excel.add_format({**face, "bold": True, "font_size": 14})
        self._head: Format = excel.add_format({**filled, "bold": True, "bg_color": "#F3F2F1"})
        self._text: Format = excel.add_format({**filled, "num_format": "@"})
        self._loose: Format = excel.add_format({**face, "num_format": "@"})
        self._number: Format = excel.add_format({**filled, "num_format": "0", "align": "left"})
        self._day: Format = excel.add_format({**filled, "num_format": "dd/mm/yyyy", "align": "left"})
        fill = {**filled, "locked": False, "bg_color": "#FFF9E5"}
        self._open: Format = excel.add_format({**fill, "num_format": "@"})
        self._open_day: Format = excel.add_format({**fill, "num_format": "dd/mm/yyyy", "align": "left"})
        self._lists: dict[tuple[str, ...], tuple[int, str]] = {}

    def title(self, page: Worksheet, row: int, text: str) -> None:
        """The title of a sheet, or of a part of it."""
        page.write_string(row, 0, _fits(text), self._title)

    def head(self, page: Worksheet, row: int, column: int, text: str) -> None:
        """A heading of a row or a column."""
        page.write_string(row, column, _fits(text), self._head)

    def fact(self, page: Worksheet, row: int, column: int, fact: Fact, *, wraps: bool = True) -> None:
        """A locked cell."""
        if isinstance(fact, date):
            page.write_datetime(row, column, datetime.combine(fact, time()), self._day)
        elif isinstance(fact, int):
            page.write_number(row, column, fact, self._number)
        else:
            page.write_string(row, column, _fits(fact), self._text if wraps else self._loose)

    def key(self, page: Worksheet, row: int, key: str) -> None:
        """The key of what is asked in this row, in the hidden column."""
        if key:
            page.write_string(row, KEY_COLUMN, key, self._loose)

    def answer(self, page: Worksheet, row: int, column: int, asked: Question) -> None:
        """The cell a question is answered in, with what is answered so far and a word on how."""
        is_day = asked.kind == "date"
        look = (self._open_day if is_day else self._open) if asked.open else self._text
        shown = _as_written(asked)
        if isinstance(shown, date):
            page.write_datetime(
                row, column, datetime.combine(shown, time()), look if asked.open else self._day
            )
        elif shown:
            page.write_string(row, column, _fits(shown), look)
        else:
            page.write_blank(row, column, None, look)
        if asked.open:
            self._help(page, row, column, asked)

    def _help(self, page: Worksheet, row: int, column: int, asked: Question) -> None:
        said = {"input_title": asked.name[:32], "input_message": f"{asked.asks} {asked.hint}".strip()[:255]}
        choices = tuple(YES_NO.values()) if asked.kind == "yes_no" else asked.choices
        if choices:
            self.choose(page, row, column, asked.name, choices, said=said)
        elif asked.kind == "date":
            between = {"validate": "date", "criteria": "between", "minimum": EARLIEST, "maximum": LATER}
            wrong = {"error_title": "Not a date", "error_message": "Enter a date like 26/11/2026."}
            page.data_validation(row, column, row, column, {**between, **wrong, **said})
        else:
            page.data_validation(row, column, row, column, {"validate": "any", **said})

    def choose(
        self,
        page: Worksheet,
        row: int,
        column: int,
        label: str,
        choices: tuple[str, ...],
        *,
        last: int | None = None,
        said: dict[str, str] | None = None,
    ) -> None:
        """A drop-down of these words, which stand on the hidden tab once."""
        where = self._lists.setdefault(choices, (len(self._lists), label))[0]
        name = xl_col_to_name(where, col_abs=True)
        source = f"={LISTS}!{name}$2:{name}${len(choices) + 1}"
        wrong = {"error_title": "Not on the list", "error_message": "Choose one of the words on the list."}
        page.data_validation(
            row,
            column,
            row if last is None else last,
            column,
            {"validate": "list", "source": source, **wrong, **(said or {})},
        )

    def write_lists(self, page: Worksheet) -> None:
        """The hidden tab: a column a list, under the name of what it is for."""
        for choices, (column, label) in self._lists.items():
            page.write_string(0, column, _fits(label), self._head)
            for row, choice in enumerate(choices, start=1):
                page.write_string(row, column, _fits(choice), self._loose)
        page.protect("")
        page.hide()

    def lock(self, page: Worksheet) -> None:
        """Only open cells can be written in; anybody may lift this, and may widen what is too narrow."""
        page.set_column(KEY_COLUMN, KEY_COLUMN, None, None, {"hidden": True})
        page.protect("", {"format_columns": True, "format_rows": True})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&RPage &P of &N")


def _as_written(asked: Question) -> str | date:
    """The answer as it stands in its cell: a date as a date, an amount without a pound sign, a choice in its words."""
    if asked.kind == "date":
        try:
            return date.fromisoformat(asked.kept)
        except ValueError:
            return asked.kept
    if asked.kind == "yes_no":
        return YES_NO.get(asked.kept, asked.kept)
    if asked.kind == "money" and asked.kept.isdecimal():
        pounds, pence = divmod(int(asked.kept), 100)
        return f"{pounds}.{pence:02}" if pence else str(pounds)
    return asked.kept


def _fits(text: str) -> str:
    """The text without what a file cannot hold, as long as a cell can be."""
    plain = sound(text)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - len(CUT)] + CUT
