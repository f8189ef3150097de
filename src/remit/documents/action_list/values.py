"""What do the other cells say: who the child is, how many days, who works with them?"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from remit.documents.action_list.model import PersonName
from remit.documents.cells.cell import Cell
from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.text import cell_text, folded, is_shortened, says_nothing
from remit.documents.uploads.grid import CellValue

_PERSON_ID = re.compile(r"(?=[^\d]*\d)[A-Za-z0-9][A-Za-z0-9/_.\-]{0,39}", re.ASCII)
_QUOTED_AS_FORMULA = re.compile(r'="([^"]*)"')
_LARGEST_EXACT = 2**53
_DAYS = re.compile(r"(\d{1,4})(?:\.0+)?\s*(?:d|days?|working days?)?")
_AGE = re.compile(r"(\d{1,2})(?:\.\d+)?(?:\s*(?:y|yrs?|years?)\b.*)?")
_TWO_PEOPLE = re.compile(r"\s*[/|;\n]\s*")
_INITIALS = re.compile(r"[^\W\d_](?:[. ]?[^\W\d_]){0,3}\.?")
_KEPT = 5_000
_ASK_ID = "Write the person id of the case system in this cell."


def read_person_id(value: CellValue) -> tuple[str, bool]:
    """The exact text of a person id, and whether the cell held a number. Raises CellFaultError."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _id_from_number(value), True
    written = cell_text(value)
    # Case systems export ="00123" to keep the zeros: a way of quoting, which needs no calculating.
    text = quoted[1].strip() if (quoted := _QUOTED_AS_FORMULA.fullmatch(written)) else written
    if is_shortened(text):
        raise CellFaultError(
            f"Excel has shortened the person id to “{text}”.",
            "Format the column as text and type the id again.",
        )
    if not isinstance(value, str) or not looks_like_id(text):
        raise CellFaultError(
            f"“{text[:60]}” is not a person id." if text else "There is no person id.", _ASK_ID
        )
    return text, False


def looks_like_id(text: str) -> bool:
    """Whether a text can be an id: one word of letters, digits and - / . _ with a digit in it, at most 40 long."""
    return _PERSON_ID.fullmatch(text) is not None


@lru_cache(maxsize=1024, typed=True)
def read_days(value: CellValue) -> Cell[int | None]:
    """Whole days from 0, or not known. Raises CellFaultError."""
    written = cell_text(value)
    if says_nothing(written):
        return Cell(None, written)
    if isinstance(value, (str, int, float)) and (match := _DAYS.fullmatch(folded(written))):
        return Cell(int(match[1]), written)
    raise CellFaultError(
        f"“{written[:60]}” is not a number of days.",
        "Write a whole number from 0, or tbc, or leave it blank.",
    )


@lru_cache(maxsize=1024, typed=True)
def read_age(value: CellValue) -> Cell[int | None]:
    """Completed years; anything else is kept as written and means not known, since nothing turns on it."""
    written = cell_text(value)
    match = _AGE.fullmatch(folded(written)) if isinstance(value, (str, int, float)) else None
    return Cell(int(match[1]) if match else None, written)


def read_name(value: CellValue) -> PersonName | None:
    """A name as written, split at its comma, or before its last word. Raises CellFaultError when it is too long."""
    written = _read_both_names(value)
    if not written:
        return None
    if "," in written:
        family, _, given = (part.strip() for part in written.partition(","))
    else:
        given, _, family = written.rpartition(" ")
        if given.isupper() and not family.isupper():  # "SMITH-JONES Kai"
            family, given = given, family
    return PersonName(family.strip()[:100], given.strip()[:100], written)


def only_initials(written: str) -> bool:
    """Whether what stands in a column of names are initials: "cd", "K.S."."""
    return len(written) <= 6 and _INITIALS.fullmatch(written) is not None and "," not in written


def read_two_people(value: CellValue) -> tuple[str, str]:
    """A worker and a manager written in one cell: "Social worker 14 / Team manager 7"."""
    written = _read_two_names(value)
    worker, *rest = _TWO_PEOPLE.split(written, maxsplit=1)
    return worker.strip()[:120], "".join(rest).strip()[:120]


def text_up_to(longest: int) -> Callable[[CellValue], str]:
    """A reader of plain text that is not longer than the record has room for. The same text is kept once."""
    kept: dict[str, str] = {}

    def read_text(value: CellValue) -> str:
        text = cell_text(value)
        if len(text) > longest:
            raise CellFaultError(
                f"The text is {len(text):,} characters long; there is room for {longest}.",
                "Shorten it, or map the column to Comments.",
            )
        return kept.setdefault(text, text) if len(kept) < _KEPT else kept.get(text, text)

    return read_text


def _id_from_number(value: float) -> str:
    if not float(value).is_integer() or not 0 < value < _LARGEST_EXACT:
        raise CellFaultError(f"“{cell_text(value)}” is not a person id.", _ASK_ID)
    return str(int(value))


_read_both_names = text_up_to(200)
_read_two_names = text_up_to(240)
