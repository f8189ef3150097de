"""What in lists 8 and 9 of Annex A can be read, and should not be believed, or missed, in silence?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from remit.documents.cells.text import folded, says_nothing
from remit.documents.returns import annex_a_words as words
from remit.documents.returns.annex_a_columns import DECIDES
from remit.documents.returns.meant import Understood
from remit.documents.returns.meant_columns import Columns
from remit.documents.returns.said import Said
from remit.documents.uploads.grid import GridSheet
from remit.rules.leavers import birthday
from remit.rules.returned import years_old
from remit.rules.text import shown_date

_SHOWN = 12
_NOT_ELIGIBLE = re.compile(r"(not|no longer|none|n/a)\b")
_CODED: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "legal_status": ("legal status", words.legal_status),
    "placement": ("placement", words.placement),
    "eligibility": (
        "kind of care leaver",
        lambda one: words.eligibility(one) or ("none" if _NOT_ELIGIBLE.match(folded(one)) else ""),
    ),
}


@dataclass
class ListRead:
    """A list with its rows."""

    name: str
    headers: Mapping[str, str]
    rows: Columns


def say_what_lacks(name: str, sheet: GridSheet, understood: Understood, said: Said) -> None:
    """A column that decides and was not recognised must not be missed in silence."""
    unread = ", ".join(f"“{one}”" for one in understood.unknown[:_SHOWN])
    where = f" It may be one of those that were not read: {unread}." if unread else ""
    for field, named in DECIDES[name].items():
        if field not in understood.at:
            says = f"No column was recognised as “{named}”, so the list says nothing of it.{where}"
            said.notice("are not recognised", sheet.name, understood.row, named, says)


def say_uncoded(read: ListRead, said: Said) -> None:
    """Words for a legal status, a placement or an eligibility that stand for no code: what they mean is not known."""
    for field, (what, means) in _CODED.items():
        written = read.rows.of(field)
        unknown = {one for one in set(written) if one and not means(one) and not says_nothing(one)}
        if not unknown:
            continue
        for row, child, one in zip(read.rows.rows, read.rows.of("child"), written, strict=True):
            if one in unknown:
                says = (
                    f"“{one[:60]}” is no {what} that Remit knows, so nothing new is known of it for child {child}."
                    " Write the code."
                )
                said.notice("have no code", read.name, row, read.headers[field], says, of=(str(child),))


def say_to_come(read: ListRead, said: Said, today: date) -> None:
    """What begins, or was held, on a day to come: it counts from then."""
    for field in ("placement_since", "legal_status_since", "last_review"):
        days = read.rows.of(field)
        if not any(day is not None and day > today for day in set(days)):
            continue
        for row, day in zip(read.rows.rows, days, strict=True):
            if day is not None and day > today:
                says = f"{shown_date(day)} is in the future. It counts from that day."
                said.notice("are in the future", read.name, row, read.headers[field], says)


def say_grown_up(read: ListRead, said: Said, today: date, *, age: int) -> None:
    """Who is grown up by now and is on the list without an end of care: nobody is looked after so any more."""
    rows = read.rows
    asked = zip(
        rows.rows,
        rows.of("child"),
        rows.of("born"),
        rows.of("until"),
        rows.of("legal_status"),
        rows.of("placement"),
        strict=True,
    )
    for row, child, born, until, legal, placed in asked:
        if born is None or until is not None or today.year - born.year < age or birthday(born, age) > today:
            continue
        if _stays(born, words.legal_status(legal or ""), words.placement(placed or ""), today):
            continue
        says = (
            f"Child {child} turned {age} on {shown_date(birthday(born, age))} and has no end of care. They do not count as"
            " looked after from that day. Give the day on which care ended."
        )
        said.notice("go on beyond 18", read.name, row, read.headers.get("until", ""), says, of=(str(child),))


def _stays(born: date, status: str, place: str, today: date) -> bool:
    """Whether somebody who is grown up can be looked after all the same."""
    from remit.terms.cohort_codes_file import cohort_codes  # slow to import, and seldom asked

    return cohort_codes().stays_looked_after(years_old(born, today), status=status, place=place, on=today)
