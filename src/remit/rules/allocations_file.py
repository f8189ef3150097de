"""How does a file of who works with which child differ from the allocations on record? Who is not in it stays as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from remit.rules.holdings import (
    FileComparison,
    HeldRow,
    Holding,
    HoldingChange,
    Line,
    LineKind,
    RowFault,
    end,
    leaving_words,
    put,
)
from remit.rules.text import shown_date


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
    """The rows, who has left or will and from when, what is held, and the day."""

    rows: Sequence[AllocationSaid]
    leavers: Mapping[str, date]
    held: Mapping[int, Sequence[HeldRow]]
    ids: Mapping[int, str]
    """Of the children of whom it may be told that they are not in the file."""
    today: date


def compare_allocations(file: AllocationsFile) -> FileComparison:
    """Hold a file of allocations against the record."""
    times: Counter[tuple[int, ...]] = Counter(
        row.child for row in file.rows if len(row.child) == 1 and row.until is None
    )
    found = _Found(file)
    faults: list[RowFault] = []
    unlinked: list[str] = []
    # What ends goes before what begins, so that a row is held against what the other row of its child leaves.
    for row in sorted(file.rows, key=lambda one: (one.until is None, one.row)):
        if not row.child:
            unlinked.append(
                f"Row {row.row}: {row.person_id} is not known. Load the return that the child is in first."
            )
            continue
        fault = _fault(row, file, times)
        if fault is not None:
            faults.append(fault)
        else:
            found.take(row)
    named = {child for row in file.rows for child in row.child}
    gone = [
        child
        for child, held in file.held.items()
        if child not in named and child in file.ids and any(one.holding.until is None for one in held)
    ]
    lines = [line for _, line in sorted(found.lines, key=lambda one: one[0])]
    lines += [Line(None, file.ids[child], "vanished") for child in gone]
    return FileComparison(
        tuple(lines),
        tuple(found.changes),
        tuple(sorted(faults, key=lambda one: one.row)),
        unlinked=tuple(unlinked),
        contradictions=tuple(found.contradictions),
    )


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
    leaving = leaving_words(worker, file.leavers.get(row.worker), since=row.since, today=file.today)
    if leaving and row.until is None:
        return RowFault(
            row.row,
            "Worker",
            leaving,
            "Name who works with the child then, or the team alone.",
        )
    if row.team is None:
        said = f'There is no team "{team}".' if team else "There is no team, and the worker is in none."
        return RowFault(row.row, "Team", said, "Name the team the child is with.")
    if row.since is not None and row.until is not None and row.until < row.since:
        return RowFault(row.row, "Until", "It ends before it begins.", "Correct one of the two days.")
    return None


class _Found:
    """What becomes of the allocations, row by row. What a person typed is confirmed or contradicted, never ended by a file."""

    def __init__(self, file: AllocationsFile) -> None:
        self._file = file
        self.lines: list[tuple[int, Line]] = []
        self.changes: list[HoldingChange] = []
        self.contradictions: list[HoldingChange] = []
        self._settled: set[int] = set()
        """Keys of what an earlier row of the file has spoken of."""

    def take(self, row: AllocationSaid) -> None:
        """Hold a row against the record."""
        (child,) = row.child
        known = self._file.held.get(child, ())
        current = [one for one in known if one.holding.until is None or one.holding.until > self._file.today]
        held = [one for one in known if one.pk not in self._settled]
        going_on = [one for one in current if one.pk not in self._settled]
        what = ("allocation", str(child), row.worker or "", row.team or "")
        same = next((one for one in going_on if one.holding.what == what), None)
        if same is not None and same.provisional:
            kind = self._beside(row, same)
        else:
            kind = self._beside_others(row, held, same, known=bool(current))
        before = _words(current[-1].holding) if current else ""
        after = _words(Holding(what, self._file.today)) if row.until is None or kind == "conflict" else ""
        changes: tuple[tuple[str, str, str], ...] = (("worker", before, after),)
        if kind == "unchanged":
            changes = ()
        elif kind == "changed" and same is not None and same.provisional and row.until is None:
            changes = (("confirmed", "", after),)
        else:
            changes += _days(row)
        self.lines.append((row.row, Line(row.row, row.person_id, kind, changes)))

    def _beside(self, row: AllocationSaid, typed: HeldRow) -> LineKind:
        """A row that says the same worker and team as a person typed: it confirms them, unless it gives another day."""
        wanted = Holding(typed.holding.what, row.since or typed.holding.since, row.until)
        self._settled.add(typed.pk)
        same = wanted.since == typed.holding.since
        same = same and (typed.holding.until in (None, wanted.until))
        (self.changes if same else self.contradictions).append(HoldingChange(typed, wanted))
        return "changed" if same else "conflict"

    def _beside_others(
        self, row: AllocationSaid, held: Sequence[HeldRow], same: HeldRow | None, *, known: bool
    ) -> LineKind:
        if row.until is not None:
            found = end([same], row.until) if same else []
        else:
            what = ("allocation", str(row.child[0]), row.worker or "", row.team or "")
            since = row.since or (same.holding.since if same else self._file.today)
            found = put(held, Holding(what, since))
        typed = next((one.before for one in found if one.before and one.before.provisional), None)
        self._settled.update(one.before.pk for one in found if one.before)
        if typed is not None:
            # Who works with the child, where the file does not say since when: from the day that was typed.
            said = next(one.after for one in found if one.before is None and one.after)
            offered = said if row.since else said._replace(since=typed.holding.since)
            self.contradictions.append(HoldingChange(typed, offered))
            return "conflict"
        self.changes += found
        return "unchanged" if not found else "changed" if known else "new"


def _days(row: AllocationSaid) -> tuple[tuple[str, str, str], ...]:
    """From when and until when, where the file says so: who is told nothing of the record reads what the row does."""
    said = (("from", row.since), ("until", row.until))
    return tuple((what, "", shown_date(day)) for what, day in said if day is not None)


def _words(holding: Holding) -> str:
    _, _, worker, team = holding.what
    return f"{worker or 'nobody yet'}, {team}"
