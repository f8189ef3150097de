"""How do a file's rows stand against the open list, as far as this viewer may know?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from remit.records.entry_details import open_details, values_of
from remit.records.persons import known_children
from remit.records.placements_list import EntryDetail
from remit.rules.list_comparison import Comparison, Offered, compare
from remit.rules.permissions import loads_restricted
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class BesideTheList:
    """The comparison, with the open list it was made against."""

    comparison: Comparison
    current: Mapping[int, EntryDetail]
    withheld: frozenset[int]
    """Children whose record is restricted to others: what it says is not shown, and they never count as vanished.

    Their rows are set aside too, but for the data officer's, who loads what they say without being shown the record.
    """


def beside_the_list(
    offered: Sequence[Offered], set_aside: Collection[tuple[str, bool]], *, viewer: Viewer, on: date
) -> BesideTheList:
    """Hold these rows against the open list, in three queries."""
    known = known_children(viewer, on=on)
    current = open_details()
    comparison = compare(
        offered,
        set_aside,
        {person: values_of(row) for person, row in current.items()},
        fitting=known.ids.fitting,
        children=known.details,
        alike=known.ids.alike,
        kept=known.withheld,
        closed=() if loads_restricted(viewer) else known.withheld,
    )
    return BesideTheList(comparison, current, known.withheld)
