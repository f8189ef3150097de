"""How do a file's rows stand against the open list, as far as this viewer may know?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from remit.records.entry_details import open_details, values_of
from remit.records.list_exchanges import exchanged
from remit.records.persons import known_children
from remit.records.placements_list import EntryDetail
from remit.rules.list_comparison import Compared, Comparison, Offered, compare
from remit.rules.list_merge import Apart, Cell, Choice, as_plain, from_plain
from remit.rules.permissions import loads_restricted
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Copy:
    """Which copy of the list a file is: the mark of the export it was made from, and the row of each entry in it."""

    line: str = ""
    written: Mapping[str, int] = field(default_factory=dict)


Choices = Mapping[str, Mapping[str, object]]
"""What was decided about an import, as it keeps it: by entry and cell the choice, and what stood on either side."""


@dataclass(frozen=True, slots=True)
class BesideTheList:
    """The comparison, with the open list it was made against."""

    comparison: Comparison
    current: Mapping[int, EntryDetail]
    withheld: frozenset[int]
    """Children whose record is restricted to others: what it says is not shown, and they never count as vanished.

    Their rows are set aside too, but for the data officer's, who loads what they say without being shown the record.
    What was changed on both sides stays as it is in such a record: it cannot be shown to who would have to choose.
    """

    @property
    def asked(self) -> tuple[tuple[Compared, Apart], ...]:
        """The cells that were changed on both sides, which this viewer may be asked about."""
        return tuple(
            (row, one)
            for row in self.comparison.rows
            if row.apart and row.person not in self.withheld
            for one in row.apart
            if one.conflict
        )

    @property
    def undecided(self) -> int:
        """How many of them nobody has decided."""
        return sum(one.undecided for _, one in self.asked)

    def ref_of(self, row: Compared) -> str:
        """The reference of the entry of a row that is on the list."""
        assert row.person is not None
        return str(self.current[row.person].entry.ref)


def beside_the_list(
    offered: Sequence[Offered],
    set_aside: Collection[tuple[str, bool]],
    *,
    viewer: Viewer,
    on: date,
    copy: Copy,
    choices: Choices,
) -> BesideTheList:
    """Hold these rows against the open list and against what this copy of it last said, in at most seven queries."""
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
    return BesideTheList(_three_ways(comparison, current, copy, choices), current, known.withheld)


def _three_ways(
    comparison: Comparison, current: Mapping[int, EntryDetail], copy: Copy, choices: Choices
) -> Comparison:
    differing = [row for row in comparison.rows if row.changed and row.person is not None]
    if not differing:
        return comparison
    details = {row.row: current[row.person] for row in differing if row.person is not None}
    before = exchanged(details.values(), line=copy.line, written=copy.written)
    settled = {
        row.row: row.compared_with(
            before.get(details[row.row].entry_id), decided_of(choices.get(details[row.row].entry.ref, {}))
        )
        for row in differing
    }
    return replace(comparison, rows=tuple(settled.get(row.row, row) for row in comparison.rows))


def decided_of(kept: Mapping[str, object]) -> dict[str, tuple[Choice, Cell, Cell]]:
    """What was decided about one entry, by cell."""
    return {
        unit: (keep, from_plain(unit, theirs), from_plain(unit, ours))
        for unit, (keep, theirs, ours) in cast(
            Mapping[str, tuple[Choice, list[object], list[object]]], kept
        ).items()
    }


def as_decided(one: Apart, keep: Choice) -> list[object]:
    """A choice as an import keeps it: it holds only while both sides say what they said."""
    return [keep, as_plain(one.theirs), as_plain(one.ours)]
