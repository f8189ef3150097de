"""How does an invitation read, and what becomes of it? No child, and nobody but the person asked, is named in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from remit.rules.clock import london_day, shown_time
from remit.rules.text import shown_day

REPLIES: Mapping[str, str] = {
    "attending": "Come",
    "substitute": "Send somebody in your place",
    "apologies": "Send apologies",
    "another_time": "Come at another time",
}
"""What each answer is called, in the order in which they are offered."""
ANSWERED: Mapping[str, str] = {
    "attending": "Comes",
    "substitute": "Sends somebody",
    "apologies": "Apologies",
    "another_time": "Asks for another time",
    "unsure": "Not sure yet",
}
ANSWER_LINK = "%answer-link:{ref}%"
"""Stands in a message for the address of its answer, whose secret part is filled in when the message goes."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an invitation says."""

    forum: str
    role: str
    starts_at: datetime
    ends_at: datetime
    place: str
    of_case: bool
    ref: str
    answers: tuple[str, ...]

    @property
    def when(self) -> str:
        """Thursday 15 October 2026, 3pm to 4:30pm."""
        day = shown_day(london_day(self.starts_at))
        return f"{day}, {shown_time(self.starts_at)} to {shown_time(self.ends_at)}"


def heading(said: Said, kind: str) -> str:
    """The subject line. `kind`: request, update or cancel."""
    word = {"request": "Invitation", "update": "Changed", "cancel": "Cancelled"}[kind]
    return f"{word}: {said.forum}, {said.when}"


def lines(said: Said, kind: str, *, off: bool) -> tuple[str, ...]:
    """The sentences of the message. `off`: the meeting itself is cancelled."""
    if kind == "cancel":
        if off:
            return (f"The {said.forum} of {said.when} is cancelled.",)
        return (f"You are not needed at the {said.forum} at this time any more: {said.when}.",)
    asked = "This is the time of a case you are asked to come for." if said.of_case else ""
    first = f"You are asked to come to the {said.forum} on {said.when}."
    moved = "The time or your part in it has changed; this replaces what you were sent before."
    return (
        *((moved,) if kind == "update" else ()),
        first,
        *((asked,) if asked else ()),
        f"You come as: {said.role}.",
        *((f"Join by video: {said.place}",) if said.place else ()),
        *_answer_lines(said),
    )


def _answer_lines(said: Said) -> Iterable[str]:
    link = ANSWER_LINK.format(ref=said.ref)
    for reply in REPLIES:
        if reply in said.answers:
            yield f"{REPLIES[reply]}: {link}?answer={reply.replace('_', '-')}"
    yield "Each of these opens a page that asks you to confirm. You need not sign in; please do not pass this on."
