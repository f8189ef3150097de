"""The agenda item a verb is about, under its meeting's lock."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about
from remit.casework.locks import lock_meeting, lock_with_next
from remit.records.meetings import AgendaItem, Meeting
from remit.records.terms_store import terms_of
from remit.records.visibility import hidden_from
from remit.rules.outcomes import NotFound
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms


def lock_item(
    item_ref: str, *, actor: Viewer, now: datetime, seen: int | None = None, with_next: bool = False
) -> tuple[Meeting, AgendaItem]:
    """Lock the meeting an item stands at, then load the item (`seen` is the meeting's revision; None: not asked).

    `with_next`: lock the meeting the item may be put off to as well.
    Refuses: no such item for this actor, to whom a child's record may be closed; changed since seen.
    """
    meeting_id = AgendaItem.objects.filter(ref=item_ref).values_list("meeting_id", flat=True).first()
    if meeting_id is None:
        raise NotFound("agenda item")
    meeting = lock_with_next(meeting_id, seen=seen) if with_next else lock_meeting(meeting_id, seen=seen)
    item = AgendaItem.objects.exclude(state=AgendaItem.State.WITHDRAWN).filter(ref=item_ref).first()
    if item is None or hidden_from(actor, item.subject_id, now=now):
        raise NotFound("agenda item")
    about(subject=item.subject_id, meeting=meeting.pk, item=item.ref)
    return meeting, item


def said(meeting: Meeting) -> ForumTerms:
    """The terms this meeting is held under."""
    return terms_of(meeting.terms)


def last_position(meeting: Meeting, section: str) -> int:
    """The position of the last item of a section; 0 where it has none."""
    items = AgendaItem.objects.filter(meeting=meeting, section=section)
    return max(items.values_list("position", flat=True), default=0)
