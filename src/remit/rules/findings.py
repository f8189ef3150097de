"""What was found in terms of reference, how bad is it, and where does it stand?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "finding"]
Place = Callable[[str], tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class TermsFinding:
    """One thing to know about the terms. An error cannot stand; a warning says what does not run; a finding what to decide."""

    severity: Severity
    clause: str | None
    file: str
    line: int | None
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Found:
    """As found in the terms: at a path in them, which stands somewhere in the files."""

    severity: Severity
    clause: str | None
    path: str
    problem: str
    remedy: str

    def placed(self, place: Place) -> TermsFinding:
        """With the file and line of its path."""
        file, line = place(self.path)
        return TermsFinding(self.severity, self.clause, file, line, self.problem, self.remedy)
