"""An item that comes back stands on the next agenda by itself."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from remit.casework.acts import lock_meeting, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import last_position, said
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.sittings import next_sitting
from remit.rules.text import shown_date
from remit.rules.viewers import Viewer


def stand_again(meeting: Meeting, item: AgendaItem, actor: Viewer, now: datetime) -> None:
    """Put the item on the forum's next agenda, where it does not stand yet, and note that on the item (unsaved).

    Where no later meeting is planned, `standing.carry_over` does it later. A case of the rest of a cohort comes back with
    the cohort, and one that was heard only while its child is on the list.
    The later meeting is locked after this one; nothing locks them the other way round.
    """
    following = next_sitting(meeting)
    if following is None:
        return
    following = lock_meeting(following.pk)
    if following.state in (Meeting.State.CLOSED, Meeting.State.CANCELLED):
        return
    item.deferred_to = following
    if _comes_by_itself(meeting, item) or _stands(following, item) or _is_over(item):
        return
    AgendaItem.objects.create(
        meeting=following,
        section=item.section,
        position=last_position(following, item.section) + 1,
        subject_id=item.subject_id,
        entry_id=item.entry_id,
        snapshot=_now(item) if following.state == Meeting.State.OPEN else None,
        title=item.title,
        why=item.why,
        suggestion=f"Comes back from the meeting of {shown_date(meeting.date)}",
        added_by_id=actor.staff_id,
        added_at=now,
    )
    touch(following)
    reconcile_meeting(following, now=now)


def take_back(item: AgendaItem, *, since: datetime, now: datetime) -> None:
    """Take off the next agenda what a decision of that time had put there, unless it was settled there by now."""
    if item.deferred_to_id is None:
        return
    following = lock_meeting(item.deferred_to_id)
    put_there = _same(following, item).filter(added_at=since, state=AgendaItem.State.PLANNED).first()
    if put_there is None:
        return
    put_there.state = AgendaItem.State.WITHDRAWN
    put_there.left_why = "Its outcome at the meeting before was changed."
    put_there.save(update_fields=["state", "left_why"])
    touch(following)
    reconcile_meeting(following, now=now)


def _comes_by_itself(meeting: Meeting, item: AgendaItem) -> bool:
    section = said(meeting).section(item.section)
    return section.takes == "rest_of_cohort"


def _is_over(item: AgendaItem) -> bool:
    """Whether a case that was heard has left the list meanwhile."""
    return item.state == AgendaItem.State.DISCUSSED and item.entry_id is not None and _now(item) is None


def _stands(following: Meeting, item: AgendaItem) -> bool:
    return _same(following, item).exclude(state=AgendaItem.State.WITHDRAWN).exists()


def _same(following: Meeting, item: AgendaItem) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.filter(meeting=following, subject=item.subject_id)
    return items.filter(entry=item.entry_id) if item.entry_id else items.filter(title=item.title)


def _now(item: AgendaItem) -> EntryDetail | None:
    detail: EntryDetail | None = EntryDetail.objects.open().filter(entry=item.entry_id).first()
    return detail
