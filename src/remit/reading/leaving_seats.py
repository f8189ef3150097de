"""What follows if somebody leaves a seat on a day: who else holds it, which duties pass on, which invitations are taken back?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from remit.records.duties import Duty
from remit.records.forums import SeatHolding
from remit.records.invitations import Invitation
from remit.records.meetings import Meeting
from remit.records.terms_store import adopted, terms_of
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_administer
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class LeavingSeat:
    """Somebody in a seat, and what hangs on it."""

    who: str
    since: date
    seat: str
    forum_name: str
    others: tuple[str, ...]
    """Who else holds it, or deputises for it, on that day."""
    other_seats: bool
    """Whether they hold another seat of the forum on that day."""
    duties: int
    """What they owe in it now and have not done."""
    taken_back: tuple[date, ...]
    """The meetings to which they are invited for this seat alone."""
    changed: tuple[date, ...]
    """Those to which they stay invited, for another seat."""


def leaving_seat(viewer: Viewer, *, holding: int, until: date, now: datetime) -> LeavingSeat:
    """What follows if they leave it on that day. Refuses: not an administrator; nobody holds it any more."""
    refuse_if(why_not_administer(viewer))
    open_now = SeatHolding.objects.open().select_related("staff", "forum")
    held = open_now.filter(pk=holding).first()
    if held is None:
        raise NotFound("seat")
    terms = terms_of(adopted(held.forum.slug, max(until, london_day(now))))
    seat = next((one for one in terms.seats if one.id == held.seat), None)
    known = SeatHolding.objects.known().filter(forum=held.forum_id).exclude(pk=held.pk)
    rest = list(known.select_related("staff").order_by("pk"))
    on_the_day = [row for row in rest if row.holds_on(until)]
    of_theirs = [row for row in rest if row.staff_id == held.staff_id]
    coming = _invited(held, until, now)
    stays = {day for day in coming if any(row.holds_on(day) for row in of_theirs)}
    return LeavingSeat(
        who=held.staff.name,
        since=held.since,
        seat=seat.name if seat else held.seat,
        forum_name=terms.name,
        others=tuple(
            f"{row.staff.name}, deputy" if row.capacity == SeatHolding.Capacity.DEPUTY else row.staff.name
            for row in on_the_day
            if row.seat == held.seat and row.staff.is_active
        ),
        other_seats=any(row.staff_id == held.staff_id for row in on_the_day),
        duties=_owed(held, seat.role if seat else ""),
        taken_back=tuple(day for day in coming if day not in stays),
        changed=tuple(day for day in coming if day in stays),
    )


def _invited(held: SeatHolding, until: date, now: datetime) -> list[date]:
    """The days of the coming meetings, from that day on, to which they are invited by a seat."""
    rows = Invitation.objects.filter(
        staff=held.staff_id,
        item__isnull=True,
        in_place_of__isnull=True,
        state=Invitation.State.INVITED,
        meeting__forum=held.forum_id,
        meeting__date__gte=until,
        meeting__state__in=(Meeting.State.PLANNED, Meeting.State.ISSUED),
        ends_at__gt=now,
    )
    return list(rows.order_by("meeting__date").values_list("meeting__date", flat=True))


def _owed(held: SeatHolding, role: str) -> int:
    """How many open duties are theirs by this seat, or by the role of who sits in it."""
    theirs = Duty.objects.filter(owner=held.staff_id, state=Duty.State.OPEN, meeting__forum=held.forum_id)
    return theirs.filter(owed_by__in=[held.seat, *([role] if role else [])]).count()
