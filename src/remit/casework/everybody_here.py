"""One press as a meeting begins: everybody is here who was to come, and whom the others send in their place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from remit.casework.attendance import HOLDER, SUBSTITUTE, record_presence
from remit.casework.attendance_rows import Somebody, known_rows, lock_to_record, rows_of
from remit.records.forums import SeatHolding
from remit.records.invitations import substitutes_announced
from remit.records.meetings import Meeting
from remit.rules.meeting_gates import why_not_in_room
from remit.rules.outcomes import Refused, refuse_if
from remit.rules.viewers import Viewer


@transaction.atomic
def record_holders_present(*, meeting_id: int, actor: Viewer, now: datetime) -> int:
    """Record every holder of a seat as present who is not recorded yet, as `record_presence` does; answers with how many.

    Whoever sends somebody in their place is there in that person. Somebody who holds two seats is there once, in the
    first. Refuses what `record_presence` refuses.
    """
    meeting = lock_to_record(meeting_id, actor)
    refuse_if(why_not_in_room(meeting.state))
    known = set(known_rows(meeting).filter(item__isnull=True).values_list("staff_id", flat=True))
    held = SeatHolding.objects.on(meeting.date).filter(
        forum=meeting.forum_id, capacity=HOLDER, staff__is_active=True
    )
    seats = {staff: seat for seat, staff in held.order_by("-pk").values_list("seat", "staff_id")}
    missing = [(staff, seat) for staff, seat in seats.items() if staff not in known]
    for staff, seat in missing:
        record_presence(
            meeting_id=meeting_id, who=Somebody(staff), capacity=HOLDER, seat=seat, actor=actor, now=now
        )
    return len(missing) + _record_substitutes(meeting, actor, now)


def _record_substitutes(meeting: Meeting, actor: Viewer, now: datetime) -> int:
    """Record as present whom somebody announced in their place, unless they are recorded for that seat already."""
    sends = substitutes_announced(meeting.pk)
    held = SeatHolding.objects.on(meeting.date).filter(
        forum=meeting.forum_id, capacity=HOLDER, staff__in=list(sends)
    )
    recorded = 0
    for seat, holder in held.order_by("pk").values_list("seat", "staff_id"):
        who = Somebody(sends[holder].pk)
        if rows_of(meeting, who).filter(seat=seat).exists():
            continue
        try:
            record_presence(
                meeting_id=meeting.pk, who=who, capacity=SUBSTITUTE, seat=seat, actor=actor, now=now
            )
        except Refused:  # they may not sit there any more, which the coordinator sees to
            continue
        recorded += 1
    return recorded
