"""What becomes of the times when items change places?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from remit.rules.slots import Slot, clock_at, minute_of


def moved(slots: Sequence[Slot], item: str, position: int) -> tuple[Slot, ...]:
    """The slots with one item at this place (1 is the first); the items it passes move by its length, gaps stay."""
    order = list(slots)
    at = next(number for number, slot in enumerate(order) if slot.item == item)
    step = 1 if position - 1 > at else -1
    for here in range(at, position - 1, step):
        first, second = min(here, here + step), max(here, here + step)
        order[first], order[second] = _exchanged(order[first], order[second])
    return tuple(order)


def _exchanged(first: Slot, second: Slot) -> tuple[Slot, Slot]:
    """Two neighbours in the other order, within the time both had together."""
    if first.at is None or second.at is None:
        return replace(second, at=first.at), replace(first, at=second.at)
    begins = minute_of(second.at) + second.minutes - first.minutes
    return replace(second, at=first.at), replace(first, at=clock_at(begins))
