"""What is in a file once its format is out of the way? Sheets of rows of cells, each row with its own number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol

CellValue = str | int | float | bool | date | datetime | time | timedelta | None


class GridRow(NamedTuple):
    """A row of cells. `number` is what Excel shows beside it, or the line of a .csv its record begins on."""

    number: int
    cells: tuple[CellValue, ...]


class GridSheet(Protocol):
    """A sheet whose rows are made one at a time, so that a long one never stands in memory twice."""

    @property
    def name(self) -> str:
        """What its tab says; for a .csv the name of the file."""

    @property
    def hidden(self) -> bool:
        """Whether Excel hides it."""

    def rows(self) -> Iterator[GridRow]:
        """The rows from the top, blank ones left out."""
