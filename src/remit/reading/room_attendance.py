"""Who is in the room, seat by seat, and is the forum quorate?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from remit.reading.sittings import Found
from remit.records.forums import SeatHolding
from remit.records.meetings import Attendance, Meeting
from remit.rules.quoracy import Quoracy, Stay, quoracy


@dataclass(frozen=True, slots=True)
class StayLine:
    """Somebody recorded for the meeting."""

    ref: str
    name: str
    service: str
    capacity: str
    apologies: bool
    reason: str
    arrived_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class HolderLine:
    """Somebody who holds or deputises for a seat on the day."""

    staff_id: int
    name: str
    capacity: str
    recorded: bool
    """Whether it is known that they came or sent apologies."""


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat of the forum: who holds it, and who is recorded for it."""

    id: str
    name: str
    clause: str
    votes: bool
    substitutes: str
    holders: tuple[HolderLine, ...]
    stays: tuple[StayLine, ...]

    @property
    def answered(self) -> bool:
        """Whether anything is recorded for it."""
        return bool(self.stays)


def attendance_of(
    found: Found, *, now: datetime
) -> tuple[tuple[SeatLine, ...], tuple[StayLine, ...], Quoracy]:
    """Every seat with who is recorded for it, everybody else in the room, and whether that is a quorum; two queries."""
    rows = list(
        Attendance.objects.filter(meeting=found.meeting, item__isnull=True, superseded_at__isnull=True)
        .select_related("staff")
        .order_by("arrived_at", "pk")
    )
    holders = _holders(found.meeting)
    by_seat: dict[str, list[Attendance]] = defaultdict(list)
    for row in rows:
        by_seat[row.seat].append(row)
    seats = tuple(
        SeatLine(
            seat.id,
            seat.name,
            seat.clause,
            seat.votes,
            seat.substitutes,
            tuple(
                HolderLine(staff, name, capacity, any(row.staff_id == staff for row in by_seat[seat.id]))
                for staff, name, capacity in holders[seat.id]
            ),
            tuple(_stay(row) for row in by_seat[seat.id]),
        )
        for seat in found.terms.seats
    )
    at = found.meeting.closed_at or now
    quorate = quoracy(found.terms, [_in_room(row) for row in rows if row.arrived_at], at=at)
    return seats, tuple(_stay(row) for row in by_seat[""]), quorate


def _holders(meeting: Meeting) -> dict[str, list[tuple[int, str, str]]]:
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    rows = SeatHolding.objects.on(meeting.date).filter(forum=meeting.forum_id).order_by("-capacity", "pk")
    for seat, staff, name, capacity in rows.values_list("seat", "staff_id", "staff__name", "capacity"):
        found[seat].append((staff, name, capacity))
    return found


def _stay(row: Attendance) -> StayLine:
    return StayLine(
        ref=row.ref,
        name=row.staff.name if row.staff else row.name,
        service=row.service,
        capacity=row.capacity,
        apologies=row.answer == Attendance.Answer.APOLOGIES,
        reason=row.reason,
        arrived_at=row.arrived_at,
        left_at=row.left_at,
    )


def _in_room(row: Attendance) -> Stay:
    assert row.arrived_at is not None
    who = str(row.staff_id or row.name)
    return Stay(who, frozenset({row.seat} if row.seat else ()), row.arrived_at, row.left_at, row.capacity)
