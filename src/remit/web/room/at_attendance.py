"""What was asked for by a button of the page of who is there: the verb it calls, and what came of it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages

from remit.casework import attendance as people
from remit.casework import everybody_here
from remit.casework.attendance_rows import Somebody
from remit.casework.coming_and_going import come_back
from remit.reading.room import RoomPage
from remit.rules.clock import instant
from remit.rules.outcomes import NotFound
from remit.rules.text import counted
from remit.web.middleware import Request
from remit.web.room.acts import Done, attempt, blank


def at_attendance(request: Request, page: RoomPage) -> Done:
    """Record who came, who left, who sends apologies; take a wrong record back."""
    done = blank(page, request, bound="presence" if request.POST.get("do") == "presence" else "")
    ref, actor, now = request.POST.get("attendance", ""), request.viewer, request.now
    match request.POST.get("do"):
        case "presence":
            _presence(request, page, done)
        case "here":
            _here(request, page, done)
        case "all-here":
            _everybody(request, page, done)
        case "leave":
            attempt(done, lambda: people.leave(attendance_ref=ref, actor=actor, now=now))
        case "back":
            attempt(done, lambda: come_back(attendance_ref=ref, actor=actor, now=now))
        case "strike-out":
            attempt(done, lambda: people.strike_out(attendance_ref=ref, actor=actor, now=now))
        case _:
            raise NotFound("button")
    return done


def _everybody(request: Request, page: RoomPage, done: Done) -> None:
    def act() -> None:
        count = everybody_here.record_holders_present(
            meeting_id=page.head.id, actor=request.viewer, now=request.now
        )
        if count:
            said = f"{counted(count, 'holder')} of a seat recorded as present. Take back whoever is not here."
            messages.success(request, said)

    attempt(done, act)


def _presence(request: Request, page: RoomPage, done: Done) -> None:
    form = done.presence
    if not form.is_valid():
        return
    given = form.cleaned_data
    if given["answer"] == "apologies":
        attempt(
            done,
            lambda: people.record_apologies(
                meeting_id=page.head.id,
                seat=given["seat"],
                who=form.somebody(),
                capacity=given["capacity"],
                actor=request.viewer,
                now=request.now,
            ),
            form,
        )
        return
    attempt(
        done,
        lambda: people.record_presence(
            meeting_id=page.head.id,
            seat=given["seat"],
            who=form.somebody(),
            capacity=given["capacity"],
            arrived_at=_at(page, given["at"]),
            actor=request.viewer,
            now=request.now,
        ),
        form,
    )


def _at(page: RoomPage, clock: object) -> datetime | None:
    """The moment of the meeting's day somebody gave as a time."""
    return instant(page.head.date, clock) if clock else None  # type: ignore[arg-type]


def _here(request: Request, page: RoomPage, done: Done) -> None:
    """One button beside a holder: present, or apologies."""
    seat, who = request.POST.get("seat", ""), request.POST.get("who", "")
    holders = (holder for line in page.seats if line.id == seat for holder in line.holders)
    holder = next((holder for holder in holders if str(holder.staff_id) == who), None)
    if holder is None:
        raise NotFound("seat")
    somebody = Somebody(holder.staff_id)
    apologies = request.POST.get("answer") == "apologies"
    record = people.record_apologies if apologies else people.record_presence
    attempt(
        done,
        lambda: record(
            meeting_id=page.head.id,
            seat=seat,
            who=somebody,
            capacity=holder.capacity,
            actor=request.viewer,
            now=request.now,
        ),
    )
