"""An answer that came back in a workbook: is it the same, to be taken, to be kept, or for a person to decide?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from remit.rules.text import as_read_back

Merged = Literal["same", "kept", "emptied", "taken", "conflict"]
Choice = Literal["theirs", "ours", "both"]
CHOICES: tuple[Choice, ...] = ("theirs", "ours", "both")


WORKBOOK = "workbook"
"""The kind of file, and the source that stands at an answer taken from one."""
UNDONE = "undone"
"""The source that stands at an answer that undoing a file put back."""


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


def merged(theirs: str, ours: str, base: str | None, *, rewritten: bool) -> Merged:
    """What becomes of an answer. `base` is what the workbook was made from; none where that is not known.

    Changed only there it is taken, only here it is kept, on both sides a person decides; so do they wherever two texts
    differ and nobody knows what was there before. Who put the old words back here (`rewritten`) decided for them. A cell
    that was emptied takes no words away: a row may have been lost. What a cell does not keep, as spaces that do not break
    and characters nobody sees, makes no difference.
    """
    theirs, ours, base = (
        as_read_back(theirs),
        as_read_back(ours),
        None if base is None else as_read_back(base),
    )
    if theirs == ours:
        return "same"
    if base is not None and theirs == base:
        return "kept"
    if not theirs:
        return "emptied"
    return "taken" if base is not None and ours == base and not rewritten else "conflict"


def was_rewritten(version: int, source: str, base_version: int | None) -> bool:
    """Whether people wrote the answer that stands after the file was made; undoing a file only puts back what stood."""
    return version != base_version and not source.startswith(f"{UNDONE}:")


def both(ours: str, theirs: str) -> str:
    """Both texts, one after the other."""
    return f"{ours}\n\n{theirs}" if ours else theirs


def offers(kind: str) -> tuple[Choice, ...]:
    """How a conflict can be settled: texts can be kept both."""
    return CHOICES if kind == "text" else ("theirs", "ours")
