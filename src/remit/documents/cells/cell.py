"""What does a cell mean, beside what stands in it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Cell(Generic[Value]):
    """A value that had to be understood, beside what stood in the cell ("tbc" means not known and stays "tbc")."""

    value: Value
    as_written: str
