"""How long is left for the item the meeting is at?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from remit.reading.room import RoomPage
from remit.rules.text import counted
from remit.web import formats


@dataclass(frozen=True, slots=True)
class Timer:
    """When the item began, how long it has, and when that is over."""

    words: str
    ends: datetime | None
    """None where it has no length of its own."""


def timer(page: RoomPage) -> Timer | None:
    """The timer of the item on this page, while the meeting is at it; it says the same without JavaScript."""
    case = page.case
    if case is None or case.present is None or case.present.settled:
        return None
    if not (page.head.is_open and case.line.current):
        return None
    began = case.present.during.since
    started = f"Started {formats.time(began)}"
    if not case.line.minutes:
        return Timer(f"{started}.", None)
    ends = began + timedelta(minutes=case.line.minutes)
    words = f"{started}, {counted(case.line.minutes, 'minute')}, ends {formats.time(ends)}."
    return Timer(words, ends)
