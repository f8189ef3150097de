"""How do dates, lists and numbers read in plain English?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from unicodedata import normalize

_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF))
"""Characters nobody sees: a workbook does not hold them, or what reads one leaves them out."""


@lru_cache(maxsize=16_384)
def shown_date(day: date) -> str:
    """12 October 2026."""
    return f"{day.day} {day:%B %Y}"


def shown_day(day: date) -> str:
    """Monday 12 October 2026."""
    return f"{day:%A} {shown_date(day)}"


def listed(words: Sequence[str], *, last: str = "and") -> str:
    """a; a and b; a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """1 case; 4 cases; `many` where an s does not do."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def printable(text: str) -> str:
    """A text with one kind of line end and of space, and without what nobody sees: as it comes out of a cell."""
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return one_kind.translate(_UNPRINTABLE)


def as_read_back(text: str) -> str:
    """What a text is once it went through a cell of a workbook and back; two texts that are the same so are the same."""
    return written_plainly(printable(text))


def written_plainly(text: str) -> str:
    """A text without white space around it, one kind of line end, its accents in one form, nothing a database takes amiss."""
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return normalize("NFC", one_kind).strip()
