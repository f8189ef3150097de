"""What stands on the page of minutes."""

from __future__ import annotations

from dataclasses import dataclass

from remit.documents.minutes import Agreed, MinutesAction
from remit.reading.minutes_closed import ClosedCases
from remit.reading.minutes_texts import TextLine
from remit.reading.minutes_versions import Versions
from remit.reading.room_attendance import SeatLine, StayLine
from remit.reading.room_present import PresentFor
from remit.reading.room_rail import ItemLine
from remit.reading.sittings import Head
from remit.rules.endings import Ending


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """An item in the minutes."""

    item: ItemLine
    person_id: str
    texts: tuple[TextLine, ...]
    actions: tuple[MinutesAction, ...]
    came: str
    present: PresentFor | None
    """Who was in the room for it."""
    left: Ending
    """How the item was left."""


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """A part of the agenda in the minutes."""

    id: str
    name: str
    lines: tuple[MinutesLine, ...]


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """The minutes on screen."""

    head: Head
    seats: tuple[SeatLine, ...]
    """Those that are asked for; one without a vote where somebody is recorded for it."""
    others_present: tuple[StayLine, ...]
    quoracy: str
    parts: tuple[MinutesPart, ...]
    general_actions: tuple[MinutesAction, ...]
    waived: tuple[tuple[str, str], ...]
    to_release: int
    """Texts that may name another child and wait for a wording."""
    closed: ClosedCases
    """Cases shown to named people only, of whom this reader is not one."""
    approved_by: str
    """The role that approves."""
    extracts: bool
    """Whether each child's extract can be handed out."""
    may_approve: bool
    may_release: bool
    versions: Versions
    may_approve_corrections: bool
    agreed: Agreed | None
    """Which minutes this meeting agreed."""
    agreed_at: Agreed | None
    """At which meeting these minutes were agreed, and in which version."""
