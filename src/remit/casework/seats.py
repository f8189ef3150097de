"""Putting people in the seats of a forum, and letting them leave."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from remit.casework.acts import about, audited
from remit.casework.duties import reconcile_forum
from remit.casework.locks import lock_forum, locked
from remit.records.forums import SeatHolding
from remit.records.people import Staff
from remit.records.terms_store import adopted, terms_of
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.permissions import why_not_administer
from remit.rules.staff import why_not_end
from remit.rules.viewers import Viewer


@audited("seat.filled")
def fill_seat(
    *,
    forum: str,
    seat: str,
    staff_id: int,
    capacity: str = SeatHolding.Capacity.HOLDER,
    since: date,
    until: date | None = None,
    actor: Viewer,
    now: datetime,
) -> int:
    """Let somebody hold a seat, or deputise for it, from a day on (and until one, where a seat rotates); its key.

    Refuses: not an administrator; a seat the terms do not have; an account not in use; held already by them;
    an end before the beginning.
    """
    refuse_if(why_not_administer(actor))
    row = lock_forum(forum)
    refuse_if(_why_not_seat(forum, seat, since))
    staff = Staff.objects.filter(pk=staff_id, is_active=True, is_service_account=False).first()
    if staff is None:
        raise Refused("There is no such account in use.", remedy="Make one for them first.", field="staff")
    held_already = SeatHolding.objects.known().filter(forum=row, seat=seat, staff=staff)
    if held_already.filter(Q(until__isnull=True) | Q(until__gt=since)).exists():
        raise Refused("They hold this seat already.", remedy="There is nothing to do.", field="staff")
    if until is not None:
        refuse_if(why_not_end(since, until))
    held = SeatHolding.objects.create(
        forum=row,
        seat=seat,
        staff=staff,
        capacity=capacity,
        since=since,
        until=until,
        recorded_at=now,
        source=f"staff:{actor.username}",
    )
    reconcile_forum(row.pk, now=now)
    about(subject=row.pk, forum=forum, seat=seat, account=staff.username, capacity=str(capacity))
    return held.pk


@audited("seat.left")
def leave_seat(*, holding_id: int, until: date, actor: Viewer, now: datetime) -> None:
    """Let somebody leave a seat on a day (the first they no longer hold it). Refuses: not an administrator; before it began."""
    refuse_if(why_not_administer(actor))
    slug = SeatHolding.objects.filter(pk=holding_id).values_list("forum__slug", flat=True).first()
    if slug is None:
        raise NotFound("seat")
    lock_forum(slug)
    open_now = locked(SeatHolding.objects.open().filter(pk=holding_id))
    held = open_now.select_related("forum", "staff").first()
    if held is None:
        raise NotFound("seat")
    refuse_if(why_not_end(held.since, until))
    about(subject=held.forum_id, forum=held.forum.slug, seat=held.seat, account=held.staff.username)
    SeatHolding.objects.filter(pk=held.pk).update(superseded_at=now)
    if until > held.since:
        held.again(now=now, until=until, source=f"staff:{actor.username}").save()
    reconcile_forum(held.forum_id, now=now)


def _why_not_seat(forum: str, seat: str, on: date) -> Refused | None:
    seats = terms_of(adopted(forum, on)).seats
    if any(said.id == seat for said in seats):
        return None
    return Refused(
        f'The terms of this forum have no seat "{seat}".',
        remedy=f"Choose one of: {', '.join(said.id for said in seats)}.",
        field="seat",
    )
