"""An answer that came back in a workbook: is it the same, to be taken, to be kept, or for a person to decide?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Merged = Literal["same", "kept", "emptied", "taken", "conflict"]
Choice = Literal["theirs", "ours", "both"]
CHOICES: tuple[Choice, ...] = ("theirs", "ours", "both")


WORKBOOK = "workbook"
"""The kind of file, and the source that stands at an answer taken from one."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer of the file, with the version it was made from (none: not known) and the one the actor saw beside it."""

    item: str
    question: str
    text: str
    base_version: int | None
    seen: int

    @property
    def key(self) -> str:
        return f"{self.item}/{self.question}"


def merged(theirs: str, ours: str, base: str | None) -> Merged:
    """What becomes of an answer. `base` is what the workbook was made from; none where that is not known.

    Changed only there it is taken, only here it is kept, on both sides a person decides; so do they wherever two texts
    differ and nobody knows what was there before. A cell that was emptied takes no words away: a row may have been lost.
    """
    if theirs == ours:
        return "same"
    if base is not None and theirs == base:
        return "kept"
    if not theirs:
        return "emptied"
    return "taken" if base is not None and ours == base else "conflict"


def both(ours: str, theirs: str) -> str:
    """Both texts, one after the other."""
    return f"{ours}\n\n{theirs}" if ours else theirs


def offers(kind: str) -> tuple[Choice, ...]:
    """How a conflict can be settled: texts can be kept both."""
    return CHOICES if kind == "text" else ("theirs", "ours")
