"""What did somebody write into a cell, without what a programme put there for nothing, or around it?"""

from __future__ import annotations

import re

from remit.documents.uploads.grid import CellValue

_NOTHING = frozenset({"NULL", "(NULL)", "<NULL>", "#N/A", "#NULL!", "NAN", "NAT", "NONE"})
"""What databases and programmes write where there is nothing."""
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
"""How a .csv keeps Excel from making a number of an id: ="0012345"."""


def written(value: CellValue) -> CellValue:
    """What the cell says: blank for a programme's word for nothing, and an id without what keeps it an id."""
    if not isinstance(value, str):
        return value
    if value[:2] == '="' and (kept := _KEPT_AS_TEXT.fullmatch(value.strip())):
        return kept[1]
    if len(value) > 8 or value[-1:].isdigit():
        return value  # as ids and days are, and none of those words
    return "" if value.strip().upper() in _NOTHING else value
