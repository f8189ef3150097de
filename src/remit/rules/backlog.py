"""What was outstanding when a forum went live: which actions are that, and when may they be given a date?

The catalogue's rule of going live: facts before the day a forum is live raise no breach; what was outstanding then is a
backlog with dates the chair sets, outside the compliance figures.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date

from remit.rules.names import folded
from remit.rules.outcomes import Refused

ENDED = frozenset(
    (
        "closed",
        "done",
        "complete",
        "completed",
        "finished",
        "ended",
        "cancelled",
        "withdrawn",
        "no longer needed",
    )
)
"""What a tracker says of an action that is over."""


def told_as_ended(said: str) -> bool:
    """Whether what a tracker said of an action says that it is over: "led by A colleague, due 8 October, Closed"."""
    return any(folded(part) in ENDED for part in re.split(r"[,;]", said))


def mark_of(subject: int, what: str) -> str:
    """What an action about a child is known by in one tracker and the next, as far as it is written alike."""
    return hashlib.sha256(f"{subject}:{folded(what)}".encode()).hexdigest()[:16]


def why_not_give_date(chosen: int, due_on: date | None, *, today: date) -> Refused | None:
    """A date is given to at least one action, and has not gone by."""
    if due_on is None:
        return Refused("There is no date.", remedy="Enter the date they are to be done by.", field="due_on")
    if due_on < today:
        return Refused("That date has gone by.", remedy="Enter today or a later date.", field="due_on")
    return why_not_end(chosen)


def why_not_end(chosen: int) -> Refused | None:
    """At least one action is chosen."""
    if chosen:
        return None
    return Refused("No action is chosen.", remedy="Select at least one action.", field="chosen")
