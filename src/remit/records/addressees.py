"""To whom does a message of a forum go: who holds its seats that day, and who works with its children?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from remit.records.audit import AuditEvent
from remit.records.forums import SeatHolding
from remit.records.meetings import Attendance, Meeting
from remit.records.terms_store import terms_of
from remit.records.workers import named_alone, workers
from remit.rules.issuing import Chairing, who_chaired
from remit.terms.sitting import SeatRole

SEATED = ("chair", "members", "coordinator")
"""Who is addressed by a seat of the forum, and not by the child."""


def seated_as(meeting: Meeting, role: str, *, on: date) -> list[int]:
    """Who holds, or deputises for, the seats of that role; of every seat for "members". Accounts in use only."""
    terms = terms_of(meeting.terms)
    seats = [seat.id for seat in terms.seats if role == "members" or seat.role == role]
    return in_seats(meeting, seats, on=on)


STANDS_IN: Mapping[SeatRole, tuple[SeatRole, ...]] = {
    "chair": ("chair", "deputy"),
    "deputy": ("deputy", "chair"),
}
"""Whose seats are asked for a role, in this order: where neither of the one came, the other chaired."""


def sat_as(meeting: Meeting, role: SeatRole, *, on: date) -> int | None:
    """The one person who sat at a meeting in that role, of those who hold or deputise for such a seat still. Accounts in use only."""
    roles = STANDS_IN.get(role, (role,))
    seats = [seat.id for one in roles for seat in terms_of(meeting.terms).seats_of(one)]
    held = SeatHolding.objects.on(on).filter(forum=meeting.forum_id, seat__in=seats, staff__is_active=True)
    rows = Attendance.objects.filter(meeting=meeting, item__isnull=True, superseded_at__isnull=True)
    recorded = set(rows.filter(seat__in=seats).values_list("staff_id", "answer"))
    opened = AuditEvent.objects.filter(meeting_id=meeting.pk, verb="meeting.opened")
    openers = set(opened.values_list("actor_id", flat=True))
    return who_chaired(
        [
            Chairing(
                staff=staff,
                seat=seats.index(seat),
                deputises=capacity != SeatHolding.Capacity.HOLDER,
                came=(staff, Attendance.Answer.PRESENT) in recorded,
                opened=staff in openers,
                sent_apologies=(staff, Attendance.Answer.APOLOGIES) in recorded,
            )
            for staff, seat, capacity in held.values_list("staff_id", "seat", "capacity")
        ]
    )


def in_seats(meeting: Meeting, seats: Collection[str], *, on: date) -> list[int]:
    """Who holds, or deputises for, these seats. Accounts in use only."""
    held = SeatHolding.objects.on(on).filter(forum=meeting.forum_id, seat__in=seats, staff__is_active=True)
    return sorted(set(held.values_list("staff_id", flat=True)))


def working_with(
    children: Collection[int],
    roles: Sequence[str],
    *,
    on: date,
    restricted: Collection[int] | None = None,
) -> Mapping[int, Mapping[int, str]]:
    """Who is addressed for each child, and as what; of a restricted record only people named in it.

    `restricted`: whose records are, where the caller knows. Somebody in two roles is addressed in the one named first.
    """
    found: dict[int, dict[int, str]] = defaultdict(dict)
    named = named_alone(children, on, restricted=restricted)
    for child, theirs in workers(children, on).items():
        for role in roles:
            staff = theirs.get(role)
            if staff is not None and staff in named.get(child, {staff}):
                found[child].setdefault(staff, role)
    return found


def may_be_told_of(child: int, staff: int, *, on: date) -> bool:
    """Whether this person may still be written to about this child: not where the record was restricted to others."""
    return staff in named_alone([child], on).get(child, {staff})
