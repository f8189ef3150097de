"""Which day does a cell mean? Days come as Excel's dates, and as text in every way people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from remit.documents.cells.cell import Cell
from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.text import cell_text, folded, says_nothing
from remit.documents.uploads.grid import CellValue

_TIME = r"(?:[ t]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: ?[ap]m)?z?)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +)?"
_DAY_FIRST = re.compile(rf"{_WEEKDAY}(\d{{1,2}})([/.\-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})([/.\-])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_IN_WORDS = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[ /.\-]*([a-z]{{3,9}})\.?,?[ /.\-]*(\d{{4}}|\d{{2}}){_TIME}"
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"[1-6]\d{4}(\.0+)?")
"""A day as Excel counts them where its column was saved as numbers."""
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_050
"""As Excel counts days: May 1927 to the end of 2099."""
_REMEDY = "Write the date as 02/11/2026, or leave the cell blank."


@lru_cache(maxsize=8192, typed=True)
def read_date(value: CellValue) -> Cell[date | None]:
    """The day, or None where the cell is blank or says it is not known. Raises CellFaultError for anything else."""
    written = cell_text(value)
    if isinstance(value, datetime):
        return Cell(_sensible(value.date(), written), written)
    if isinstance(value, date):
        return Cell(_sensible(value, written), written)
    if isinstance(value, str):
        return Cell(None if says_nothing(written) else _sensible(_from_text(written), written), written)
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and _FIRST_SERIAL <= value <= _LAST_SERIAL
    ):
        return Cell(_SERIAL_ZERO + timedelta(days=int(value)), written)
    if value is None:
        return Cell(None, "")
    raise _not_a_date(written)


def _from_text(written: str) -> date:
    text = folded(written)
    if _SERIAL.fullmatch(text):
        return _SERIAL_ZERO + timedelta(days=int(float(text)))
    try:
        if match := _DAY_FIRST.fullmatch(text):
            return date(_year(match[4]), int(match[3]), int(match[1]))
        if match := _YEAR_FIRST.fullmatch(text):
            return date(int(match[1]), int(match[3]), int(match[4]))
        if match := _IN_WORDS.fullmatch(text):
            return date(_year(match[3]), _month(match[2]), int(match[1]))
    except ValueError:
        raise CellFaultError(f"“{written}” is not a day in the calendar.", _REMEDY) from None
    raise _not_a_date(written)


def _year(digits: str) -> int:
    """Two digits up to 68 are of this century, from 69 of the last: no child on a list was born before 1969."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year <= 68 else 1900)


def _month(word: str) -> int:
    for number, name in enumerate(_MONTHS, start=1):
        if name.startswith(word) or (word == "sept" and number == 9):
            return number
    raise ValueError(word)


def _sensible(day: date, written: str) -> date:
    if 1920 <= day.year <= 2100:
        return day
    raise CellFaultError(f"“{written}” has a year that cannot be right.", _REMEDY)


def _not_a_date(written: str) -> CellFaultError:
    return CellFaultError(f"“{written}” is not a date.", _REMEDY)
