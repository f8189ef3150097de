"""Who was in the room, for whom, from when until when; and who came for a case, or why nobody did."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.attendance_rows import (
    Somebody,
    add_row,
    check_interval,
    known_rows,
    lock_to_record,
    locked_row,
    of_somebody,
    present_rows,
    rows_of,
    supersede,
    withdraw_apologies,
)
from remit.casework.items import lock_item, said
from remit.records.forums import SeatHolding
from remit.records.meetings import Attendance, Meeting
from remit.records.people import Staff
from remit.records.services import service_of, services_of
from remit.rules.attendance import (
    why_not_absent,
    why_not_apologise,
    why_not_arrive,
    why_not_leave,
    why_not_service,
    why_not_substitute,
)
from remit.rules.clock import london_day
from remit.rules.meeting_gates import why_not_in_room, why_not_prepare
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.reasons import why_not_that_long
from remit.rules.room import why_not_longer
from remit.rules.viewers import Viewer
from remit.terms.model import Presenters

HOLDER, DEPUTY, SUBSTITUTE = (
    Attendance.Capacity.HOLDER,
    Attendance.Capacity.DEPUTY,
    Attendance.Capacity.SUBSTITUTE,
)
CASE, OBSERVER = Attendance.Capacity.CASE, Attendance.Capacity.OBSERVER


@audited("presence.recorded")
def record_presence(
    *,
    meeting_id: int,
    who: Somebody,
    capacity: str,
    seat: str = "",
    arrived_at: datetime | None = None,
    left_at: datetime | None = None,
    actor: Viewer,
    now: datetime,
) -> str:
    """Record that somebody is in the room from `arrived_at` (default now); answers with the row's reference.

    Refuses: not theirs to run; the meeting is not open; nobody named; a seat the terms do not have; present already;
    a substitute whose service is not the seat's (ROR-6).
    """
    meeting = _locked(meeting_id, actor)
    refuse_if(why_not_in_room(meeting.state))
    somebody = _named(who, now)
    _check_seat(meeting, seat, capacity, somebody, now)
    begins = arrived_at or now
    check_interval(meeting, somebody, begins, left_at, seat=seat)
    withdraw_apologies(meeting, somebody, now)
    row = add_row(
        meeting, somebody, actor, now, seat=seat, capacity=capacity, arrived_at=begins, left_at=left_at
    )
    touch(meeting)
    return row.ref


@audited("apologies.recorded")
def record_apologies(
    *,
    meeting_id: int,
    seat: str,
    who: Somebody,
    capacity: str = HOLDER,
    reason: str = "",
    actor: Viewer,
    now: datetime,
) -> str:
    """Record that somebody sends apologies for a seat, before or at the meeting; answers with the row's reference.

    Refuses: not theirs to run; the meeting is closed; a seat the terms do not have; they are present.
    """
    meeting = _locked(meeting_id, actor)
    refuse_if(why_not_prepare(meeting.state))
    somebody = _named(who, now)
    _check_seat(meeting, seat, capacity, somebody, now)
    refuse_if(why_not_that_long(reason, field="reason"))
    refuse_if(why_not_apologise(present=present_rows(meeting, somebody).exists()))
    withdraw_apologies(meeting, somebody, now)
    row = add_row(
        meeting,
        somebody,
        actor,
        now,
        seat=seat,
        capacity=capacity,
        answer=Attendance.Answer.APOLOGIES,
        reason=reason.strip(),
    )
    touch(meeting)
    return row.ref


@audited("presence.ended")
def leave(*, attendance_ref: str, actor: Viewer, now: datetime, left_at: datetime | None = None) -> None:
    """Record that somebody left the room, for every seat they were in. They may come back: that is a new row.

    Refuses: not theirs to run; the meeting is closed; gone already; before they came.
    """
    meeting, row = locked_row(attendance_ref, actor)
    refuse_if(why_not_in_room(meeting.state))
    at = left_at or now
    refuse_if(why_not_leave(arrived_at=row.arrived_at, left_at=row.left_at, at=at))
    there = rows_of(meeting, Somebody(row.staff_id, row.name))
    there.filter(left_at__isnull=True, arrived_at__lte=at).update(left_at=at)
    touch(meeting)


@audited("attendance.struck_out")
def strike_out(*, attendance_ref: str, actor: Viewer, now: datetime) -> None:
    """Take back a row that was recorded by mistake. It is kept, struck out.

    Refuses: not theirs to run; the meeting is closed.
    """
    meeting, row = locked_row(attendance_ref, actor)
    refuse_if(why_not_prepare(meeting.state))
    supersede(Attendance.objects.filter(pk=row.pk), now)
    touch(meeting)


@audited("case_presence.recorded")
def record_case_presence(
    *, item_ref: str, who: Somebody, actor: Viewer, now: datetime, presenters: str | None = None
) -> str:
    """Record that somebody who works with the child was there for the case (ROR-7); takes back a reason for absence.

    `presenters`: as which of the presenters the terms ask for; by default the first for this part of the agenda.
    Refuses: not theirs to run; the meeting is not open; nobody named; recorded already.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_in_room(meeting.state))
    somebody = _named(who, now, for_seat=False)
    asked = _asked(meeting, item.section, presenters)
    for_case = known_rows(meeting).filter(item=item, seat=asked.id if asked else "")
    twice = of_somebody(for_case, somebody).filter(answer=Attendance.Answer.PRESENT).exists()
    refuse_if(why_not_arrive(present=twice))
    supersede(for_case.filter(answer=Attendance.Answer.APOLOGIES), now)
    row = add_row(
        meeting,
        somebody,
        actor,
        now,
        capacity=CASE,
        seat=asked.id if asked else "",
        item_id=item.pk,
        arrived_at=now,
    )
    about(clause=asked.clause if asked else None)
    touch(meeting)
    return row.ref


