"""Which sheet of the workbook is the action list? The first that fits and is neither closed nor hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from remit.documents.action_list.headers import HEAD_ROWS, Headers, find_headers
from remit.documents.action_list.mapping import Mapping
from remit.documents.action_list.model import Field, SheetOffer
from remit.documents.uploads.grid import GridSheet

_OVER = re.compile(r"\b(closed|archived?|ended|completed)\b")
_CLOSED = re.compile(
    r"\b(closed?|archived?|archives|ended|completed|historic(al)?|history|old|previous|leavers|discharged|superseded"
    r"|do not use|template|example)\b"
)
_SAYS_LITTLE = {
    Field.PERSON_ID, Field.REFERENCE, Field.COMMENTS, Field.SEARCH_UPDATE, Field.LAST_ACTION_ON, Field.MANAGER,
    Field.REFERRER, Field.DUTY_WORKER,
}  # fmt: skip
"""A sheet with an id and only these may be a log of actions: it says of no child what is being looked for."""


@dataclass(frozen=True)
class Candidate:
    """A sheet, and the headers found in it."""

    sheet: GridSheet
    headers: Headers

    @property
    def fits(self) -> bool:
        return Field.PERSON_ID in self.headers.fields and bool(self.headers.fields - _SAYS_LITTLE)

    @property
    def open(self) -> bool:
        return not self.sheet.hidden and not says_closed(self.sheet.name)


def says_closed(name: str) -> bool:
    """Whether the name of a sheet says that what is in it is over, or is not the list itself."""
    return _CLOSED.search(name.casefold().replace("_", " ")) is not None


def says_over(heading: str) -> bool:
    """Whether the heading of a section says that what stands below it is over."""
    return _OVER.search(heading.casefold()) is not None


def candidates(sheets: Sequence[GridSheet], mapping: Mapping) -> list[Candidate]:
    """Every sheet with its headers. From the last to the first, so that the likeliest is still in memory when read."""
    found = [
        Candidate(sheet, find_headers(list(islice(sheet.rows(), HEAD_ROWS)), mapping))
        for sheet in reversed(sheets)
    ]
    return found[::-1]


def proposed(found: Sequence[Candidate]) -> Candidate | None:
    """The sheet to read when nobody says which."""
    return next((one for one in found if one.fits and one.open), None)


def likeliest(found: Sequence[Candidate]) -> Candidate:
    """What to show where no sheet can be proposed: the open sheet with the most columns that mean something."""
    return max(found, key=lambda one: (one.open, one.fits, one.headers.certainty, len(one.headers.columns)))


def offers(found: Sequence[Candidate]) -> tuple[SheetOffer, ...]:
    """All the sheets, the proposed one marked, each with why or why not."""
    first = proposed(found)
    return tuple(SheetOffer(one.sheet.name, one.fits, one is first, _why(one, first)) for one in found)


def _why(one: Candidate, first: Candidate | None) -> str:
    if not one.headers.columns:
        return "It is empty."
    if not one.fits:
        return "Its headers are not those of an action list."
    if one.sheet.hidden:
        return "Its headers fit, but it is hidden."
    if not one.open:
        return "Its headers fit, but its name says that it is closed or archived."
    if one is first:
        return "It is the first sheet whose headers fit."
    return "Its headers fit too, but another sheet comes before it."
