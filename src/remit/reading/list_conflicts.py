"""Which cells of a list were changed in the file and in Remit, or in Remit alone, and what does each side say?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from remit.documents.action_list import ActionListFile
from remit.documents.action_list.back import TOLD
from remit.records.list_comparison import BesideTheList
from remit.rules.list_comparison import ChildDetails, Compared
from remit.rules.list_merge import OTHER, Apart, Cell, Choice


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell in which file and record differ."""

    key: str
    """By which a choice names it."""
    row: int
    person_id: str
    child: ChildDetails
    sheet: str
    cell: str
    """As Excel calls it: "K12"; its row alone where the sheet has no column for it."""
    header: str
    unit: str
    theirs: Cell
    ours: Cell
    base: Cell | None
    """What both said when they were last exchanged, or the file, where they had differed; none where nobody knows."""
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Kind:
    """All the cells of one column that were changed on both sides."""

    unit: str
    count: int
    undecided: int


def conflict_lines(beside: BesideTheList, file: ActionListFile) -> tuple[CellLine, ...]:
    """The cells changed on both sides, in the order of the file."""
    return tuple(_lines(beside.asked, beside, file))


def kept_lines(beside: BesideTheList, file: ActionListFile) -> tuple[CellLine, ...]:
    """The cells that stay as Remit has them, because only Remit changed them."""
    kept = (
        (row, one)
        for row in beside.comparison.rows
        if row.apart and row.person not in beside.withheld
        for one in row.apart
        if not one.conflict
    )
    return tuple(_lines(kept, beside, file))


def left_closed(beside: BesideTheList) -> int:
    """How many rows of records the viewer may not see hold such cells: those stay as they are."""
    return sum(
        any(one.conflict for one in row.apart)
        for row in beside.comparison.rows
        if row.person in beside.withheld
    )


def kinds_of(lines: Iterable[CellLine]) -> tuple[Kind, ...]:
    """The conflicts by column, in the order they come."""
    counts: dict[str, list[int]] = {}
    for line in lines:
        count = counts.setdefault(line.unit, [0, 0])
        count[0] += 1
        count[1] += line.choice is None
    return tuple(Kind(unit, *count) for unit, count in counts.items())


def _lines(
    cells: Iterable[tuple[Compared, Apart]], beside: BesideTheList, file: ActionListFile
) -> Iterator[CellLine]:
    columns = _columns(file)
    for row, one in cells:
        letter, header = columns.get(one.unit, ("", ""))
        yield CellLine(
            key=f"{beside.ref_of(row)}/{one.unit}",
            row=row.row,
            person_id=row.person_id,
            child=row.child,
            sheet=file.sheet,
            cell=f"{letter}{row.row}",
            header=header or one.unit.removeprefix(OTHER),
            unit=one.unit,
            theirs=one.theirs,
            ours=one.ours,
            base=one.base[0] if one.base is not None else None,
            choice=one.choice,
        )


def _columns(file: ActionListFile) -> dict[str, tuple[str, str]]:
    """Letter and heading of the column in which each value stands."""
    found: dict[str, tuple[str, str]] = {}
    for column in file.columns:
        names = TOLD.get(column.field, ()) if column.field else (f"{OTHER}{column.header}",)
        for name in names:
            found.setdefault(name, (column.letter, column.header))
    return found


def said(one: Cell | None) -> object:
    """What a cell says, as a command prints it: what it means, or what was written where that is not known."""
    if one is None:
        return None
    value = one[0]
    if len(one) > 1 and value in (None, "unrated", "not_known"):
        return one[1] or value
    return value
