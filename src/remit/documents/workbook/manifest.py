"""What the file says of itself on a tab that Excel's own menus cannot show: meeting, terms, and each cell's base version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from remit.documents.workbook.model import Manifest, Question
from remit.documents.workbook.reserved import FORM, HEADS


@dataclass(frozen=True, slots=True)
class Placed:
    """A question and the cell it was put in, counted from 0."""

    question: Question
    sheet: str
    row: int
    column: int


def write_manifest(page: Worksheet, manifest: Manifest, placed: Sequence[Placed]) -> None:
    """One fact a line, then one line a cell."""
    facts = (
        ("remit workbook", FORM),
        ("forum", manifest.forum),
        ("meeting", manifest.meeting),
        ("terms", manifest.terms),
        ("made at", manifest.made_at.isoformat()),
        ("made for", manifest.made_for),
    )
    for row, pair in enumerate(facts):
        for column, text in enumerate(pair):
            page.write_string(row, column, text)
    for column, head in enumerate(HEADS):
        page.write_string(len(facts), column, head)
    for row, one in enumerate(placed, start=len(facts) + 1):
        asked = one.question
        cell = xl_rowcol_to_cell(one.row, one.column)
        told = (asked.key, one.sheet, cell, asked.form, str(asked.version))
        for column, text in enumerate(told):
            page.write_string(row, column, text)
    page.protect("")
    page.very_hidden()
