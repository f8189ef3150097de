"""What does a cell of a return say? Each distinct cell is understood once: a return says the same few things many times."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from remit.documents.cells.dates import read_date
from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.text import cell_text, is_shortened
from remit.documents.returns.tables import Column, Holds
from remit.documents.returns.written import written
from remit.documents.uploads.grid import CellValue
from remit.terms.codes import CodeSets, year_name

Parsed = Any
"""A str, a date, a bool or None, or a BadCell."""

_DAY = re.compile(r"\d\d/\d\d/\d{4}")
_LONGEST = {"CHILD": 40, "HOME_POST": 10, "PL_POST": 10, "URN": 20, "UPN": 20, "ETHNIC": 20, "SW_ID": 40}
_TRUE, _FALSE = {"1", "Y", "YES", "TRUE"}, {"0", "N", "NO", "FALSE", "2"}
_SHOWN = 14
_NO_INFORMATION = "0"


class BadCell:
    """A cell that cannot be right, and what to do about it."""

    __slots__ = ("as_written", "is_fault", "problem", "remedy")

    def __init__(self, problem: str, remedy: str, *, is_fault: bool = True, as_written: str = "") -> None:
        self.problem, self.remedy, self.is_fault, self.as_written = problem, remedy, is_fault, as_written


class Cells:
    """Readers of cells, a column each, with what they have read before."""

    def __init__(self, codes: CodeSets) -> None:
        self.codes = codes
        self.number_ids: set[str] = set()
        self._days: dict[CellValue, Parsed] = {}

    def reader_of(self, column: Column) -> tuple[dict[CellValue, Parsed], Callable[[CellValue], Parsed]]:
        """What is known of the column's cells already, and how to understand another."""
        if column.holds is Holds.DAY:
            return self._days, lambda value: _day(written(value))
        readers: Mapping[Holds, Callable[[CellValue, Column], Parsed]] = {
            Holds.CHILD: self._child,
            Holds.CODE: self._code,
            Holds.SUITED: self._suited,
            Holds.TEXT: _text,
            Holds.POSTCODE: _postcode,
            Holds.YES_NO: _yes_no,
        }
        read = readers[column.holds]
        return {}, lambda value: read(written(value), column)

    def _child(self, value: CellValue, column: Column) -> Parsed:
        found = _text(value, column)
        if isinstance(found, str) and is_shortened(found):
            return BadCell(
                f"Excel has shortened the id to “{found}”.",
                "Format the column as text, and write the id again.",
            )
        if isinstance(value, int | float) and isinstance(found, str):
            self.number_ids.add(found)
        return found

    def _code(self, value: CellValue, column: Column) -> Parsed:
        said = cell_text(value)
        code = said.upper()
        if not code or code in self.codes.sets[column.name]:
            return "" if code == _NO_INFORMATION else code
        return self._unknown(said, column)

    def _suited(self, value: CellValue, column: Column) -> Parsed:
        said = cell_text(value)
        code = said.upper()
        if not code or (code[0] in self.codes.sets[column.name] and code[1:] in ("", "1", "2")):
            return "" if code.startswith(_NO_INFORMATION) else code
        return self._unknown(said, column)

    def _unknown(self, said: str, column: Column) -> BadCell:
        known = list(self.codes.sets[column.name])
        shown = ", ".join(known[:_SHOWN]) + (" and so on" if len(known) > _SHOWN else "")
        years = f"{year_name(self.codes.first_year)} to {year_name(self.codes.last_year)}"
        return BadCell(
            f"“{said[:40]}” is not a code of {column.name} in any year from {years}.",
            f"Write one of {shown}.",
            is_fault=column.unknown_is_fault,
            as_written=said,
        )


def _day(value: CellValue) -> Parsed:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            day = date(int(value[6:]), int(value[3:5]), int(value[:2]))
            if 1920 <= day.year <= 2100:
                return day
        return read_date(value).value
    except CellFaultError as fault:
        return BadCell(fault.problem, fault.remedy)
    except ValueError:
        return BadCell(f"“{value}” is not a day in the calendar.", "Write the date as 02/11/2026.")


def _text(value: CellValue, column: Column) -> Parsed:
    text = cell_text(value)
    longest = _LONGEST.get(column.name, 60)
    if len(text) > longest:
        return BadCell(
            f"{column.name} has {len(text)} characters. At most {longest} can be kept.",
            "Check that the columns have not slipped.",
        )
    return text


def _postcode(value: CellValue, column: Column) -> Parsed:
    text = _text(value, column)
    return " ".join(text.upper().split()) if isinstance(text, str) else text


def _yes_no(value: CellValue, column: Column) -> Parsed:
    text = cell_text(value).upper().removesuffix(".0")
    if text in _TRUE:
        return True
    if not text or text in _FALSE:
        return False if text else None
    return BadCell(f"“{text[:40]}” is neither 1 nor 0.", "Write 1 for yes, 0 for no, or leave it blank.")
