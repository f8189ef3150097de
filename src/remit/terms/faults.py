"""What is wrong with a file of terms, where, and what is there to do about it?"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TermsFault:
    """One thing that keeps a file from being read."""

    file: str
    line: int | None
    clause: str | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        clause = f" ({self.clause})" if self.clause else ""
        return f"{where}{clause}: {self.problem} {self.remedy}"


class TermsRefused(Exception):
    """These terms cannot be used. Every fault found is here, not only the first."""

    def __init__(self, faults: Sequence[TermsFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
