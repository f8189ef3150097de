"""A meeting held before Remit, of which a workbook tells: who may load it, and when?"""

from __future__ import annotations

from collections.abc import Collection
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


def opens_held_past(viewer: Viewer, *, own: bool) -> bool:
    """Whether they may open such a workbook before it is loaded: whoever uploaded it, and the data officer."""
    return own or loads_whole_past(viewer)


def why_not_load_nobody(children: int) -> Refused | None:
    """A workbook is loaded where somebody in it is on record."""
    if children:
        return None
    return Refused(
        "Nobody in this workbook is on record, so there is nothing to load.",
        remedy="Load the action list or a return first, so that the children are known.",
    )


def why_not_past(made_for: date | str | None) -> Refused | None:
    """A workbook Remit made is no meeting before Remit. `made_for`: the day of its meeting, as it says; None for others."""
    if made_for is None:
        return None
    day = shown_date(made_for) if isinstance(made_for, date) else made_for
    return Refused(
        f"Remit made this workbook, for the meeting of {day}.",
        remedy="Bring it in on the page of that meeting, under “Bring in a workbook that came back”.",
        field="file",
    )


def why_not_of_this_meeting(told: date | None, *, days: Collection[date]) -> Refused | None:
    """Whether a workbook Remit did not make is of this meeting. `told`: the day it says its meeting was, if it says so."""
    if told is None or told in days:
        return None
    return Refused(
        f"Remit did not make this workbook, and it tells of the meeting of {shown_date(told)}.",
        remedy="A meeting before Remit is loaded on the forum’s page, under “Meetings before Remit”, by who runs the"
        " forum. If it is of this meeting all the same, put this meeting’s date on its first sheet.",
        field="file",
    )


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
