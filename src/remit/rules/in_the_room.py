"""Who was in the room while an item was taken, and was the forum quorate when it was settled?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from remit.rules.quoracy import FILLS_A_SEAT, Quoracy, Stay, largest_matching, present_at, quoracy
from remit.terms.model import ForumTerms


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of a meeting in which it was at one item. It ends when the item is settled, both ends included."""

    since: datetime
    until: datetime


def taken(taken_at: datetime | None, settled_at: datetime | None, *, now: datetime) -> Taken | None:
    """When the meeting was at an item: from its being called until it was settled, or until now; None: it was not taken.

    What was settled without being called has the one moment.
    """
    if settled_at is not None:
        begins = taken_at if taken_at is not None and taken_at <= settled_at else settled_at
        return Taken(begins, settled_at)
    return Taken(min(taken_at, now), now) if taken_at is not None else None


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody there for an item, with the seats they fill; the times only where they were not there throughout."""

    person: str
    seats: frozenset[str]
    came: datetime | None = None
    left: datetime | None = None


def here_for(stays: Collection[Stay], at: Taken) -> tuple[Here, ...]:
    """Everybody who was in the room for some of it, each once, in the order in which they came to the meeting."""
    found: dict[str, list[Stay]] = {}
    for stay in sorted(stays, key=lambda stay: stay.since):
        if stay.since <= at.until and (stay.until is None or stay.until > at.since):
            found.setdefault(stay.person, []).append(stay)
    return tuple(_here(person, rows, at) for person, rows in found.items())


def _here(person: str, rows: Sequence[Stay], at: Taken) -> Here:
    """One person; who went out and came back in the middle of it was there at both of its ends."""
    came = min(stay.since for stay in rows)
    left = None if any(stay.until is None for stay in rows) else max(filter(None, (r.until for r in rows)))
    seats = frozenset[str]().union(*(stay.seats for stay in rows if stay.capacity in FILLS_A_SEAT))
    return Here(
        person,
        seats,
        came if came > at.since else None,
        left if left is not None and left <= at.until else None,
    )


def throughout(stays: Collection[Stay], here: Collection[Here]) -> bool:
    """Whether everybody who came to the meeting at all was there for all of it."""
    everybody = {stay.person for stay in stays}
    return {one.person for one in here if one.came is None and one.left is None} == everybody


def quorum_at(terms: ForumTerms, stays: Collection[Stay], at: Taken) -> Quoracy:
    """Whether the forum is quorate for an item: asked at the moment it was settled, or now while it is not."""
    return quoracy(terms, stays, at=at.until)


def seats_filled(seats: Collection[str], stays: Collection[Stay], at: datetime | None) -> int:
    """How many of these seats were filled at that moment, or at any time for None. One person fills one seat."""
    if at is not None:
        people = dict(present_at(stays, at))
    else:
        people = {}
        for stay in stays:
            if stay.capacity in FILLS_A_SEAT:
                people[stay.person] = people.get(stay.person, frozenset()) | stay.seats
    return len(largest_matching(sorted(seats), people))
