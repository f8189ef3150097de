"""To what is this person invited in the next weeks, and what did they answer?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from remit.reading import looks
from remit.reading.children import name_of
from remit.records.children import Person
from remit.records.invitations import Invitation
from remit.records.meetings import Meeting
from remit.records.prepared import Given, prepared
from remit.records.terms_store import terms_by_id
from remit.records.visibility import PLACES, Sight, asking, sight_of, visible
from remit.rules.answering import takes_answers
from remit.rules.viewers import Viewer

LOOKING_AHEAD = timedelta(weeks=26)
"""As far as invitations go at most."""
MOST = 100


@dataclass(frozen=True, slots=True)
class InvitedLine:
    """Something this viewer is asked to come to, and the answer that stands; empty where there is none."""

    ref: str
    forum_name: str
    role: str
    starts_at: datetime
    ends_at: datetime
    place: str
    of_case: bool
    child_name: str
    """Of a case whose child this viewer may see."""
    reply: str
    can_from: time | None
    can_until: time | None
    sends: str
    """Whom they send in their place."""
    takes_answers: bool
    """Until the meeting, or the time of the case, begins."""


def my_invitations(viewer: Viewer, *, now: datetime) -> tuple[InvitedLine, ...]:
    """What is to come or goes on, the first first. One query."""
    until = now + LOOKING_AHEAD
    rows: list[Any] = _invited(sight_of(viewer), until=until, **asking(viewer, now=now))
    looks.shown(looks.LISTED, {row.item.subject_id for row in rows if row.item and row.child_seen})
    return tuple(_line(row, now) for row in rows)


@prepared
def _invited(sight: Sight) -> QuerySet[Any, Any]:
    """The invitations, each with the answer that stands, and whether its child may be named."""
    child = Person.objects.filter(visible(sight), pk=OuterRef("item__subject"))
    rows = Invitation.objects.filter(
        staff=PLACES["viewer"],
        state=Invitation.State.INVITED,
        ends_at__gt=PLACES["now"],
        starts_at__lt=Given("until"),
        meeting__state__in=(Meeting.State.PLANNED, Meeting.State.ISSUED, Meeting.State.OPEN),
    )
    stands = Q(replies__superseded_at__isnull=True, replies__sequence__gte=F("time_sequence"))
    answered = rows.annotate(
        stands=FilteredRelation("replies", condition=stands),
        reply=F("stands__reply"),
        can_from=F("stands__can_from"),
        can_until=F("stands__can_until"),
        sends=F("stands__substitute__name"),
        child_seen=Exists(child),
    )
    whole = answered.select_related("meeting__terms", "item__subject__person").defer(
        "meeting__terms__document"
    )
    return whole.order_by("starts_at", "pk")[:MOST]


def _line(row: Any, now: datetime) -> InvitedLine:
    return InvitedLine(
        ref=row.ref,
        forum_name=terms_by_id(row.meeting.terms_id, row.meeting.terms.digest).name,
        role=row.role,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        of_case=row.item is not None,
        child_name=name_of(row.item.subject.person) if row.item and row.child_seen else "",
        reply=row.reply or "",
        can_from=row.can_from,
        can_until=row.can_until,
        sends=row.sends or "",
        takes_answers=takes_answers(row.meeting.state, row.starts_at, now=now),
    )
