"""What does a cell say, as text? And when do two texts say the same thing?"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from remit.documents.uploads.grid import CellValue
from remit.rules.text import printable

_NOT_A_LETTER = re.compile(r"[\W_]+")
_SHORTENED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_NOTHING = {
    "", "?", "-", "--", "–", "—", ".", "/", "n/a", "na", "n\\a", "n.a.", "tbc", "tba", "tbd", "t.b.c.", "to be confirmed",
    "not known", "unknown", "not applicable", "nk", "n/k", "unborn", "blank", "xx", "not yet known",
}  # fmt: skip
_QUESTION_MARKS = re.compile(r"[?\s]+|\((?:tbc|blank)\)")


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


def says_nothing(written: str) -> bool:
    """Whether the text only says that nothing is known: blank, a dash, "tbc", "?", "N/A"."""
    plain = folded(written)
    return plain in _NOTHING or _QUESTION_MARKS.fullmatch(plain) is not None


def is_shortened(text: str) -> bool:
    """Whether Excel wrote a long number in its short form, such as 1.23E+11: many ids become the same one."""
    return _SHORTENED.fullmatch(text) is not None


def _time_text(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)
