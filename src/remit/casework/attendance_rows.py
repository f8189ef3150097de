"""How does somebody stand in the attendance of a meeting? What the verbs of attendance find, check and write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from remit.casework.acts import about
from remit.casework.locks import lock_meeting
from remit.records.meetings import Attendance, Meeting
from remit.rules.attendance import why_not_arrive, why_not_stay
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who came: an account, or somebody without one by name and the service they come from."""

    staff_id: int | None = None
    name: str = ""
    service: str = ""


def lock_to_record(meeting_id: int, actor: Viewer) -> Meeting:
    """The meeting, locked, for an actor who records who was there. Refuses: not theirs to run."""
    meeting = lock_meeting(meeting_id)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    return meeting


def locked_row(attendance_ref: str, actor: Viewer) -> tuple[Meeting, Attendance]:
    """A row of attendance that stands, with its locked meeting, for who runs the forum."""
    meeting_id = Attendance.objects.filter(ref=attendance_ref).values_list("meeting_id", flat=True).first()
    if meeting_id is None:
        raise NotFound("record of attendance")
    meeting = lock_to_record(meeting_id, actor)
    about(meeting=meeting.pk)
    row = known_rows(meeting).filter(ref=attendance_ref).first()
    if row is None:
        raise Refused("This was taken back already.", remedy="Look at who is recorded as present now.")
    about(attendance=row.ref)
    return meeting, row


def known_rows(meeting: Meeting) -> QuerySet[Attendance]:
    """What is known of who comes, came or sent apologies; earlier versions left out."""
    return Attendance.objects.filter(meeting=meeting, superseded_at__isnull=True)


def rows_of(meeting: Meeting, somebody: Somebody) -> QuerySet[Attendance]:
    """What is recorded of somebody for the meeting as a whole."""
    rows = known_rows(meeting).filter(item__isnull=True)
    return of_somebody(rows, somebody)


def of_somebody(rows: QuerySet[Attendance], somebody: Somebody) -> QuerySet[Attendance]:
    """Those of these rows that are theirs: by account, or by name where they have none."""
    if somebody.staff_id is not None:
        return rows.filter(staff=somebody.staff_id)
    return rows.filter(staff__isnull=True, name__iexact=somebody.name)


def present_rows(meeting: Meeting, somebody: Somebody) -> QuerySet[Attendance]:
    """When somebody was there, for the meeting as a whole."""
    return rows_of(meeting, somebody).filter(answer=Attendance.Answer.PRESENT)


def check_interval(
    meeting: Meeting, somebody: Somebody, begins: datetime, ends: datetime | None, *, seat: str, but: int = 0
) -> None:
    """Nobody is twice in one seat at once (the row `but` left aside), nor in a seat and without one.

    Who stands in for another seat too is recorded in both, and counts once (`rules.quoracy`).
    """
    refuse_if(why_not_stay(arrived_at=begins, left_at=ends))
    meets = present_rows(meeting, somebody).filter(Q(left_at__isnull=True) | Q(left_at__gt=begins))
    meets = meets.exclude(pk=but).filter(seat__in=(seat, "")) if seat else meets.exclude(pk=but)
    if ends is not None:
        meets = meets.filter(arrived_at__lt=ends)
    refuse_if(why_not_arrive(present=meets.exists()))


def withdraw_apologies(meeting: Meeting, somebody: Somebody, now: datetime) -> None:
    """Who comes after all sends no apologies."""
    supersede(rows_of(meeting, somebody).filter(answer=Attendance.Answer.APOLOGIES), now)


def supersede(rows: QuerySet[Attendance], now: datetime) -> None:
    """Strike these rows out; they are kept."""
    rows.update(superseded_at=now)


def add_row(
    meeting: Meeting, somebody: Somebody, actor: Viewer, now: datetime, **fields: object
) -> Attendance:
    """Put somebody on record, and into the audit event of the verb being carried out."""
    row = Attendance.objects.create(
        meeting=meeting,
        staff_id=somebody.staff_id,
        name="" if somebody.staff_id else somebody.name,
        service=somebody.service,
        recorded_by_id=actor.staff_id,
        recorded_at=now,
        **fields,
    )
    about(attendance=row.ref, capacity=row.capacity, seat=row.seat)
    return row
