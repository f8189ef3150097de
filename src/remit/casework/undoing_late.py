"""Taking late cases off the agendas again, when the file that put their children on the list is undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import said
from remit.casework.letters_changed import take_back_of_case
from remit.casework.locks import lock_meetings
from remit.casework.rest_of_cohort import reached_by_the_list
from remit.casework.standing import selection_of, standing
from remit.records.answers import Response
from remit.records.meetings import AgendaItem, Meeting
from remit.rules.viewers import Viewer

FILE_UNDONE = "The file that listed the child was undone."
PREPARED = (Meeting.State.PLANNED, Meeting.State.ISSUED)
"""A meeting that opened keeps what stood on its agenda."""


@dataclass(frozen=True, slots=True)
class AtMeeting:
    """What became of the cases an import had let join one meeting."""

    meeting: int
    taken_off: int
    left: int
    """Cases that stand there still: the meeting opened, somebody worked on them, or the child is on the list still."""
    items: frozenset[int] = frozenset()
    """Those taken off."""


def take_off_late(
    *, joined: Mapping[int, Collection[str]], entries: Collection[int], actor: Viewer, now: datetime
) -> tuple[AtMeeting, ...]:
    """Take late cases off the meetings they joined. `joined`: references of items by meeting; `entries`: those taken off the list.

    Called with the list locked. All meetings that a change of the list can reach are locked at once, as when it was loaded.
    """
    if not joined:
        return ()
    meetings = lock_meetings({*reached_by_the_list(now=now), *joined})
    return tuple(
        _take_off_one(meetings[pk], items, entries, actor, now)
        for pk, items in sorted(joined.items())
        if meetings[pk].state != Meeting.State.CANCELLED
    )


def _take_off_one(
    meeting: Meeting, items: Collection[str], entries: Collection[int], actor: Viewer, now: datetime
) -> AtMeeting:
    there = list(standing(meeting).filter(ref__in=items, late=True))
    untouched = set(_untouched(meeting, items).values_list("pk", flat=True))
    leaving = [
        item
        for item in there
        if item.pk in untouched and item.entry_id in entries and meeting.state in PREPARED
    ]
    for item in leaving:
        _take_off(meeting=meeting, item=item, actor=actor, now=now)
    if leaving:
        _renumber(meeting, {item.section for item in leaving})
        touch(meeting)
        reconcile_meeting(meeting, now=now)
    gone = frozenset(item.pk for item in leaving)
    return AtMeeting(meeting.pk, len(gone), len(there) - len(gone), gone)


def _untouched(meeting: Meeting, items: Collection[str]) -> QuerySet[AgendaItem]:
    """Those nobody has said, decided, asked or put off anything about."""
    answered = Response.objects.filter(item__ref__in=items)
    return AgendaItem.objects.filter(
        meeting=meeting,
        ref__in=items,
        state=AgendaItem.State.PLANNED,
        decisions__isnull=True,
        actions__isnull=True,
        attendance__isnull=True,
        released__isnull=True,
    ).exclude(pk__in=answered.values("item"))


@audited("case.late-undone")
def _take_off(*, meeting: Meeting, item: AgendaItem, actor: Viewer, now: datetime) -> None:
    """Take one late case off a locked meeting, for the reason that its file was undone."""
    item.state, item.left_why = AgendaItem.State.WITHDRAWN, FILE_UNDONE
    item.save(update_fields=["state", "left_why"])
    take_back_of_case(meeting, item, now=now)
    selection = selection_of(said(meeting))
    late = selection.late if selection else None
    about(subject=item.subject_id, meeting=meeting.pk, clause=late.clause if late else None)
    about(item=item.ref)


def _renumber(meeting: Meeting, sections: Collection[str]) -> None:
    """Close the gaps in the order of these sections."""
    for section in sections:
        items = list(standing(meeting).filter(section=section).order_by("position", "pk"))
        for number, item in enumerate(items, start=1):
            item.position = number
        AgendaItem.objects.bulk_update(items, ["position"])
