"""How do dates, lists and numbers read in plain English?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from unicodedata import normalize


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


def written_plainly(text: str) -> str:
    """A text without the white space around it, with one kind of line end, its accents in one form, and nothing a database takes amiss."""
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return normalize("NFC", one_kind).strip()
