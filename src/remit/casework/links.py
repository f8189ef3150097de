"""Under which address does a message send somebody to a page?

A message carries an address and no content: the page asks who looks, and shows what they may see.
"""

from __future__ import annotations

from django.conf import settings


def page_address(path: str) -> str:
    """The whole address of a page of Remit, from the part of it behind the host, e.g. `forums/ror/2026-10-15`."""
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}/{path.lstrip('/')}"


def home() -> str:
    """What somebody owes, their meetings and their actions."""
    return page_address("")


def meeting(forum: str, nominal: str) -> str:
    """One meeting from outside: its steps, and from there its agenda, its sheets and its room."""
    return page_address(f"forums/{forum}/{nominal}")


def case(child_ref: str) -> str:
    """A child's page."""
    return page_address(f"children/{child_ref}")


def sheet(item_ref: str) -> str:
    """The sheet of a case that is on an agenda."""
    return page_address(f"sheets/{item_ref}")


def workbooks(forum: str, nominal: str) -> str:
    """Where workbooks of a meeting are brought in."""
    return page_address(f"forums/{forum}/{nominal}/workbook")


def minutes(forum: str, nominal: str) -> str:
    """The minutes of a meeting, with their files."""
    return page_address(f"forums/{forum}/{nominal}/minutes")


def extract(item_ref: str) -> str:
    """What a meeting decided about one child."""
    return page_address(f"extracts/{item_ref}")
