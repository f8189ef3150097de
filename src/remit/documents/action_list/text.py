"""What does a cell say, as text? And when do two texts say the same thing?"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from remit.documents.uploads.grid import CellValue
from remit.rules.text import printable

_NOT_A_LETTER = re.compile(r"[\W_]+")


def cell_text(value: CellValue) -> str:
    """What a person sees in the cell, without the spaces around it. Nothing is ever calculated."""
    if isinstance(value, str):
        return value.strip() if value.isprintable() else printable(value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float)):
        return number_text(value)
    return _time_text(value)


def number_text(value: float) -> str:
    """A number without the ".0" that Excel's storage adds to every whole one."""
    return str(int(value)) if float(value).is_integer() else str(value)


def folded(text: str) -> str:
    """The text in small letters without accents, its punctuation as single spaces kept out: for comparing."""
    if not text.isascii():
        text = "".join(
            char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
        )
    return " ".join(text.casefold().split())


def letters_only(text: str) -> str:
    """The letters and digits of a text, folded: "D.O.B" and "dob" are the same header."""
    return _NOT_A_LETTER.sub("", folded(text))


def _time_text(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)
