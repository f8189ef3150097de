"""How does it read who was sent word of minutes? Handed to the mail server is all that is known of a mail that went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from remit.reading.minutes_sent import SentLine, SentRound
from remit.web import formats


@dataclass(frozen=True, slots=True)
class SentView:
    """A message."""

    name: str
    what: str
    at: datetime
    state: str


def present_sent(found: SentRound) -> tuple[SentView, ...]:
    """The messages in words."""
    return tuple(SentView(line.name, _what(line), line.at, _state(line)) for line in found.lines)


def _what(line: SentLine) -> str:
    if line.version == 0:
        return "Draft minutes"
    what = "Minutes" if line.whole else "Extract"
    return f"{what}, version {line.version}"


def _state(line: SentLine) -> str:
    if line.handed_at is not None:
        return f"Handed to the mail server on {formats.when(line.handed_at)}"
    if line.state == "waiting":
        return "Waiting to be sent"
    why = f": {line.why}" if line.why else ""
    return f"{line.state.capitalize()}{why}"
