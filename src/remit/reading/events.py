"""What is one thing on the time line of a child?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["list", "meeting", "action", "worker", "record", "trajectory"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing on the time line: when, what, in which words, and where Remit has it from."""

    on: date
    kind: Kind
    title: str
    lines: tuple[tuple[str, str], ...] = ()
    source: str = ""
    link: tuple[str, str] | None = None
    """(forum, nominal date) of the meeting it belongs to."""
    take_back: tuple[str, str] | None = None
    """Kind and first day of a fact that somebody typed, where it can be taken back."""
    extract: str = ""
    """Reference of the item whose extract can be handed out; empty where none can."""
