"""How does a file of seats differ from who holds them? It speaks of the seats in it; others stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from remit.rules.holdings import (
    FileComparison,
    HeldRow,
    Holding,
    HoldingChange,
    Line,
    RowFault,
    end,
    leaving_words,
)
from remit.rules.text import shown_date

Seat = tuple[str, str]
"""Forum and seat, by id."""
HOLDER, DEPUTY = "holder", "deputy"


@dataclass(frozen=True, slots=True)
class SeatSaid:
    """A row of the file, with the forum, seat and account it was understood to mean; None where there is none such."""

    row: int
    forum: str | None
    seat: str | None
    username: str | None
    deputy: bool
    since: date | None
    until: date | None
    written: tuple[str, str, str] = ("", "", "")


class SeatWritten(Protocol):
    """A row of the file as it stands."""

    @property
    def row(self) -> int: ...
    @property
    def forum(self) -> str: ...
    @property
    def seat(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def deputy(self) -> bool: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True)
class SeatsFile:
    """The rows, how many may hold each seat, who is in use, what is held, and the day."""

    rows: Sequence[SeatSaid]
    holders: Mapping[Seat, int]
    leavers: Mapping[str, date]
    held: Mapping[Seat, Sequence[HeldRow]]
    today: date
    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The seats of each forum, to say which there are."""
    called: Mapping[Seat, str] = field(default_factory=dict)
    """What each seat is called, with its forum; by its ids where it is not said."""
    people: Mapping[str, str] = field(default_factory=dict)
    """What each account is called; by its user name where it is not said."""

    def name(self, holding: Holding) -> str:
        """A holding as a line names it: "ROR, Coordinator: Ada Thimble (deputy)"."""
        _, forum, seat, username, capacity = holding.what
        called = self.called.get((forum, seat), f"{forum.upper()}, {seat}")
        return f"{called}: {self.people.get(username, username)}{' (deputy)' if capacity == DEPUTY else ''}"


def compare_seats(file: SeatsFile) -> FileComparison:
    """Hold a file of seats against the record."""
    faults = [fault for row in file.rows if (fault := _fault(row, file)) is not None]
    spoilt = {fault.row for fault in faults}
    by_seat: dict[Seat, list[SeatSaid]] = {}
    for row in file.rows:
        if row.row not in spoilt:
            by_seat.setdefault((row.forum or "", row.seat or ""), []).append(row)
    for seat, rows in list(by_seat.items()):
        crowded = _crowded(seat, rows, file)
        faults += crowded
        if crowded:
            del by_seat[seat]
    lines: list[Line] = []
    changes: list[HoldingChange] = []
    for seat, rows in by_seat.items():
        found_lines, found = _seat(seat, rows, file)
        lines += found_lines
        changes += found
    forums = {forum for forum, _ in by_seat}
    named = {(row.forum, row.seat) for row in file.rows}
    for seat, held in file.held.items():
        if seat[0] in forums and seat not in named:
            lines += [Line(None, file.name(one.holding), "vanished") for one in held]
    return FileComparison(tuple(lines), tuple(changes), tuple(sorted(faults, key=lambda fault: fault.row)))


def _fault(row: SeatSaid, file: SeatsFile) -> RowFault | None:
    forum, seat, username = row.written
    if row.forum is None:
        return RowFault(
            row.row,
            "Forum",
            f'No forum called "{forum}" is switched on here.',
            "Write its name or its short name, such as ROR. A forum is switched on under Administration, Forums and seats.",
        )
    if row.seat is None:
        there = ", ".join(file.offered.get(row.forum, ()))
        return RowFault(row.row, "Seat", f'The forum has no seat "{seat}".', f"Write one of: {there}.")
    if row.username is None:
        return RowFault(
            row.row, "Username", f'There is no account "{username}".', "Load the people first, or correct it."
        )
    leaving = leaving_words(username, file.leavers.get(row.username), since=row.since, today=file.today)
    if leaving and row.until is None:
        return RowFault(row.row, "Username", leaving, "Name who holds the seat then.")
    if row.since is not None and row.until is not None and row.until < row.since:
        return RowFault(row.row, "Until", "It ends before it begins.", "Correct one of the two days.")
    return None


def _crowded(seat: Seat, rows: Sequence[SeatSaid], file: SeatsFile) -> list[RowFault]:
    """More holders at a time than the seat has places."""
    places = file.holders[seat]
    holders = [row for row in rows if not row.deputy and (row.until is None or row.until > file.today)]
    if len({row.username for row in holders}) <= places:
        return []
    words = "one person" if places == 1 else f"{places} people"
    return [
        RowFault(
            row.row,
            "Seat",
            f"The seat is for {words}, and {len(holders)} rows hold it at a time.",
            "Make the others deputies, or give the day their time ended under Until.",
        )
        for row in holders
    ]


def _seat(seat: Seat, rows: Sequence[SeatSaid], file: SeatsFile) -> tuple[list[Line], list[HoldingChange]]:
    held = list(file.held.get(seat, ()))
    lines: list[Line] = []
    changes: list[HoldingChange] = []
    kept: set[int] = set()
    for row in rows:
        what = ("seat", *seat, row.username or "", DEPUTY if row.deputy else HOLDER)
        mine = next((one for one in held if one.holding.what == what), None)
        if mine is not None:
            kept.add(mine.pk)
        line, found = _row(row, what, mine, file)
        lines.append(line)
        changes += found
    begins = min((row.since for row in rows if row.since), default=file.today)
    for one in held:
        if one.pk not in kept and any(_replaces(row, one) for row in rows):
            changes += end([one], max(begins, one.holding.since))
            lines.append(Line(None, file.name(one.holding), "changed", (("until", "", _shown(begins)),)))
    return lines, changes


def _replaces(row: SeatSaid, one: HeldRow) -> bool:
    """Whether a row of the file stands for the same capacity: a new holder takes the place of the old."""
    return row.until is None and (DEPUTY if row.deputy else HOLDER) == one.holding.what[-1]


def _row(
    row: SeatSaid, what: tuple[str, ...], mine: HeldRow | None, file: SeatsFile
) -> tuple[Line, list[HoldingChange]]:
    since = row.since or (mine.holding.since if mine else file.today)
    wanted = Holding(what, since, row.until)
    name = file.name(wanted)
    if mine is not None and mine.holding == wanted:
        return Line(row.row, name, "unchanged"), []
    if mine is None and row.until is not None and row.until <= file.today:
        return Line(row.row, name, "unchanged"), []
    told = tuple(
        (part, _shown(getattr(mine.holding, part) if mine else None), _shown(getattr(wanted, part)))
        for part in ("since", "until")
        if (getattr(mine.holding, part) if mine else None) != getattr(wanted, part)
    )
    return Line(row.row, name, "changed" if mine else "new", told), [HoldingChange(mine, wanted)]


def _shown(day: date | None) -> str:
    return shown_date(day) if day else ""
