"""Which lines of a long list stand on which page? Pages count from 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Line = TypeVar("Line")


def pages_of(lines: int, a_page: int) -> int:
    """On how many pages so many lines stand; an empty list has one."""
    return max(1, -(-lines // a_page))


def on_page(lines: Sequence[Line], page: int, a_page: int) -> Sequence[Line]:
    """The lines of that page; none past the last."""
    return lines[(page - 1) * a_page : page * a_page]


def window(page: int, lines: int, a_page: int) -> str:
    """Which lines a page shows, as "101 to 200 of 250"; empty where one page holds them all, or the page is past the last."""
    first, last = (page - 1) * a_page + 1, min(page * a_page, lines)
    return f"{first:,} to {last:,} of {lines:,}" if lines > a_page and first <= lines else ""
