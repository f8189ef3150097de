"""How does a file of who works with which child differ from the allocations on record? Who is not in it stays as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from remit.rules.holdings import FileComparison, HeldRow, Holding, HoldingChange, Line, RowFault, end, put


@dataclass(frozen=True, slots=True)
class AllocationSaid:
    """A row of the file as it was understood. `child`: the children its id can mean; `worker`: None where nobody is, or
    more than one person could be, meant; empty where the child is the team's."""

    row: int
    person_id: str
    child: tuple[int, ...]
    worker: str | None
    team: str | None
    since: date | None
    until: date | None
    written: tuple[str, str] = ("", "")


class AllocationWritten(Protocol):
    """A row of the file as it stands."""

    @property
    def row(self) -> int: ...
    @property
    def child(self) -> str: ...
    @property
    def child_is_number(self) -> bool: ...
    @property
    def worker(self) -> str: ...
    @property
    def team(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True)
class AllocationsFile:
    """The rows, who has left, what is held, and the day."""

    rows: Sequence[AllocationSaid]
    leavers: frozenset[str]
    held: Mapping[int, Sequence[HeldRow]]
    ids: Mapping[int, str]
    """Of the children of whom it may be told that they are not in the file."""
    today: date


def compare_allocations(file: AllocationsFile) -> FileComparison:
    """Hold a file of allocations against the record."""
    times: Counter[tuple[int, ...]] = Counter(
        row.child for row in file.rows if len(row.child) == 1 and row.until is None
    )
    lines: list[Line] = []
    changes: list[HoldingChange] = []
    faults: list[RowFault] = []
    unlinked: list[str] = []
    for row in file.rows:
        if not row.child:
            unlinked.append(
                f"Row {row.row}: {row.person_id} is not known. Load the return that the child is in first."
            )
            continue
        fault = _fault(row, file, times)
        if fault is not None:
            faults.append(fault)
            continue
        line, found = _row(row, file)
        lines.append(line)
        changes += found
    named = {child for row in file.rows for child in row.child}
    gone = [
        child
        for child, held in file.held.items()
        if child not in named and child in file.ids and any(one.holding.until is None for one in held)
    ]
    lines += [Line(None, file.ids[child], "vanished") for child in gone]
    return FileComparison(tuple(lines), tuple(changes), tuple(faults), unlinked=tuple(unlinked))


def _fault(row: AllocationSaid, file: AllocationsFile, times: Counter[tuple[int, ...]]) -> RowFault | None:
    worker, team = row.written
    if len(row.child) > 1:
        return RowFault(
            row.row,
            "Child id",
            f"{row.person_id} is a number, and more than one known id is that number with zeros before it.",
            "Write the id as text, with its leading zeros.",
            row.child,
        )
    if times[row.child] > 1 and row.until is None:
        return RowFault(
            row.row,
            "Child id",
            f"{row.person_id} is allocated twice.",
            "Keep the row that holds today.",
            row.child,
        )
    if row.worker is None:
        return RowFault(
            row.row,
            "Worker",
            f'"{worker}" is not exactly one person on record.',
            "Write the user name, or load the people first.",
        )
    if row.worker in file.leavers and row.until is None:
        return RowFault(
            row.row,
            "Worker",
            f'"{worker}" has left.',
            "Name who works with the child now, or the team alone.",
        )
    if row.team is None:
        said = f'There is no team "{team}".' if team else "There is no team, and the worker is in none."
        return RowFault(row.row, "Team", said, "Name the team the child is with.")
    if row.since is not None and row.until is not None and row.until < row.since:
        return RowFault(row.row, "Until", "It ends before it begins.", "Correct one of the two days.")
    return None


def _row(row: AllocationSaid, file: AllocationsFile) -> tuple[Line, list[HoldingChange]]:
    (child,) = row.child
    held = list(file.held.get(child, ()))
    what = ("allocation", str(child), row.worker or "", row.team or "")
    going_on = [one for one in held if one.holding.until is None or one.holding.until > file.today]
    same = next((one for one in going_on if one.holding.what == what), None)
    if row.until is not None:
        changes = end([same], row.until) if same else []
    else:
        since = row.since or (same.holding.since if same else file.today)
        changes = put(held, Holding(what, since))
    if not changes:
        return Line(row.row, row.person_id, "unchanged"), []
    before = _words(going_on[-1].holding) if going_on else ""
    after = "" if row.until is not None else _words(Holding(what, file.today))
    return Line(
        row.row, row.person_id, "changed" if going_on else "new", (("worker", before, after),)
    ), changes


def _words(holding: Holding) -> str:
    _, _, worker, team = holding.what
    return f"{worker or 'nobody yet'}, {team}"
