"""Which word means which risk, and which urgency? And which words only say that nothing is known?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as AnyMapping
from enum import StrEnum
from typing import Generic, TypeVar

from remit.documents.action_list.model import Risk, Urgency, Word
from remit.documents.cells.cell import Cell
from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.text import cell_text, folded, says_nothing
from remit.documents.uploads.grid import CellValue

RISK_WORDS: dict[Risk, tuple[str, ...]] = {
    Risk.HIGH: ("h", "hi", "high", "high risk", "red"),
    Risk.MEDIUM: ("m", "med", "medium", "medium risk", "med risk", "amber"),
    Risk.LOW: ("l", "lo", "low", "low risk", "green"),
    Risk.UNRATED: ("unrated", "not rated", "none", "nil", "to be rated"),
}
URGENCY_WORDS: dict[Urgency, tuple[str, ...]] = {
    Urgency.TODAY: (
        "1", "today", "same day", "asap", "immediate", "immediately", "emergency", "now", "0 days", "as soon as possible",
    ),
    Urgency.WITHIN_5_DAYS: (
        "2", "within 5 days", "within five days", "within 5 working days", "<5 days", "< 5 days", "<=5 days", "≤5 days",
        "less than 5 days", "under 5 days", "up to 5 days", "1-5 days", "5 days", "<5", "in 5 days", "next 5 days",
        "within 5", "5 days or less",
    ),
    Urgency.PLANNED: (
        "3", "planned", "planned move", ">5 days", "> 5 days", "more than 5 days", "over 5 days", "5+ days", "5 days+", ">5",
        "not urgent", "non urgent", "non-urgent", "routine",
    ),
    Urgency.NOT_KNOWN: ("none", "not yet known"),
}  # fmt: skip
NUMBERED = ("1", "2", "3")
"""Numbers mean a risk or an urgency by custom only; what they were taken for is always said."""

Code = TypeVar("Code", bound=StrEnum)


class WordReader(Generic[Code]):
    """Reads one column of words, and keeps count of the words it meets."""

    def __init__(
        self,
        kind: str,
        known: AnyMapping[Code, tuple[str, ...]],
        told: AnyMapping[str, Code],
        nothing: Code,
        expected: str,
    ) -> None:
        self._kind, self._nothing, self._expected = kind, nothing, expected
        self._codes = {_plain(word): code for code, words in known.items() for word in words}
        self._told = {_plain(word): code for word, code in told.items()}
        self._read: dict[str, Cell[Code] | None] = {}
        self._counts: Counter[str] = Counter()

    def __call__(self, value: CellValue) -> Cell[Code]:
        """What the word in a cell means. Raises CellFaultError for a word that is not known."""
        written = cell_text(value)
        self._counts[written] += 1
        if written not in self._read:
            code = self._code(written)
            self._read[written] = None if code is None else Cell(code, written)
        cell = self._read[written]
        if cell is None:
            raise CellFaultError(
                f"“{written[:60]}” is not {self._kind} that Remit knows.",
                f"Write {self._expected} in the cell, or leave it blank; or say in the mapping what “{written[:60]}” means.",
            )
        return cell

    def words(self) -> tuple[Word, ...]:
        """The words met, the commonest first; blank cells say no word."""
        return tuple(
            Word(word, count, cell.value.value if (cell := self._read[word]) else None)
            for word, count in self._counts.most_common()
            if word
        )

    def by_custom(self) -> dict[str, Code]:
        """The numbers met whose meaning was neither written nor told."""
        met = {word: cell.value for word, cell in self._read.items() if cell and word in NUMBERED}
        return {word: met[word] for word in sorted(met) if _plain(word) not in self._told}

    def _code(self, written: str) -> Code | None:
        if len(written) > 60:
            return None
        plain = _plain(written)
        if plain in self._told:
            return self._told[plain]
        return self._nothing if says_nothing(written) else self._codes.get(plain)


def risk_reader(told: AnyMapping[str, Risk]) -> WordReader[Risk]:
    """Reads the column of risk, taking first what a mapping told."""
    return WordReader("a risk", RISK_WORDS, told, Risk.UNRATED, "High, Medium or Low")


def urgency_reader(told: AnyMapping[str, Urgency]) -> WordReader[Urgency]:
    """Reads the column of urgency, taking first what a mapping told."""
    return WordReader("an urgency", URGENCY_WORDS, told, Urgency.NOT_KNOWN, "Today, Within 5 days or Planned")


def _plain(word: str) -> str:
    return folded(word).strip(" .!*:;,")
