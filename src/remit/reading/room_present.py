"""Who was in the room for an item, and was the forum quorate for it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from remit.records.in_the_room import stays_in
from remit.records.meetings import Attendance
from remit.rules.clock import shown_time
from remit.rules.in_the_room import Taken, here_for, quorum_at, taken, throughout
from remit.rules.quoracy import Quoracy
from remit.terms.model import ForumTerms


@dataclass(frozen=True, slots=True)
class PresentLine:
    """Somebody in the room; the times only where they came or left in the middle of the item."""

    name: str
    seats: tuple[str, ...]
    """Names of the seats they fill."""
    came: datetime | None
    left: datetime | None

    @property
    def words(self) -> str:
        """The name, with the times where they were not there throughout."""
        times = [f"from {shown_time(self.came)}"] if self.came else []
        times += [f"until {shown_time(self.left)}"] if self.left else []
        return f"{self.name} ({' '.join(times)})" if times else self.name


@dataclass(frozen=True, slots=True)
class PresentFor:
    """Who was in the room for one item of a meeting."""

    people: tuple[PresentLine, ...]
    everybody: bool
    """Whether that is everybody who came to the meeting, from the item's beginning to its end."""
    during: Taken
    settled: bool
    """Whether the item is settled; otherwise its end is now."""
    quoracy: Quoracy

    @property
    def words(self) -> str:
        """Who was there, in a line."""
        if not self.people:
            return "nobody recorded"
        return "everybody who came" if self.everybody else "; ".join(one.words for one in self.people)

    @property
    def want(self) -> str:
        """What the quorum wanted at the item's own time, with its clause; empty where it was quorate."""
        finding = self.quoracy.finding
        if finding.met:
            return ""
        because = finding.because[:1].lower() + finding.because[1:]
        clause = f" ({finding.clause})" if finding.clause else ""
        return f"Not quorate at {shown_time(self.during.until)}: {because}{clause}"


class InTheRoom:
    """The attendance of one meeting, asked item by item; made of rows at hand, so it costs no query."""

    def __init__(self, terms: ForumTerms, recorded: Iterable[Attendance], *, now: datetime) -> None:
        rows = [row for row in recorded if row.item_id is None and row.arrived_at is not None]
        self._terms, self._now = terms, now
        self._stays = stays_in(rows)
        self._names = {
            str(row.staff_id or row.name): row.staff.name if row.staff else row.name for row in rows
        }
        self._seats = {seat.id: seat.name for seat in terms.seats}

    def present_for(self, taken_at: datetime | None, settled_at: datetime | None) -> PresentFor | None:
        """Who was there for an item called and settled at these times; None where the meeting has not come to it."""
        during = taken(taken_at, settled_at, now=self._now)
        if during is None:
            return None
        here = here_for(self._stays, during)
        lines = (
            PresentLine(
                self._names[one.person],
                tuple(name for seat, name in self._seats.items() if seat in one.seats),
                one.came,
                one.left,
            )
            for one in here
        )
        return PresentFor(
            tuple(lines),
            throughout(self._stays, here),
            during,
            settled_at is not None,
            quorum_at(self._terms, self._stays, during),
        )
