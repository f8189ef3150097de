"""The minutes of the meeting before, with which an agenda opens: how do they stand, and were they agreed here?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from remit.reading.sittings import Found, Head, find_closed, found, opens_to, reads_minutes
from remit.records.corrections import MinutesAgreed, MinutesCorrection, MinutesVersion
from remit.records.meetings import Meeting
from remit.records.prepared import Given, prepared
from remit.records.sittings import previous_sitting
from remit.rules.corrections import why_not_agree
from remit.rules.outcomes import NotFound, Refused
from remit.rules.permissions import why_not_run
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Opening:
    """The minutes with which an agenda opens."""

    day: date
    """Of the meeting they are of."""
    approved: bool
    agreed: int
    """The version that this meeting agreed; 0 where it did not."""


@dataclass(frozen=True, slots=True)
class Agreeing:
    """Who noted that the minutes were agreed, in which version, and when."""

    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LastMinutes:
    """The minutes of the meeting before this one."""

    head: Head
    """Of this meeting."""
    last: Head | None
    """Of the meeting before; none where there was none."""
    version: int = 1
    waiting: int = 0
    """Corrections that wait for approval; for who runs the forum."""
    reads: bool = False
    """Whether this reader can open them."""
    agreed: Agreeing | None = None
    refusal: Refused | None = None
    """Why they cannot be agreed now by this reader."""


def last_minutes(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> LastMinutes:
    """How the last minutes stand at this meeting. Refuses: no such meeting for this viewer; terms without it."""
    here = find_closed(viewer, forum=forum, nominal=nominal, now=now)
    head = here.head
    if not head.opens_with_minutes:
        raise NotFound("minutes")
    before = previous_sitting(here.meeting)
    if before is None:
        return LastMinutes(head, None)
    last = found(viewer, before, sits=False).head
    newest = MinutesVersion.objects.filter(meeting=before).order_by("number").last()
    waiting = MinutesCorrection.objects.filter(meeting=before, state=MinutesCorrection.State.WAITING).count()
    row = MinutesAgreed.objects.filter(meeting=here.meeting).select_related("by").first()
    may_not = why_not_agree(
        is_open=head.is_open,
        approved=last.approved_at is not None,
        waiting=waiting,
        agreed=row is not None,
    )
    return LastMinutes(
        head=head,
        last=last,
        version=newest.number if newest else 1,
        waiting=waiting if head.runs else 0,
        reads=opens_to(viewer, before, now=now) and reads_minutes(viewer, last),
        agreed=Agreeing(row.version, row.by.name, row.at) if row else None,
        refusal=why_not_run(viewer, forum) or may_not,
    )


def opening(here: Found) -> Opening | None:
    """With which minutes this meeting's agenda opens; one query, none where its terms do not ask it."""
    if not here.head.opens_with_minutes:
        return None
    meeting = here.meeting
    rows = _before(meeting=meeting.pk, forum=meeting.forum_id, starts_at=meeting.starts_at)
    return next((Opening(day, approved is not None, agreed or 0) for day, approved, agreed in rows), None)


@prepared
def _before() -> QuerySet[Any, Any]:
    """The last meeting held before, as `previous_sitting` finds it, and what was agreed at this one."""
    held = Meeting.objects.filter(
        forum=Given("forum"), starts_at__lt=Given("starts_at"), opened_at__isnull=False
    )
    agreed = MinutesAgreed.objects.filter(meeting=Given("meeting"), last=OuterRef("pk")).values("version")
    rows = held.annotate(agreed=Subquery(agreed)).order_by("-starts_at", "-pk")
    return rows.values_list("date", "minutes_approved_at", "agreed")[:1]
