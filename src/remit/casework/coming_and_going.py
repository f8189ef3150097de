"""Who comes back into the room, and times that were put down wrongly."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.attendance_rows import Somebody, add_row, check_interval, locked_row, supersede
from remit.records.meetings import Attendance, Meeting
from remit.rules.attendance import why_not_come_back, why_not_correct
from remit.rules.meeting_gates import why_not_in_room
from remit.rules.outcomes import refuse_if
from remit.rules.viewers import Viewer


@audited("presence.resumed")
def come_back(*, attendance_ref: str, actor: Viewer, now: datetime) -> str:
    """Record that somebody who left is in the room again, in the same seat; answers with the new row's reference.

    Refuses: not theirs to run; the meeting is not open; they have not left; there again already.
    """
    meeting, row = locked_row(attendance_ref, actor)
    refuse_if(why_not_in_room(meeting.state))
    refuse_if(why_not_come_back(arrived_at=row.arrived_at, left_at=row.left_at))
    again = _again(meeting, row, actor, now, arrived_at=now, left_at=None)
    touch(meeting)
    return again.ref


@audited("presence.corrected")
def correct_times(
    *, attendance_ref: str, arrived_at: datetime, left_at: datetime | None, actor: Viewer, now: datetime
) -> str:
    """Put right when somebody came and left (None: is still there); answers with the reference of the row that now stands.

    The row that was wrong is kept, struck out.
    Refuses: not theirs to run; the meeting is not open; apologies; a time still to come; left before they came; in that
    seat already at the time.
    """
    meeting, row = locked_row(attendance_ref, actor)
    refuse_if(why_not_in_room(meeting.state))
    was_present = row.answer == Attendance.Answer.PRESENT and row.item_id is None
    refuse_if(why_not_correct(arrived_at=arrived_at, left_at=left_at, now=now, was_present=was_present))
    supersede(Attendance.objects.filter(pk=row.pk), now)
    again = _again(meeting, row, actor, now, arrived_at=arrived_at, left_at=left_at)
    about(instead_of=row.ref)
    touch(meeting)
    return again.ref


def _again(
    meeting: Meeting,
    row: Attendance,
    actor: Viewer,
    now: datetime,
    *,
    arrived_at: datetime,
    left_at: datetime | None,
) -> Attendance:
    """The same person in the same seat, at other times."""
    who = Somebody(row.staff_id, row.name, row.service)
    check_interval(meeting, who, arrived_at, left_at, seat=row.seat, but=row.pk)
    return add_row(
        meeting,
        who,
        actor,
        now,
        seat=row.seat,
        capacity=row.capacity,
        arrived_at=arrived_at,
        left_at=left_at,
    )
