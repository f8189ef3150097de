"""At what time is each case taken? Times follow each other; one that was set by hand stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from remit.rules.clock import shown_clock
from remit.rules.text import counted
from remit.terms.model import ForumTerms

USUAL_MINUTES = 20
"""Where the terms give a part of the agenda no slots."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The time of one item: local, in whole minutes. `by_hand`: somebody set it, so it does not move by itself."""

    item: str
    minutes: int
    at: time | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class SlotWarning:
    """Something about the times that a person should look at."""

    kind: Literal["gap", "overlap", "after_the_end"]
    item: str
    words: str


def usual_minutes(terms: ForumTerms, section: str) -> int:
    """How long an item of this part of the agenda has where nothing else is set."""
    slots = (part.slot for part in terms.agenda.sections if part.id == section and part.slot)
    return next((int(slot.usual.fixed.total_seconds() // 60) for slot in slots), USUAL_MINUTES)


LAST_MINUTE = 24 * 60 - 1
"""Of a day, counted from midnight: no time of an agenda lies past it."""


def minute_of(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def clock_at(minute: int) -> time:
    """The time so many minutes after midnight; a meeting does not run into the next day."""
    return time(*divmod(min(minute, LAST_MINUTE), 60))


def allotted(start: time, slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The same items in their order, each beginning when the one before ends; those set by hand keep their time."""
    minute = minute_of(start)
    placed: list[Slot] = []
    for slot in slots:
        if slot.by_hand and slot.at is not None:
            minute = minute_of(slot.at)
        placed.append(replace(slot, at=clock_at(minute)))
        minute += slot.minutes
    return tuple(placed)


def resized(slots: Sequence[Slot], item: str, minutes: int) -> tuple[Slot, ...]:
    """One item made longer or shorter: those after it move by as much, up to the next that was set by hand.

    A gap that stood before a later item takes up the growth first.
    """
    position = next(number for number, slot in enumerate(slots) if slot.item == item)
    grown = replace(slots[position], minutes=minutes)
    return (*slots[:position], grown, *_shifted(slots[position], grown, slots[position + 1 :]))


def closed_up(slots: Sequence[Slot], item: str) -> tuple[Slot, ...]:
    """The others once one item has left: those that followed it without a gap begin as much earlier as it was long."""
    return tuple(slot for slot in resized(slots, item, 0) if slot.item != item)


def _shifted(before: Slot, after: Slot, later: Sequence[Slot]) -> tuple[Slot, ...]:
    if before.at is None or after.at is None:
        return tuple(later)
    was, now = minute_of(before.at) + before.minutes, minute_of(after.at) + after.minutes
    moved: list[Slot] = []
    for number, slot in enumerate(later):
        if slot.at is None or slot.by_hand or was == now:
            return (*moved, *later[number:])
        begins = minute_of(slot.at)
        starts = now if begins == was else max(begins, now)
        moved.append(replace(slot, at=clock_at(starts)))
        was, now = begins + slot.minutes, starts + slot.minutes
    return tuple(moved)


def retimed(slots: Sequence[Slot], item: str, at: time) -> tuple[Slot, ...]:
    """One item put at another time by hand: those that would overlap it move behind it."""
    position = next(number for number, slot in enumerate(slots) if slot.item == item)
    put = replace(slots[position], at=at, by_hand=True)
    return (*slots[:position], put, *_shifted(slots[position], put, slots[position + 1 :]))


def shifted_by(at: time, was: time, now: time) -> time:
    """A time of a meeting that begins at `now` instead of `was`: as long after its start as before, within the day."""
    return clock_at(max(0, minute_of(at) + minute_of(now) - minute_of(was)))


def warnings(slots: Sequence[Slot], *, start: time, end: time) -> tuple[SlotWarning, ...]:
    """Gaps between the times, times that overlap, and what runs over the end of the meeting."""
    found: list[SlotWarning] = []
    free = minute_of(start)
    for slot in sorted((slot for slot in slots if slot.at is not None), key=_begins):
        begins = _begins(slot)
        if begins < free:
            found.append(_warning("overlap", slot, f"overlaps the one before by {_length(free - begins)}"))
        elif begins > free:
            found.append(_warning("gap", slot, f"leaves {_length(begins - free)} free before it"))
        free = max(free, begins + slot.minutes)
        if begins + slot.minutes > minute_of(end):
            found.append(
                _warning("after_the_end", slot, f"runs past the end of the meeting at {shown_clock(end)}")
            )
    return tuple(found)


def _begins(slot: Slot) -> int:
    assert slot.at is not None
    return minute_of(slot.at)


def _length(minutes: int) -> str:
    return counted(minutes, "minute")


def _warning(kind: Literal["gap", "overlap", "after_the_end"], slot: Slot, words: str) -> SlotWarning:
    assert slot.at is not None
    return SlotWarning(kind, slot.item, f"The slot at {shown_clock(slot.at)} {words}")