@audited("case_absence.recorded")
def record_case_absence(
    *, item_ref: str, reason: str, actor: Viewer, now: datetime, presenters: str | None = None
) -> str:
    """Record why nobody who works with the child came for the case (ROR-7). A new reason replaces the old one.

    Refuses: not theirs to run; the meeting is not open; no reason; somebody is recorded as present for it.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_in_room(meeting.state))
    asked = _asked(meeting, item.section, presenters)
    for_case = known_rows(meeting).filter(item=item, seat=asked.id if asked else "")
    there = for_case.filter(answer=Attendance.Answer.PRESENT).exists()
    refuse_if(why_not_absent(reason, present=there, asked=asked))
    refuse_if(why_not_that_long(reason, field="reason"))
    supersede(for_case, now)
    row = add_row(
        meeting,
        Somebody(),
        actor,
        now,
        capacity=CASE,
        seat=asked.id if asked else "",
        item_id=item.pk,
        answer=Attendance.Answer.APOLOGIES,
        reason=reason.strip(),
    )
    touch(meeting)
    return row.ref


def _locked(meeting_id: int, actor: Viewer) -> Meeting:
    meeting = lock_to_record(meeting_id, actor)
    about(meeting=meeting.pk)
    return meeting


def _asked(meeting: Meeting, section: str, presenters: str | None) -> Presenters | None:
    """Whom the terms ask to come for a case of this part of the agenda; the row keeps their id in place of a seat."""
    asked = [each for each in said(meeting).presenters if section in each.sections]
    if presenters is not None:
        asked = [each for each in asked if each.id == presenters]
        if not asked:
            raise NotFound("presenter")
    return next(iter(asked), None)


def _named(who: Somebody, now: datetime, *, for_seat: bool = True) -> Somebody:
    """The same, tidied; an account brings its name and the service it works in, where that is on record.

    `for_seat`: a service that is typed against the record is refused, because the seat may depend on it.
    """
    tidy = Somebody(who.staff_id, " ".join(who.name.split()), " ".join(who.service.split()))
    refuse_if(why_not_longer(tidy.name, 150, name="The name", field="who"))
    refuse_if(why_not_longer(tidy.service, 120, name="The service", field="service"))
    if who.staff_id is None:
        if not tidy.name:
            raise Refused("Say who it is.", remedy="Choose somebody, or enter a name.", field="who")
        return tidy
    staff = Staff.objects.filter(pk=who.staff_id, is_active=True, is_service_account=False).first()
    if staff is None:
        raise Refused("There is no such person.", remedy="Choose somebody from the list.", field="who")
    on_record = service_of(staff.pk, on=london_day(now))
    if for_seat:
        refuse_if(why_not_service(staff.name, said=tidy.service, on_record=on_record))
    return Somebody(staff.pk, staff.name, on_record or tidy.service)


def _check_seat(meeting: Meeting, seat_id: str, capacity: str, somebody: Somebody, now: datetime) -> None:
    """A seat is one of the terms'; its holder and deputy hold it; a substitute comes from the right service."""
    if capacity == OBSERVER and not seat_id:
        return
    seat = next((seat for seat in said(meeting).seats if seat.id == seat_id), None)
    if seat is None or capacity not in (HOLDER, DEPUTY, SUBSTITUTE):
        raise Refused("Say which seat they take.", remedy="Choose one of the forum's seats.", field="seat")
    holders = _holders(meeting, seat_id)
    if capacity == SUBSTITUTE:
        services = services_of(holders, on=meeting.date)
        refuse_if(
            why_not_substitute(
                seat,
                service=somebody.service,
                holders_services=sorted(set(services.values())),
                is_holder=somebody.staff_id in holders,
            )
        )
    elif somebody.staff_id not in holders:
        raise Refused(
            f"This person does not hold the seat of {seat.name}.",
            remedy="Record them as a substitute from the same service, or as an observer.",
            clause=seat.clause,
            field="capacity",
        )


def _holders(meeting: Meeting, seat_id: str) -> set[int]:
    holdings = SeatHolding.objects.on(meeting.date).filter(forum_id=meeting.forum_id, seat=seat_id)
    return set(holdings.values_list("staff_id", flat=True))
