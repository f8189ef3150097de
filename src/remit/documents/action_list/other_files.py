"""Is this another file than an action list: the workbook of a meeting, a return, a list of staff? And where does it go?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from itertools import islice

from remit.documents.action_list.values import looks_like_id
from remit.documents.cells.text import cell_text, folded
from remit.documents.uploads.grid import GridSheet

MEETING = (
    "This is the workbook of a meeting, not an action list.",
    "Open the page of that meeting and choose “Bring in a workbook that came back”.",
)
PAST_MEETING = (
    "This looks like the workbook of a meeting before Remit, not an action list.",
    "Load it on the page of the forum, under “Meetings before Remit”.",
)
SSDA903 = ("This is a table of an SSDA903 return, not an action list.", "Load the return on the page “Data”.")
ANNEX_A = ("This is an Annex A workbook, not an action list.", "Load it on the page “Data”.")
STAFF = ("This is a file of {kind}, not an action list.", "Load it on the page “Data”.")

_FIRST = "remit workbook"
_PARTS = re.compile(r"\b(summary|tracker|other cases)\b")
_LIST = re.compile(r"list \d{1,2}")
_RETURN = (
    {"CHILD", "DECOM", "RNE"}, {"CHILD", "SEX", "ETHNIC"}, {"CHILD", "DOB", "REVIEW"}, {"CHILD", "MISSING"},
    {"CHILD", "SDQ_SCORE"}, {"CHILD", "IN_TOUCH"}, {"CHILD", "PREV_PERM"}, {"CHILD", "SEX", "DUC"},
)  # fmt: skip
"""Headings by which a table of a return is known: they are written so, in capitals, and nowhere else."""
_STAFF = {
    "people": {"username", "name", "role"},
    "seats": {"forum", "seat"},
    "allocations": {"child id", "worker", "from", "until"},
}


def known_as(sheets: Sequence[GridSheet], headings: Iterable[str]) -> tuple[str, str] | None:
    """What it is instead of an action list and where it goes; None where nothing speaks against its being one.

    `headings`: of its first sheet, which need not be read again for it.
    """
    seen = [one for one in sheets if not one.hidden]
    if any(one.hidden and _FIRST in _first_line(one) for one in sheets):
        return MEETING
    names = [folded(one.name) for one in seen]
    if sum(_LIST.fullmatch(name) is not None for name in names) > 1:
        return ANNEX_A
    if (
        any(looks_like_id(one.name) for one in seen)
        and sum(_PARTS.search(name) is not None for name in names) > 1
    ):
        return PAST_MEETING
    alone = _first_line(seen[0]) if len(seen) == 1 else ()  # still in memory
    return _by_headings({*headings, *alone})


def _by_headings(headings: Set[str]) -> tuple[str, str] | None:
    if _has_any(headings, _RETURN):
        return SSDA903
    said = {heading.casefold() for heading in headings}
    kind = next((kind for kind, needed in _STAFF.items() if needed <= said), None)
    return (STAFF[0].format(kind=kind), STAFF[1]) if kind else None


def _has_any(headings: Set[str], wanted: Iterable[Set[str]]) -> bool:
    return any(needed <= headings for needed in wanted)


def _first_line(sheet: GridSheet) -> list[str]:
    return [cell_text(cell) for row in islice(sheet.rows(), 1) for cell in row.cells]
