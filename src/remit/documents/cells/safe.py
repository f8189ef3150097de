"""How is text written into a cell so that no spreadsheet program ever takes it for a formula?"""

from __future__ import annotations

_LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the wide ones are live in East Asian editions of Excel
_PASSED_OVER = "\0\ufeff"


def safe_text(text: str) -> str:
    """The text as it may stand in a .csv, or be pasted into a sheet: live beginnings are held back by an apostrophe.

    In a workbook of our own write the text as it is with `write_string`, which never makes a formula.
    """
    first = next((one for one in text if not one.isspace() and one not in _PASSED_OVER), "")
    return f"'{text}" if first in _LIVE or text.startswith(("\t", "\r")) else text
