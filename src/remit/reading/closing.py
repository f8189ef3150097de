"""What is unfinished before a meeting can be closed, and what was waived?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from remit.reading import looks
from remit.reading.room_rail import HIDDEN
from remit.reading.sittings import Found, Head, find
from remit.records.audit import AuditEvent
from remit.records.children import Person
from remit.records.closing_facts import closing_facts
from remit.records.duty_facts import around_of
from remit.records.meetings import AgendaItem, Meeting, Waiver
from remit.records.prepared import Given, prepared
from remit.records.visibility import Sight, asking, sight_at, visible
from remit.rules.closing import Unfinished, business_left, unfinished
from remit.rules.outcomes import NotFound
from remit.rules.viewers import Viewer

NAMED_ONLY = "Only somebody named for this record can settle it. Ask them, or close without it."
KEPT_BACK = "the reason is shown to those only who may see the record"


@dataclass(frozen=True, slots=True)
class WaivedLine:
    """Something the meeting closes without, and why."""

    what: str
    clause: str
    reason: str
    """`KEPT_BACK` where it is about a child whose record this viewer may not see."""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """The closing of a meeting."""

    head: Head
    unfinished: tuple[Unfinished, ...]
    """What is neither settled nor waived."""
    waived: tuple[WaivedLine, ...]
    closed_by: str
    business: tuple[tuple[str, str], ...]
    """Items of other business that nobody took, by reference and title. They need no waiver; what is not carried over drops."""
    next_meeting: date | None
    """Where they can be carried to."""


def closing(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> ClosingPage:
    """What stands between a meeting and its closing: for who runs the forum.

    Refuses: no such meeting for this viewer.
    """
    found = find(viewer, forum=forum, nominal=nominal, now=now)
    if not found.head.runs:
        raise NotFound("meeting")
    hidden = _look(viewer, found, now)
    facts = closing_facts(found.meeting, called=dict.fromkeys(hidden, HIDDEN))
    everything = unfinished(facts)
    left = business_left(facts)
    waivers = {row.what: row for row in _waivers(meeting=found.meeting.pk)}
    return ClosingPage(
        head=found.head,
        unfinished=tuple(_without_link(one, hidden) for one in everything if one.key not in waivers),
        waived=tuple(_waived(one, waivers[one.key], hidden) for one in everything if one.key in waivers),
        closed_by=_closed_by(found.meeting),
        business=tuple((one.ref, one.name) for one in left),
        next_meeting=around_of(found.meeting).next_day if left else None,
    )


def _look(viewer: Viewer, found: Found, now: datetime) -> frozenset[str]:
    """Note who is named on the page; answers with the items whose child this viewer may not see."""
    sight = sight_at(viewer, found.head.forum)
    rows = _cases(sight, meeting=found.meeting.pk, **asking(viewer, now=now))
    looks.shown(looks.LISTED, (subject for _, subject, seen in rows if seen))
    return frozenset(ref for ref, _, seen in rows if not seen)


@prepared
def _cases(sight: Sight) -> QuerySet[Any, Any]:
    """The cases of a meeting and whether each may be shown."""
    people = Person.objects.filter(visible(sight), pk=OuterRef("subject"))
    items = AgendaItem.objects.filter(meeting=Given("meeting"), title="")
    rows = items.exclude(state=AgendaItem.State.WITHDRAWN).annotate(seen=Exists(people))
    return rows.values_list("ref", "subject_id", "seen")


@prepared
def _waivers() -> QuerySet[Waiver, Waiver]:
    return Waiver.objects.filter(meeting=Given("meeting")).select_related("by")


def _without_link(one: Unfinished, hidden: frozenset[str]) -> Unfinished:
    """The same without the item, where its page is not there for this viewer; and who can settle it instead."""
    return replace(one, item=None, remedy=NAMED_ONLY) if one.item in hidden else one


def _waived(one: Unfinished, waiver: Waiver, hidden: frozenset[str]) -> WaivedLine:
    reason = KEPT_BACK if one.item in hidden else waiver.reason
    return WaivedLine(one.what, one.clause or "", reason, waiver.by.name, waiver.at)


def _closed_by(meeting: Meeting) -> str:
    """Who closed it, where it is closed."""
    if meeting.closed_at is None:
        return ""
    event = (
        AuditEvent.objects.filter(meeting_id=meeting.pk, verb="meeting.closed")
        .select_related("actor")
        .order_by("-at")
        .first()
    )
    return event.actor.name if event and event.actor else ""
