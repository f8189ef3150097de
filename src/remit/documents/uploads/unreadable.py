"""Why can a file not be read at all, and what can the person who sent it do about it?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why nothing at all could be read from a file, and what to do."""

    problem: str
    remedy: str


class UnreadableError(Exception):
    """Raised while a file is being read; becomes an Unreadable at the door."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.answer = Unreadable(problem, remedy)
