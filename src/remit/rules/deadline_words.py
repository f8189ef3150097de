"""How does somebody say by when a deadline is? For a hint beside a field, in half a sentence."""

from __future__ import annotations

from remit.rules.clock import shown_clock
from remit.terms.model import Deadline

ANCHORS = {
    "meeting": "the meeting",
    "next_meeting": "the next meeting",
    "meeting-opened": "the meeting is opened",
    "meeting-closed": "the meeting is closed",
    "action-agreed": "the action is agreed",
    "minutes-approved": "the minutes are approved",
}


def in_words(deadline: Deadline) -> str:
    """ "when the next meeting starts", "2 months after the action is agreed"; what is rarer is "as the terms say"."""
    distance, anchor = deadline.distance, ANCHORS.get(str(deadline.anchor))
    if distance is None or anchor is None:
        return "as the terms say"
    if deadline.at == "meeting_starts" and not distance.count:
        return f"when {anchor} starts"
    at = f", at {shown_clock(deadline.at)}" if not isinstance(deadline.at, str) else ""
    if not distance.count:
        return f"on the day of {anchor}{at}" if anchor.endswith("meeting") else f"on the day {anchor}{at}"
    return f"{distance} {'before' if deadline.before else 'after'} {anchor}{at}"
