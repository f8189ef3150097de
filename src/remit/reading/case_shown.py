"""What stands on the page of one item of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from remit.reading.case_questions import Asked
from remit.reading.comment_lines import CommentLine
from remit.reading.discussions import Discussion, Told
from remit.reading.room_present import PresentFor
from remit.reading.room_rail import ItemLine
from remit.terms.model import MeetingAct


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """An outcome that can be recorded, and what it needs."""

    id: str
    name: str
    clause: str
    needs: tuple[str, ...]
    """Names of the questions it requires."""
    asks_why: bool
    returns: bool


@dataclass(frozen=True, slots=True)
class Returning:
    """What becomes of the case where its outcome returns."""

    on: date | None = None
    """The day of the next meeting; none where none is planned."""
    later: date | None = None
    """The day of a later one, to which the case was put off from the next already: it comes back there only."""
    with_cohort: bool = False
    """It comes back with the cohort it is one of, and is put nowhere."""


@dataclass(frozen=True, slots=True)
class Left:
    """How the case is left now."""

    outcome: str
    name: str
    why: str
    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PresenceLine:
    """Somebody who came for the case, or why nobody did."""

    ref: str
    name: str
    service: str
    came: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Expected:
    """Whom the terms ask to come for this case."""

    id: str
    clause: str
    who: tuple[str, ...]
    reason_if_absent: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One item, whole."""

    line: ItemLine
    why: str
    suggestion: str
    summary: tuple[tuple[str, str], ...]
    frozen: bool
    frozen_by: MeetingAct
    """The act that keeps what the list says of it."""
    questions: tuple[Asked, ...]
    outcomes: tuple[OutcomeChoice, ...]
    returning: Returning
    needs_outcome: bool
    left: Left | None
    actions: tuple[Told, ...]
    open_actions: tuple[Told, ...]
    """Open actions of this forum about the child from earlier meetings."""
    earlier: tuple[Discussion, ...]
    expected: tuple[Expected, ...]
    presence: tuple[PresenceLine, ...]
    by_members: tuple[CommentLine, ...]
    """What members wrote of it outside the discussion, each under their name."""
    put_off: str
    usual_due: str
    """When an action is due that is given no day, in words."""
    present: PresentFor | None
    """Who was in the room for it; None where the meeting has not come to it."""
