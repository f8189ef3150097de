"""What is owed anywhere, or at one forum, now or at a time past?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from remit.reading import looks
from remit.reading.cohorts import ids_of, in_cohorts
from remit.records.children import Person
from remit.records.duties import Duty
from remit.records.forums import Forum
from remit.records.key_lists import in_parts
from remit.rules.clock import is_past
from remit.rules.outcomes import Refused
from remit.rules.text import listed
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class DueLine:
    """A duty: by what it is known, who owes it, about whom, and what became of it."""

    id: str
    clause: str
    forum: str
    meeting: str
    """Nominal date of the meeting; empty where it belongs to none."""
    owner: str
    """User name of who owes it; empty where nobody holds the seat or role."""
    subject: str
    """Forum, or person id of a child this viewer may see; an opaque reference where not."""
    raised_at: datetime
    due_at: datetime
    state: str
    discharged_at: datetime | None
    evidence: str


def due(
    viewer: Viewer, *, forum: str | None = None, as_of: datetime | None = None, now: datetime
) -> tuple[DueLine, ...]:
    """The duties there are, or were at a time (`as_of`), by due time. Refuses a forum there is not."""
    at = as_of or now
    if forum is not None:
        _known(forum)
    rows = list(_duties(forum, at))
    seen = _ids_seen(viewer, {row.subject_id for row in rows}, now)
    looks.shown(looks.LISTED, seen)
    return tuple(_line(row, seen, at) for row in rows)


def _known(forum: str) -> None:
    there = list(Forum.objects.order_by("slug").values_list("slug", flat=True))
    if forum not in there:
        raise Refused(
            f'There is no forum called "{forum}".',
            remedy=f"Choose one of: {listed(there, last='or')}."
            if there
            else "No forum runs here yet. Have its terms adopted first: `remit terms adopt`.",
        )


def _duties(forum: str | None, at: datetime) -> QuerySet[Duty]:
    rows = Duty.objects.filter(raised_at__lte=at)
    if forum is not None:
        rows = rows.filter(meeting__forum__slug=forum)
    return rows.select_related("meeting__forum", "owner", "subject__forum").order_by("due_at", "pk")


def _ids_seen(viewer: Viewer, subjects: Collection[int], now: datetime) -> dict[int, str]:
    """The children among these whom the viewer may see, with the number each is known by."""
    allowed: Q = in_cohorts(viewer, now=now)
    seen = [
        pk
        for part in in_parts(sorted(subjects))
        for pk in Person.objects.filter(allowed, pk__in=part).values_list("pk", flat=True)
    ]
    return ids_of(seen)


def _line(row: Duty, seen: dict[int, str], at: datetime) -> DueLine:
    forum = getattr(row.subject, "forum", None)
    open_then = row.discharged_at is None or row.discharged_at > at
    state = "overdue" if open_then and is_past(row.due_at, now=at) else "open" if open_then else row.state
    return DueLine(
        id=row.ref,
        clause=row.clause,
        forum=row.meeting.forum.slug if row.meeting else "",
        meeting=row.meeting.nominal_date.isoformat() if row.meeting else "",
        owner=row.owner.username if row.owner else "",
        subject=forum.slug if forum else seen.get(row.subject_id, row.subject.ref),
        raised_at=row.raised_at,
        due_at=row.due_at,
        state=state,
        discharged_at=None if open_then else row.discharged_at,
        evidence="" if open_then else row.evidence,
    )
