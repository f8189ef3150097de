"""What a meeting asks of somebody, and what its lead reports of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import lock_item, said
from remit.casework.locks import lock_meeting
from remit.records.actions import Action, ActionUpdate
from remit.records.duties import owed_by
from remit.records.duty_facts import occasion_of
from remit.records.holidays import working_calendar
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from remit.records.visibility import hidden_from
from remit.rules.clock import due_date, end_of_day, london_day
from remit.rules.deadlines import work_out
from remit.rules.meeting_gates import why_not_in_room
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.permissions import why_not_run, why_not_update_action
from remit.rules.room import why_not_agree, why_not_cancel_action, why_not_update
from remit.rules.viewers import Viewer
from remit.terms.model import Act


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action that was agreed: its reference and when it is due."""

    ref: str
    due_at: datetime


@audited("action.agreed")
def agree_action(
    *,
    meeting_id: int,
    what: str,
    lead_id: int,
    actor: Viewer,
    now: datetime,
    item_ref: str | None = None,
    due_on: date | None = None,
) -> Agreed:
    """Ask something of somebody, about an item or (without one) about the forum's own work.

    Due at the end of `due_on`; without a day when the terms say (ROR-4: when the next meeting starts).
    Refuses: not theirs to run; the meeting is not open; nothing asked; nobody to lead it; a day gone by; no day, and no
    next meeting to be due at.
    """
    meeting, item = _place(meeting_id, item_ref, actor, now)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_in_room(meeting.state))
    lead = Staff.objects.filter(pk=lead_id, is_active=True, is_service_account=False).first()
    refuse_if(why_not_agree(what, has_lead=lead is not None, due_on=due_on, today=london_day(now)))
    due_at = end_of_day(due_on) if due_on else _default_due(meeting, now)
    action = Action.objects.create(
        subject_id=item.subject_id if item else meeting.forum_id,
        meeting=meeting,
        item=item,
        what=" ".join(what.split()),
        lead_id=lead_id,
        due_on=due_date(due_at),
        due_at=due_at,
        raised_by_id=actor.staff_id,
        raised_at=now,
    )
    about(subject=action.subject_id, action=action.ref, lead=lead_id, due=due_at.isoformat())
    touch(meeting)
    reconcile_meeting(meeting, now=now)
    return Agreed(action.ref, due_at)


@audited("action.updated")
def update_action(
    *,
    action_ref: str,
    seen: int,
    text: str,
    actor: Viewer,
    now: datetime,
    finished: bool = False,
    due_on: date | None = None,
) -> int:
    """Report how an action stands, finish it, or give it a later date; answers with its new version.

    Also after the meeting has closed. Refuses: neither its lead (nor owing the report in the lead's place) nor running
    the forum; changed since seen; finished already; no words (ROR-4); a date gone by.
    """
    action = _locked(action_ref, actor, now)
    meeting = action.meeting
    owes = owed_by(actor.staff_id).filter(action=action.pk).exists()
    refuse_if(why_not_update_action(actor, meeting.forum.slug, lead_id=action.lead_id, owes=owes))
    if action.version != seen:
        raise Stale
    terms = said(meeting)
    clause = terms.actions.clause if terms.actions else None
    refuse_if(
        why_not_update(
            action.state, text=text, finished=finished, due_on=due_on, today=london_day(now), clause=clause
        )
    )
    _store(action, text, actor, now, finished=finished, due_on=due_on)
    touch(meeting)
    reconcile_meeting(meeting, now=now)
    about(clause=clause, state=action.state, due=action.due_at.isoformat())
    return action.version


@audited("action.cancelled")
def cancel_action(*, action_ref: str, seen: int, why: str, actor: Viewer, now: datetime) -> None:
    """Say that an action is no longer to be done, and why; nothing is owed for it from then on.

    Also after the meeting has closed. Refuses: no such action for the actor; not theirs to run; changed since seen;
    finished or cancelled already; no reason.
    """
    action = _locked(action_ref, actor, now)
    meeting = action.meeting
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_cancel_action(action.state, why=why))
    if action.version != seen:
        raise Stale
    action.state, action.ended_at, action.version = Action.State.CANCELLED, now, action.version + 1
    action.save(update_fields=["state", "ended_at", "version"])
    ActionUpdate.objects.create(
        action=action, text=why.strip(), state=action.state, by_id=actor.staff_id, at=now
    )
    touch(meeting)
    reconcile_meeting(meeting, now=now)


def _locked(action_ref: str, actor: Viewer, now: datetime) -> Action:
    """The action, under the lock of the meeting that asked for it; none where the child's record is closed to the actor."""
    meeting_id = Action.objects.filter(ref=action_ref).values_list("meeting_id", flat=True).first()
    if meeting_id is None:
        raise NotFound("action")
    meeting = lock_meeting(meeting_id)
    action = Action.objects.get(ref=action_ref)
    if hidden_from(actor, action.subject_id, now=now):
        raise NotFound("action")
    action.meeting = meeting
    about(subject=action.subject_id, meeting=meeting.pk, action=action.ref)
    return action


def _store(
    action: Action, text: str, actor: Viewer, now: datetime, *, finished: bool, due_on: date | None
) -> None:
    moved = due_on if due_on and due_on != action.due_on else None
    was_due = action.due_at if moved else None
    if moved:
        action.due_on, action.due_at = moved, end_of_day(moved)
    if finished:
        action.state, action.ended_at = Action.State.DONE, now
    action.version += 1
    action.save(update_fields=["due_on", "due_at", "state", "ended_at", "version"])
    ActionUpdate.objects.create(
        action=action,
        text=text.strip(),
        state=action.state,
        due_on=moved,
        was_due_at=was_due,
        by_id=actor.staff_id,
        at=now,
    )


def _place(
    meeting_id: int, item_ref: str | None, actor: Viewer, now: datetime
) -> tuple[Meeting, AgendaItem | None]:
    if item_ref is None:
        meeting = lock_meeting(meeting_id)
        about(meeting=meeting.pk)
        return meeting, None
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    if meeting.pk != meeting_id:
        raise NotFound("agenda item")
    return meeting, item


def _default_due(meeting: Meeting, now: datetime) -> datetime:
    """When the terms say an action is due that is agreed now, and was given no day."""
    terms = said(meeting)
    occasion = occasion_of(meeting)
    acts: dict[Act, datetime] = {**occasion.acts, "action-agreed": now}
    occasion = replace(occasion, acts=acts)
    worked_out = work_out(terms.actions.due, occasion, working_calendar()) if terms.actions else None
    if worked_out is None:
        raise Refused(
            "No later meeting is planned, so there is no day to report by.",
            remedy="Enter the day the action is due.",
            clause=terms.actions.clause if terms.actions else None,
            field="due_on",
        )
    return worked_out.due
