"""Who is in the room, seat by seat, and is the forum quorate?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Value

from remit.reading.sittings import Found
from remit.records.forums import SeatHolding
from remit.records.in_the_room import stays_in
from remit.records.meetings import Attendance
from remit.records.people import Staff
from remit.records.prepared import Given, prepared
from remit.rules.quoracy import Quoracy, quoracy


@dataclass(frozen=True, slots=True)
class StayLine:
    """Somebody recorded for the meeting."""

    ref: str
    staff_id: int | None
    """None for somebody without an account."""
    name: str
    service: str
    capacity: str
    apologies: bool
    reason: str
    arrived_at: datetime | None
    left_at: datetime | None
    counts_once: bool = False
    """Whether they sit in another seat too at the time: one person fills one seat."""


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
    services: tuple[str, ...] = ()
    """The service area a substitute comes from, where the terms ask for the same one."""

    @property
    def answered(self) -> bool:
        """Whether anything is recorded for it."""
        return bool(self.stays)


@dataclass(frozen=True, slots=True)
class StaffOption:
    """Somebody who can lead an action or be recorded as present."""

    id: int
    name: str
    username: str
    job_title: str


@dataclass(frozen=True, slots=True)
class Company:
    """Who is recorded for a meeting, who holds its seats, and who else could come. Models, for readings only."""

    recorded: tuple[Attendance, ...]
    """For the meeting as a whole."""
    at_item: tuple[Attendance, ...]
    """For the item asked about alone, or for every item."""
    holders: Mapping[str, list[tuple[int, str, str]]]
    """By seat: who holds or deputises for it, with name and capacity."""
    staff: tuple[StaffOption, ...]
    """Everybody with an account in use, by name; where asked for."""


class _Somebody(NamedTuple):
    """A holder of a seat; or, without a seat, somebody with an account in use."""

    seat: str
    capacity: str
    holding: int
    folded: str
    staff_id: int
    name: str
    username: str
    job_title: str


def company_of(found: Found, *, item: int = 0, with_staff: bool = False, every_item: bool = False) -> Company:
    """Who is recorded for the meeting and for one item of it (its key) or every one, and who could come; two queries."""
    rows = _recorded(every_item, meeting=found.meeting.pk, item=item)
    asked = _people(with_staff, forum=found.meeting.forum_id, day=found.meeting.date)
    people = [_Somebody._make(row) for row in asked]
    holders: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for one in sorted(people, key=lambda one: (one.capacity != SeatHolding.Capacity.HOLDER, one.holding)):
        holders[one.seat].append((one.staff_id, one.name, one.capacity))
    staff = sorted((one for one in people if not one.seat), key=lambda one: (one.folded, one.staff_id))
    return Company(
        recorded=tuple(row for row in rows if row.item_id is None),
        at_item=tuple(row for row in rows if row.item_id is not None),
        holders=holders,
        staff=tuple(StaffOption(one.staff_id, one.name, one.username, one.job_title) for one in staff),
    )


@prepared
def _recorded(every_item: bool) -> QuerySet[Attendance, Attendance]:
    here = Q() if every_item else Q(item__isnull=True) | Q(item=Given("item"))
    rows = Attendance.objects.filter(here, meeting=Given("meeting"), superseded_at__isnull=True)
    return rows.select_related("staff").order_by("arrived_at", "pk")


@prepared
def _people(with_staff: bool) -> QuerySet[Any, Any]:
    held = SeatHolding.objects.on(Given("day")).filter(forum=Given("forum")).order_by()
    holders = held.values_list(
        *("seat", "capacity", "pk", "staff__name_folded"),
        *("staff_id", "staff__name", "staff__username", "staff__job_title"),
    )
    if not with_staff:
        return holders
    in_use = Staff.objects.filter(is_active=True, is_service_account=False).order_by()
    nothing = (Value(""), Value(""), Value(0))
    return holders.union(
        in_use.values_list(*nothing, "name_folded", "pk", "name", "username", "job_title"), all=True
    )


def attendance_of(
    found: Found, company: Company, *, now: datetime
) -> tuple[tuple[SeatLine, ...], tuple[StayLine, ...], Quoracy]:
    """Every seat with who is recorded for it, everybody else in the room, and whether that is a quorum."""
    rows, holders = company.recorded, company.holders
    by_seat: dict[str, list[Attendance]] = defaultdict(list)
    for row in rows:
        by_seat[row.seat].append(row)
    several = _in_several_seats(rows)
    seats = tuple(
        SeatLine(
            seat.id,
            seat.name,
            seat.clause,
            seat.votes,
            seat.substitutes,
            tuple(
                HolderLine(staff, name, capacity, any(row.staff_id == staff for row in by_seat[seat.id]))
                for staff, name, capacity in holders.get(seat.id, ())
            ),
            tuple(_stay(row, counts_once=row.pk in several) for row in by_seat[seat.id]),
            seat.represents if seat.substitutes == "same_service" else (),
        )
        for seat in found.terms.seats
    )
    at = found.meeting.closed_at or now
    quorate = quoracy(found.terms, stays_in(rows), at=at)
    return seats, tuple(_stay(row) for row in by_seat[""]), quorate


def _in_several_seats(rows: Iterable[Attendance]) -> set[int]:
    """The rows of people who sit in more than one seat at a time."""
    open_rows: dict[str, list[Attendance]] = defaultdict(list)
    for row in rows:
        if row.seat and row.arrived_at is not None and row.left_at is None:
            open_rows[str(row.staff_id or row.name)].append(row)
    return {row.pk for same in open_rows.values() if len(same) > 1 for row in same}


def _stay(row: Attendance, *, counts_once: bool = False) -> StayLine:
    return StayLine(
        ref=row.ref,
        staff_id=row.staff_id,
        name=row.staff.name if row.staff else row.name,
        service=row.service,
        capacity=row.capacity,
        apologies=row.answer == Attendance.Answer.APOLOGIES,
        reason=row.reason,
        arrived_at=row.arrived_at,
        left_at=row.left_at,
        counts_once=counts_once,
    )
