"""Who has been in the room of a meeting, as the rule of the quorum needs to know it?"""

from __future__ import annotations

from collections.abc import Iterable

from remit.records.meetings import Attendance, Meeting
from remit.rules.quoracy import Stay


def stays(meeting: Meeting) -> list[Stay]:
    """Everybody recorded for the meeting itself, with the seat they take; one query."""
    rows = Attendance.objects.filter(meeting=meeting, item__isnull=True, superseded_at__isnull=True)
    return stays_in(rows.select_related(None))


def recorded_at(meeting: Meeting) -> list[Attendance]:
    """Everybody recorded for the meeting itself, apologies included, with their accounts; one query."""
    rows = Attendance.objects.filter(meeting=meeting, item__isnull=True, superseded_at__isnull=True)
    return list(rows.select_related("staff").order_by("arrived_at", "pk"))


def stays_in(rows: Iterable[Attendance]) -> list[Stay]:
    """The same from rows at hand; apologies are no stay."""
    return [
        Stay(
            str(row.staff_id or row.name),
            frozenset({row.seat} if row.seat else ()),
            row.arrived_at,
            row.left_at,
            row.capacity,
        )
        for row in rows
        if row.arrived_at is not None
    ]
