"""What is wrong with what somebody handed in, and what is there to do about it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and what to do about it. No `key`: with the whole."""

    key: str | None
    problem: str
    remedy: str


class Unusable(Exception):
    """What was handed in cannot be used. Every fault is here, not only the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.problem for fault in faults))
        self.faults = tuple(faults)


def unknown_key(key: object, known: Iterable[str]) -> Fault:
    """The fault of a key that nobody asks for."""
    keys = tuple(known)
    near = get_close_matches(str(key), keys, 1)
    remedy = f"Did you mean {near[0]}?" if near else f"The keys are {', '.join(keys)}."
    return Fault(str(key)[:80], "There is no such key.", remedy)


def not_an_object() -> Fault:
    """The fault of something that is no set of facts at all."""
    return Fault(None, "This is not one set of facts.", "Give one JSON object, in braces.")
