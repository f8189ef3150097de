"""Holding a meeting: opening it, taking its items one by one, and adding to them. Moving and taking off items is in `agenda`."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import last_position, lock_item, said
from remit.casework.letters import send_at_once
from remit.casework.locks import lock_action_list, lock_meeting
from remit.casework.quorate import refuse_unquorate
from remit.casework.rest_of_cohort import freeze_rest, latest_details
from remit.casework.standing import as_seen
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.visibility import hidden_from
from remit.rules.clock import london_day
from remit.rules.meeting_gates import why_not_in_room, why_not_open
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.preparing import frozen_before_opening
from remit.rules.room import why_not_add, why_not_note, why_not_open_early
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms

PLANNED, DISCUSSED, WITHDRAWN = (
    AgendaItem.State.PLANNED,
    AgendaItem.State.DISCUSSED,
    AgendaItem.State.WITHDRAWN,
)


@audited("meeting.opened")
def open_meeting(*, meeting_id: int, seen: int | None, actor: Viewer, now: datetime) -> int:
    """Open a meeting; answers with its new revision.

    What the action list says of each case now is kept with it, and the cases nobody chose stand on it too, where they
    did not before (ROR-17). Open actions stand on it by themselves.
    Refuses: not theirs to run; the agenda is not issued; opened already; changed since seen; before its day.
    """
    lock_action_list()
    meeting = _locked(meeting_id, actor)
    terms = said(meeting)
    refuse_if(why_not_open(meeting.state, terms=terms))
    as_seen(meeting, seen)
    refuse_if(why_not_open_early(day=meeting.date, today=london_day(now)))
    _freeze_cases(meeting, terms)
    frozen = freeze_rest(meeting, "meeting-opened", actor, now)
    meeting.state, meeting.opened_at = Meeting.State.OPEN, now
    meeting.current_item = _begin(_first(meeting, terms), now)
    send_at_once(meeting, "meeting-opened", actor=actor, now=now)
    touch(meeting, "state", "opened_at", "current_item")
    reconcile_meeting(meeting, now=now)
    about(other_cases=frozen)
    return meeting.revision


@audited("item.taken")
def take_item(*, item_ref: str, actor: Viewer, now: datetime) -> None:
    """Make an item the one the meeting is at; everybody's page follows.

    Refuses: not theirs to run; the meeting is not open.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_in_room(meeting.state))
    meeting.current_item = _begin(item, now)
    touch(meeting, "current_item")


@audited("item.noted")
def note_item(*, item_ref: str, actor: Viewer, now: datetime) -> None:
    """Mark an item as discussed without an outcome: a case of the rest of the list, a matter of business.

    Refuses: not theirs to run; the meeting is not open; a case that needs an outcome; not quorate, where the terms
    stop that.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_in_room(meeting.state))
    refuse_if(why_not_note(said(meeting), item.section, item.state))
    refuse_unquorate(meeting, now=now)
    item.state, item.settled_at = DISCUSSED, now
    item.save(update_fields=["state", "settled_at"])
    touch(meeting)


@audited("item.added_in_room")
def add_item_in_room(
    *,
    meeting_id: int,
    section: str,
    actor: Viewer,
    now: datetime,
    entry_ref: str | None = None,
    title: str = "",
    why: str = "",
) -> str:
    """Add a case of the action list, or a matter of business, while the meeting is open; answers with its reference.

    A case that stands among the others is moved, with what was written of it.
    Refuses: not theirs to run; the meeting is not open; a part of the agenda nothing is added to; a case that stands
    there already or is not on the list; no reason for a case, no title for a matter of business.
    """
    lock_action_list()
    meeting = _locked(meeting_id, actor)
    refuse_if(why_not_in_room(meeting.state))
    detail = _on_list(entry_ref)
    if detail is not None and hidden_from(actor, detail.entry.person_id, now=now):
        raise NotFound("entry")
    standing = _standing(meeting, detail)
    refuse_if(
        why_not_add(
            said(meeting),
            section,
            title=title,
            has_case=detail is not None,
            stands_in=standing.section if standing else None,
            why=why,
        )
    )
    item = standing or _new_item(meeting, detail, title, actor, now)
    item.section, item.position = section, last_position(meeting, section) + 1
    item.why, item.state = why.strip(), PLANNED
    item.save()
    touch(meeting)
    reconcile_meeting(meeting, now=now)
    about(subject=item.subject_id, item=item.ref, section=section)
    return item.ref


def _new_item(
    meeting: Meeting, detail: EntryDetail | None, title: str, actor: Viewer, now: datetime
) -> AgendaItem:
    """A case as the list has it, or a matter of business, which is about the forum; not saved yet."""
    return AgendaItem(
        meeting=meeting,
        subject_id=detail.entry.person_id if detail else meeting.forum_id,
        entry_id=detail.entry_id if detail else None,
        snapshot=detail,
        title=" ".join(title.split()) if detail is None else "",
        added_by_id=actor.staff_id,
        added_at=now,
    )


def _locked(meeting_id: int, actor: Viewer) -> Meeting:
    meeting = lock_meeting(meeting_id)
    about(meeting=meeting.pk)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    return meeting


def _freeze_cases(meeting: Meeting, terms: ForumTerms) -> None:
    """Keep with each case on the agenda what the action list says of it now, or last said; what was kept before stays."""
    kept = [section.id for section in terms.agenda.sections if frozen_before_opening(section)]
    cases = AgendaItem.objects.filter(meeting=meeting, entry__isnull=False).exclude(state=WITHDRAWN)
    items = list(cases.exclude(section__in=kept))
    details = latest_details(item.entry_id for item in items if item.entry_id)
    for item in items:
        if item.entry_id:
            item.snapshot = details.get(item.entry_id)
    AgendaItem.objects.bulk_update(items, ["snapshot"])


def _first(meeting: Meeting, terms: ForumTerms) -> AgendaItem | None:
    """The item the meeting begins with."""
    order = {section.id: place for place, section in enumerate(terms.agenda.sections)}
    items = AgendaItem.objects.filter(meeting=meeting, state=PLANNED)
    return min(
        items,
        key=lambda item: (order.get(item.section, len(order)), item.position, item.pk),
        default=None,
    )


def _begin(item: AgendaItem | None, now: datetime) -> AgendaItem | None:
    """The meeting comes to an item; what is settled keeps the time it was taken."""
    if item is not None and item.state == PLANNED:
        item.taken_at = now
        item.save(update_fields=["taken_at"])
    return item


def _on_list(entry_ref: str | None) -> EntryDetail | None:
    if entry_ref is None:
        return None
    detail: EntryDetail | None = (
        EntryDetail.objects.open().filter(entry__ref=entry_ref).select_related("entry").first()
    )
    if detail is None:
        raise NotFound("entry of the action list")
    return detail


def _standing(meeting: Meeting, detail: EntryDetail | None) -> AgendaItem | None:
    if detail is None:
        return None
    items = AgendaItem.objects.filter(meeting=meeting, entry=detail.entry_id)
    return items.exclude(state=WITHDRAWN).first()
