"""Which whole number did a browser send, in an address or in a hidden field? Anybody can write anything there."""

from __future__ import annotations

from typing import TypeVar

from remit.web.middleware import Request

MOST_DIGITS = 18
"""A key or version of the record has no more; a longer one no database takes."""
MOST_DIGITS_OF_A_PAGE = 5

Otherwise = TypeVar("Otherwise")


def whole_number(written: str, *, otherwise: Otherwise, digits: int = MOST_DIGITS) -> int | Otherwise:
    """The number that is written; `otherwise` where it is none from 0 on, or has more digits."""
    return int(written) if written.isdecimal() and len(written) <= digits else otherwise


def page_asked(request: Request) -> int:
    """The page of a list that the address asks for, from 1; the first where that is no page."""
    asked = whole_number(request.GET.get("page", ""), otherwise=1, digits=MOST_DIGITS_OF_A_PAGE)
    return max(asked, 1)
