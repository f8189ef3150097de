"""Which meetings does a person come to, for their own calendar programme? No child is in the answer.

The child's slot of a worker is left out for the same reason: an entry with its time would say that there is a child.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from remit.records.calendar_addresses import CalendarAddress
from remit.records.holidays import working_calendar
from remit.records.meetings import Meeting
from remit.records.terms_store import terms_by_id
from remit.records.visibility import seated
from remit.rules.clock import london_day
from remit.rules.viewers import Viewer

LOOK_BACK = timedelta(days=60)
"""So long meetings that were held or cancelled stay in the calendar."""


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """One meeting of a person. Why it was moved is not told: somebody wrote that by hand."""

    forum: str
    forum_name: str
    nominal: str
    """The date it stands under in addresses."""
    uid: str
    times_changed: int
    as_of: datetime
    starts_at: datetime
    ends_at: datetime
    moved_from: date | None
    extraordinary: bool
    holiday: str
    join_link: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """Somebody's meetings, those just past and all to come, in order."""

    name: str
    meetings: tuple[OwnMeeting, ...]


def own_calendar(viewer: Viewer, *, now: datetime) -> OwnCalendar:
    """The meetings of the forums this person sits on or runs, and those they come to as a substitute."""
    here = Exists(seated().filter(meeting=OuterRef("pk"), staff=viewer.staff_id))
    rows = (
        Meeting.objects.filter(
            Q(forum__slug__in=viewer.sits_on | viewer.runs) | here, date__gte=london_day(now) - LOOK_BACK
        )
        .select_related("forum__subject", "terms")
        .defer("terms__document")
        .order_by("starts_at", "id")
    )
    return OwnCalendar(viewer.name, tuple(_own(row) for row in rows))


def address_made_at(viewer: Viewer) -> datetime | None:
    """When this person's calendar address was made; None where they have none."""
    in_use = CalendarAddress.objects.filter(staff=viewer.staff_id, ended_at__isnull=True)
    return in_use.values_list("made_at", flat=True).first()


def _own(meeting: Meeting) -> OwnMeeting:
    nominal = meeting.nominal_date.isoformat()
    return OwnMeeting(
        forum=meeting.forum.slug,
        forum_name=terms_by_id(meeting.terms_id, meeting.terms.digest).name,
        nominal=nominal,
        uid=f"{meeting.forum.subject.ref}-{nominal}@remit",
        times_changed=meeting.times_changed,
        as_of=meeting.last_changed_at or meeting.terms.adopted_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        moved_from=meeting.nominal_date if meeting.date != meeting.nominal_date else None,
        extraordinary=meeting.extraordinary,
        holiday=working_calendar().holiday(meeting.date) or "",
        join_link=meeting.forum.join_link,
        cancelled=meeting.state == Meeting.State.CANCELLED,
    )
