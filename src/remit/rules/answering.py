"""May this answer to an invitation be taken, and what does it change?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from remit.rules.clock import local, shown_clock, shown_time
from remit.rules.names import folded
from remit.rules.outcomes import NotAllowed, Refused
from remit.terms.model import Invitation, Seat

MOST_A_DAY = 20
"""So often a day an invitation is answered anew: a person changes their mind, a script does not stop."""
ASK = "Ask the coordinator of the forum, who can still record it."


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody answers: one of the replies, with whom they send or from when and until when they can come."""

    reply: str
    substitute: int | None = None
    can_from: time | None = None
    can_until: time | None = None


class TooOften(Refused):
    """An invitation was answered as often as one is within a day: the last answer stands."""

    def __init__(self, *, clause: str | None = None) -> None:
        super().__init__(
            f"This invitation was answered {MOST_A_DAY} times within a day, so your last answer stands for now.",
            remedy=f"{ASK} Or answer again tomorrow.",
            clause=clause,
        )


def takes_answers(state: str, starts_at: datetime, *, now: datetime) -> bool:
    """Whether invitations to a meeting in this state are answered: until it is opened, or the time it is for has come."""
    return state in ("planned", "issued") and now < starts_at


def why_not_any_more(*, cancelled: bool, off: bool, begun: bool, clause: str | None = None) -> Refused | None:
    """Whether an invitation still takes answers. `off`: the meeting is cancelled; `begun`: it has begun, or is over."""
    if off:
        return Refused("This meeting is cancelled.", remedy="There is nothing to answer.", clause=clause)
    if cancelled:
        return Refused(
            "You are not needed at this time any more.", remedy="There is nothing to answer.", clause=clause
        )
    if begun:
        return Refused(
            "This meeting has begun or is over, so it takes no answers.", remedy=ASK, clause=clause
        )
    return None


def why_not_this_answer(
    term: Invitation, said: Reply, *, starts_at: datetime, ends_at: datetime, stands_in: bool, today: int
) -> Refused | None:
    """Whether the terms offer this answer, and it says what it must. `today`: how often it was within a day."""
    offered = [one for one in term.answers if not (stands_in and one == "substitute")]
    if said.reply not in (*offered, "unsure"):
        return Refused(
            "This answer is not offered for this meeting.",
            remedy="Choose one of those on the page.",
            clause=term.clause,
            field="answer",
        )
    if today >= MOST_A_DAY:
        return TooOften(clause=term.clause)
    if said.reply == "another_time":
        return _why_not_that_time(said, starts_at, ends_at)
    return None


def _why_not_that_time(said: Reply, starts_at: datetime, ends_at: datetime) -> Refused | None:
    begins, ends = local(starts_at).time(), local(ends_at).time()
    between = f"The meeting is from {shown_clock(begins)} to {shown_clock(ends)}."
    if said.can_from is None and said.can_until is None:
        return Refused("Enter from when or until when you can come.", remedy=between, field="can_from")
    first, last = said.can_from or begins, said.can_until or ends
    if first >= ends or last <= begins:
        return Refused("The meeting is over or has not begun then.", remedy=between, field="can_from")
    if first >= last:
        return Refused("The end is not after the beginning.", remedy=between, field="can_until")
    return None


def why_not_found(found: int) -> Refused | None:
    """Whether the words lead to one person. Who there is, or is not, is not told."""
    if found == 1:
        return None
    return Refused(
        "We could not find one person of that name who may come in your place.",
        remedy="Enter their work email address, or tell the coordinator of the forum.",
        field="substitute",
    )


def why_not_send(seats: Collection[Seat], service: str, own_services: Collection[str]) -> Refused | None:
    """Whether somebody from that service may come in the place of who sits in these seats, as one of them has it.

    Without a seat, for a case, they come from the service of who works with it.
    """
    if not seats:
        known = {folded(one) for one in own_services}
        if not known or folded(service) in known:
            return None
        return why_not_found(0)
    for seat in seats:
        fitting = {folded(name) for name in (*own_services, *seat.represents)}
        if seat.substitutes == "anyone":
            return None
        if seat.substitutes == "same_service" and (not fitting or folded(service) in fitting):
            return None
    if all(seat.substitutes == "none" for seat in seats):
        return NotAllowed(
            "Nobody can stand in for this seat.",
            remedy="Send apologies instead.",
            clause=next(iter(seats)).clause,
        )
    return why_not_found(0)


def wish(said: Reply) -> str:
    """From 3:30pm until 4pm."""
    parts = [f"from {shown_clock(said.can_from)}"] if said.can_from else []
    parts += [f"until {shown_clock(said.can_until)}"] if said.can_until else []
    return " ".join(parts)


def of_a_calendar(partstat: str) -> str | None:
    """What a calendar programme's word for it is as an answer (RFC 5545, 3.2.12); None where it answers nothing."""
    return {
        "ACCEPTED": "attending",
        "DECLINED": "apologies",
        "TENTATIVE": "unsure",
        "DELEGATED": "substitute",
    }.get(partstat.strip().upper())


def shown_hours(starts_at: datetime, ends_at: datetime) -> str:
    """3pm to 4:30pm."""
    return f"{shown_time(starts_at)} to {shown_time(ends_at)}"
