"""Which work does a file that is loaded go through, and when may it begin?"""

from __future__ import annotations

from collections.abc import Mapping

from remit.rules.outcomes import Refused

MOST_AT_ONCE = 3_000_000
"""Bytes, unpacked, that are read and loaded while somebody waits for the page: about 30,000 rows of a return."""
MOST_ATTEMPTS = 3
"""How often work whose process died is begun."""
A_PAGE = 50
"""Lines of a preview on one page."""

STEPS: Mapping[str, tuple[str, ...]] = {
    "preview": ("Reading the file", "Comparing it with the record", "Keeping what it comes to"),
    "apply": ("Reading the file again", "Comparing it with the record and writing to it"),
    "undo": ("Putting back what was there before",),
}
"""What each task does, in order."""


def why_not_begin(*, busy: bool) -> Refused | None:
    """Whether work on a file may begin: one piece at a time."""
    if not busy:
        return None
    return Refused(
        "Remit is working on this file already.", remedy="Wait until it is finished, or stop it first."
    )
