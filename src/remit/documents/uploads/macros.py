"""May a workbook hold macros? Asked of its name and of the parts it has, without opening any of them."""

from __future__ import annotations

import zipfile
from io import BytesIO

PLAIN = ".xlsx"


def may_hold_macros(name: str, content: bytes) -> bool:
    """Whether it is anything else than a plain workbook, or has a part for macros all the same."""
    if not name.lower().endswith(PLAIN):
        return True
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            return any(
                "vbaproject" in part.lower() or "/macrosheets/" in part.lower() for part in parts.namelist()
            )
    except (zipfile.BadZipFile, ValueError, OSError):
        return False  # then it is no workbook at all, and reading it says so
