"""What should whoever loads a list look at, though nothing stands in the way?"""

from __future__ import annotations

from collections.abc import Callable, Collection

from remit.reading.list_conflicts import left_closed
from remit.records.list_comparison import BesideTheList
from remit.rules.list_comparison import ASK_TO_LOAD, Compared
from remit.rules.text import counted

MOST_NAMED = 20
"""Rows of a kind that are named; of more only their number is told."""


def warnings_of(beside: BesideTheList) -> tuple[str, ...]:
    """What strikes about the rows, in sentences: ids that look like another, children told otherwise, rows set aside."""
    rows = beside.comparison.rows
    return (
        *_named([row for row in rows if row.looks_like_another], _alike, "such ids"),
        *_named(
            [row for row in rows if row.contradicts and row.person not in beside.withheld],
            _otherwise,
            "such rows",
        ),
        *_named(beside.comparison.of("withheld"), _closed, "rows set aside"),
        *_left_closed(beside),
    )


def _named(rows: Collection[Compared], say: Callable[[Compared], str], such: str) -> list[str]:
    """The first of these rows, a sentence each, and how many more there are."""
    said = [say(row) for row in [*rows][:MOST_NAMED]]
    more = len(rows) - MOST_NAMED
    return [*said, f"There are {more:,} more {such}."] if more > 0 else said


def _alike(row: Compared) -> str:
    return (
        f"Row {row.row}: {row.person_id} is new, but an id that differs from it only in the zeros before it is known."
        " Check that it is another child."
    )


def _otherwise(row: Compared) -> str:
    return (
        f"Row {row.row}: the file says something else about who {row.person_id} is. What is on record stays."
    )


def _closed(row: Compared) -> str:
    return f"Row {row.row}: {row.person_id} belongs to a record you may not see, so the row is set aside. {ASK_TO_LOAD}"


def _left_closed(beside: BesideTheList) -> list[str]:
    """What both sides changed in records whose texts may not be shown to who would have to choose."""
    cells = left_closed(beside)
    if not cells or not beside.withheld:
        return []
    return [
        f"In {counted(cells, 'row')} of restricted records the file and Remit have both changed since they were last"
        " exchanged. What Remit has stays; ask somebody named for the record to load it."
    ]
