"""A meeting held before Remit, of which a workbook tells: who may load it, and when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.text import shown_date
from remit.rules.viewers import Post, Viewer

HISTORY = "past-meeting"
"""The kind of a file that tells of a meeting before Remit."""


@dataclass(frozen=True, slots=True)
class PastSaid:
    """What a workbook says of one child on record."""

    subject: int
    section: str
    own_sheet: bool
    risk: str
    team: str
    outcome: str
    lines: tuple[tuple[str, str], ...]
    actions: tuple[tuple[str, str], ...]


def why_not_load_past(viewer: Viewer, forum: str) -> NotAllowed | None:
    """Loading what workbooks say of meetings before Remit: who runs the forum, and the data officer."""
    if forum in viewer.runs or viewer.holds(Post.DATA_OFFICER):
        return None
    return NotAllowed(
        "You do not coordinate or chair this forum.",
        remedy="Ask its coordinator or the data officer to load it.",
    )


def loads_whole_past(viewer: Viewer) -> bool:
    """Whether such a workbook loads whole, with children the loader does not see: for the data officer."""
    return viewer.holds(Post.DATA_OFFICER)


def why_not_load_past_of(on: date, *, today: date, held_here: bool) -> Refused | None:
    """A meeting is loaded once its day is over, where Remit did not hold it itself."""
    if on >= today:
        return Refused(
            f"The meeting of {shown_date(on)} is not over, so its workbook is not of the past.",
            remedy="Bring it in on the page of that meeting, or load it the day after.",
        )
    if held_here:
        return Refused(
            f"The meeting of {shown_date(on)} was held in Remit, which has its own record of it.",
            remedy="Look at the minutes of that meeting. Nothing has to be loaded.",
        )
    return None
