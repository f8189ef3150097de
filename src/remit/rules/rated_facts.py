"""What can each fact about a young person be, and which of its values can the conditions tell apart?"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from remit.terms.conditions import COMPARISONS, When

UNKNOWN = -1
"""The class of a fact that is not known."""
MOST_KEPT = 1000
"""Greater numbers are rare, and their class is worked out each time."""


class FactKind:
    """One fact: what it is called, what it can be, and the classes of values that the conditions can tell apart.

    Between two figures that conditions ask for, a number makes no difference: each such stretch is a class with one
    `example`. For other facts every value is a class of its own.
    """

    def __init__(self, key: str, said: Mapping[str, Any], whens: list[When]) -> None:
        self.key, self.name, self.unit = key, str(said["name"]), said.get("unit")
        self.is_number = said["kind"] == "number"
        self._cuts = _cuts(key, whens) if self.is_number else []
        self._values = (False, True) if said["kind"] == "yes_no" else tuple(said.get("choices", ()))
        self.examples = _examples(self._cuts) if self.is_number else self._values
        self.classes: dict[type, dict[Any, int]] = {int: {}, float: {}} if self.is_number else {}
        """The classes of values met so far, by type, so that `True` is not 1."""
        for number, value in enumerate(self._values):
            self.classes.setdefault(type(value), {})[value] = number

    def class_of(self, value: Any) -> int:
        """The class of a value that is known. Raises `ValueError` with the remedy where it can be none."""
        known = self.classes.get(type(value))
        if known is None or (not self.is_number and value not in known):
            raise ValueError(self._remedy)
        if not self.is_number:
            return known[value]
        if not 0 <= value < math.inf:
            raise ValueError(self._remedy)
        found = bisect_left(self._cuts, (value, 1))
        if type(value) is int and value <= MOST_KEPT:
            known[value] = found
        return found

    @property
    def _remedy(self) -> str:
        if self.is_number:
            return f"Give a number of {self.unit}, nought or more, or null if it is not known."
        return f"It can be {self._allowed}, or null if it is not known."

    @property
    def _allowed(self) -> str:
        return ", ".join(
            str(value).lower() if isinstance(value, bool) else f'"{value}"' for value in self._values
        )

    def shown(self, value: Any) -> str:
        """The fact in words: time since the last contact 45 days. For a number its place is left open."""
        if self.is_number:
            return f"{self.name} {{{self.key}}} {self.unit}"
        return f"{self.name}: {('yes' if value else 'no') if isinstance(value, bool) else value}"


def _cuts(key: str, whens: list[When]) -> list[tuple[float, int]]:
    """Where one class of numbers ends: at a figure, which belongs to the class below (2) or above (0) it."""
    found = {
        (test.against[0], 2 if test.how in ("over", "at_most") else 0)
        for when in whens
        for test in when.every_test()
        if test.fact == key and test.how in COMPARISONS
    }
    return sorted(found)


def _examples(cuts: list[tuple[float, int]]) -> tuple[float, ...]:
    """One number of each class."""
    if not cuts:
        return (0,)
    between = (low if low == high else (low + high) / 2 for (low, _), (high, _) in pairwise(cuts))
    first, last = cuts[0], cuts[-1]
    return (first[0] if first[1] else first[0] - 1, *between, last[0] if not last[1] else last[0] + 1)
