"""Which codes does the SSDA903 return know, what do they say, and in which years was each in use?

A year is named by its spring: 2025 is the year from 1 April 2025 to 31 March 2026, written 2025-26.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

from remit.terms.kept import read_kept

_FILE = Path(__file__).parent / "code_sets" / "ssda903.yaml"


@dataclass(frozen=True, slots=True)
class Code:
    """A code with the first and last year it was in use; None where it was there before, or still is."""

    code: str
    says: str
    first: int | None = None
    last: int | None = None

    def in_use(self, first: int, last: int) -> bool:
        """Whether it was in use in any year from the first to the last."""
        return (self.first is None or self.first <= last) and (self.last is None or self.last >= first)

    @property
    def years(self) -> str:
        """When it was in use, as it is said in a sentence."""
        if self.first is None and self.last is None:
            return "every year"
        if self.first is None:
            return f"up to {year_name(self.last or 0)}"
        if self.last is None:
            return f"from {year_name(self.first)}"
        return f"from {year_name(self.first)} to {year_name(self.last)}"


@dataclass(frozen=True)
class CodeSets:
    """The code sets by the column they belong to, and the years each table of the return is known for."""

    first_year: int
    last_year: int
    sets: Mapping[str, Mapping[str, Code]]
    tables: Mapping[str, Code]

    def says(self, column: str, code: str) -> str:
        """What a code means, in a few words; the code itself where it is not known."""
        known = self.sets.get(column, {}).get(code)
        return known.says if known else code

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the process that reads a file."""
        return {
            "years": [self.first_year, self.last_year],
            "sets": {column: [_plain(one) for one in codes.values()] for column, codes in self.sets.items()},
            "tables": [_plain(one) for one in self.tables.values()],
        }

    @classmethod
    def from_json(cls, plain: Any) -> CodeSets:
        """What `to_json` was made from."""
        first_year, last_year = plain["years"]
        return cls(
            first_year=first_year,
            last_year=last_year,
            sets={column: {one[0]: Code(*one) for one in codes} for column, codes in plain["sets"].items()},
            tables={one[0]: Code(*one) for one in plain["tables"]},
        )


@cache
def code_sets() -> CodeSets:
    """The code sets that ship."""
    said = cast(Mapping[str, Any], read_kept(_FILE, "terms/code_sets/ssda903.yaml").plain())
    return CodeSets(
        first_year=said["first_year"],
        last_year=said["last_year"],
        sets={column: _codes(codes) for column, codes in said["sets"].items()},
        tables=_codes(said["tables"]),
    )


def year_of(day: date) -> int:
    """The year of the return a day falls in, by its spring."""
    return day.year if day.month >= 4 else day.year - 1


def year_name(year: int) -> str:
    """As a year of the return is written: 2025 is "2025-26"."""
    return f"{year}-{(year + 1) % 100:02}"


def _codes(said: Mapping[str, Any]) -> dict[str, Code]:
    return {
        code: Code(code, about.get("says", ""), about.get("from"), about.get("to"))
        for code, about in said.items()
    }


def _plain(code: Code) -> list[Any]:
    return [code.code, code.says, code.first, code.last]
