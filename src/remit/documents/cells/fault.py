"""How does the reader of a cell say that what stands in it cannot be right?"""

from __future__ import annotations


class CellFaultError(Exception):
    """What is wrong with a cell, and what to do about it. Which cell it is, its row knows."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
