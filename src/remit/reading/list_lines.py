"""What does one line of a preview of the action list say: a row of the file, or a child the file does not name?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from remit.reading.action_list import ids_of
from remit.reading.children import name_of
from remit.records.children import Person
from remit.records.entry_details import values_of
from remit.records.key_lists import in_parts
from remit.records.list_comparison import BesideTheList
from remit.records.placements_list import EntryDetail
from remit.rules.action_list import EntryValues
from remit.rules.list_comparison import ChildDetails, Compared, Kind, Offered

Endings: TypeAlias = Mapping[str, Mapping[str, str]]
"""By entry, why and when a child left whom the file does not name."""


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of the file, and what loading it would do."""

    row: int
    person_id: str
    kind: Kind
    child: ChildDetails
    values: EntryValues
    changes: tuple[tuple[str, object, object], ...] = ()
    """(field, before, after); blank details of the child that are filled come first."""
    withheld: bool = False
    """The child's record is restricted to others: the values are the file's own, and what is on record is not told."""


@dataclass(frozen=True, slots=True)
class GoneLine:
    """A child on the list whom the file does not name."""

    ref: str
    person_id: str
    name: str
    team: str
    risk: str
    listed_on: date | None
    reason: str = ""
    """Why the child left, where that has been said; empty where the entry stays."""
    on: date | None = None


def row_lines(
    rows: tuple[Compared, ...], beside: BesideTheList, said: tuple[Offered, ...]
) -> tuple[RowLine, ...]:
    """These rows; of a record the viewer may not see only what the file itself says. `said`: every row of the file."""
    closed = {row.row for row in rows if row.person in beside.withheld}
    own = {row.row: row.merged_with(None) for row in said if row.row in closed}
    return tuple(
        RowLine(row.row, row.person_id, row.kind, row.child, own[row.row], withheld=True)
        if row.row in own
        else _row_line(row)
        for row in rows
    )


def _row_line(row: Compared) -> RowLine:
    filled = [(name, None, getattr(row.child, name)) for name in row.fills]
    before = row.before
    differing = (
        [(name, getattr(before, name), getattr(row.values, name)) for name in row.changed] if before else []
    )
    return RowLine(row.row, row.person_id, row.kind, row.child, row.values, tuple(filled + differing))


def gone_lines(vanished: tuple[int, ...], beside: BesideTheList, endings: Endings) -> tuple[GoneLine, ...]:
    """These children, each with the reason that was given for its leaving; a few queries for however many."""
    ids = ids_of(vanished)
    people = {
        person.pk: person for part in in_parts(vanished) for person in Person.objects.filter(pk__in=part)
    }
    return tuple(
        _gone_line(beside.current[person], people[person], ids.get(person, ""), endings)
        for person in vanished
    )


def _gone_line(row: EntryDetail, person: Person, person_id: str, endings: Endings) -> GoneLine:
    values, said = values_of(row), endings.get(row.entry.ref, {})
    return GoneLine(
        ref=row.entry.ref,
        person_id=person_id,
        name=name_of(person),
        team=values.team,
        risk=values.risk,
        listed_on=values.listed_on,
        reason=said.get("reason", ""),
        on=date.fromisoformat(said["on"]) if "on" in said else None,
    )
