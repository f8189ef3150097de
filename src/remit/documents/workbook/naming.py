"""Under which name is a workbook filed, and what are its sheets called?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from remit.documents.workbook.reserved import LISTS, MANIFEST

LONGEST_SHEET = 31
_PARTS = re.compile(r"YYYY|YY|MONTH|MM|DD")
_NOT_IN_A_FILE = re.compile(r'[\\:*?"<>|\x00-\x1f]+')
_NOT_IN_A_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_TAKEN = {"", "history", LISTS.casefold(), MANIFEST.casefold()}
"""Excel keeps one name for itself, and two tabs are the product's own."""


def filed_as(pattern: str, on: date) -> str:
    """A name with the meeting's date in it: `Tool DD-MM-YY` is `Tool 12-11-26`, `MONTH YYYY` is `November 2026`."""
    said = {
        "YYYY": f"{on:%Y}",
        "YY": f"{on:%y}",
        "MONTH": f"{on:%B}",
        "MM": f"{on:%m}",
        "DD": f"{on:%d}",
    }
    return _NOT_IN_A_FILE.sub("-", _PARTS.sub(lambda found: said[found[0]], pattern)).strip()


def workbook_name(pattern: str, on: date) -> str:
    """The name of the file, which ends as a workbook's does and names no folder."""
    name = filed_as(pattern, on).replace("/", "-")
    return name if name.lower().endswith(".xlsx") else f"{name}.xlsx"


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """These names as Excel allows them: no forbidden characters, at most 31, each once."""
    given: list[str] = []
    taken = set(_TAKEN)
    for name in wanted:
        plain = _NOT_IN_A_SHEET.sub("-", name).strip(" '")[:LONGEST_SHEET] or "Sheet"
        unique, number = plain, 2
        while unique.casefold() in taken:
            ending = f" ({number})"
            unique, number = f"{plain[: LONGEST_SHEET - len(ending)]}{ending}", number + 1
        taken.add(unique.casefold())
        given.append(unique)
    return given
