"""Which work does a file that is loaded go through, when may it begin, and when may it be undone?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from remit.rules.clock import shown_moment
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


@dataclass(frozen=True, slots=True)
class LaterLoad:
    """A return that was loaded after another and stands on it."""

    ref: str
    filename: str
    applied_at: datetime


def why_not_undo_return(later: LaterLoad | None) -> Refused | None:
    """Whether a return may be undone: the one that was loaded last goes first, or what it stands on would be gone."""
    if later is None:
        return None
    when = shown_moment(later.applied_at)
    return Refused(
        f"The return {later.filename} was loaded after this one, on {when}, and changed the record, so nothing was undone.",
        remedy=f"Undo that one first: it is import {later.ref}.",
    )
