"""Closing a meeting: what is unfinished is settled or waived, attendance and outcomes freeze, the register is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile, reconcile_meeting
from remit.casework.issuing import send_draft
from remit.casework.items import said
from remit.casework.letters import send_at_once
from remit.casework.locks import lock_around, lock_forum_of, lock_meeting
from remit.casework.planning import plan_ahead
from remit.casework.standing import carry_over
from remit.records.actions import Action
from remit.records.closing_facts import closing_facts
from remit.records.forums import Forum
from remit.records.meetings import Meeting, Waiver
from remit.records.register import write_register
from remit.records.returning import ComesBack, coming_back
from remit.records.sittings import next_sitting
from remit.rules.access import look_back_ends
from remit.rules.clock import london_day
from remit.rules.closing import unfinished, unsettled
from remit.rules.meeting_gates import why_not_close, why_not_in_room
from remit.rules.outcomes import Refused, Stale, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.reasons import why_not_that_long
from remit.rules.text import counted
from remit.rules.viewers import Viewer

__all__ = ["Closed", "ComesBack", "close_meeting", "waive", "waive_several"]


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing did."""

    register_lines: int
    back: tuple[ComesBack, ...] = ()
    """Where every case stands that was left to come back: put there now, when it was deferred, or before."""


@audited("unfinished.waived")
def waive(*, meeting_id: int, key: str, reason: str, actor: Viewer, now: datetime) -> None:
    """Let the meeting close without one unfinished thing, with the reason. `key` is the one `rules.closing` gives it.

    Refuses: not theirs to run; the meeting is not open; it is not unfinished (any more); waived already; no reason.
    """
    meeting = _locked(meeting_id, actor)
    refuse_if(why_not_in_room(meeting.state))
    found = next((one for one in unfinished(closing_facts(meeting)) if one.key == key), None)
    if found is None:
        raise Refused("This is settled by now.", remedy="Look at what is still unfinished.")
    if not reason.strip():
        raise Refused(
            "Enter why the meeting closes without this.",
            remedy="A few words will do.",
            clause=found.clause,
            field="reason",
        )
    refuse_if(why_not_that_long(reason, field="reason"))
    _, made = Waiver.objects.get_or_create(
        meeting=meeting, what=key, defaults={"reason": reason.strip(), "by_id": actor.staff_id, "at": now}
    )
    if not made:
        raise Refused("This is waived already.", remedy="Go on to the next.")
    touch(meeting)
    about(clause=found.clause, key=key)


@transaction.atomic
def waive_several(
    *, meeting_id: int, keys: Collection[str], reason: str, actor: Viewer, now: datetime
) -> int:
    """Waive these unfinished things for one reason, as `waive` does each; all or none. Answers with how many.

    Refuses: none named; no reason; what `waive` refuses.
    """
    if not keys:
        raise Refused(
            "Select what the meeting closes without.",
            remedy="Tick at least one thing in the list.",
            field="keys",
        )
    if not reason.strip():
        raise Refused(
            f"Enter why the meeting closes without the {counted(len(keys), 'thing')} you selected.",
            remedy="A few words will do.",
            field="reason",
        )
    for key in keys:
        waive(meeting_id=meeting_id, key=key, reason=reason, actor=actor, now=now)
    return len(keys)


@audited("meeting.closed")
def close_meeting(*, meeting_id: int, seen: int, actor: Viewer, now: datetime) -> Closed:
    """Close a meeting: attendance and outcomes freeze, the register is written (ROR-20), what returns stands on the next.

    Refuses: not theirs to run; not open, or closed by somebody else; changed since seen; something unfinished that is
    neither settled nor waived.
    """
    meeting = _locked_with_those_around(meeting_id, actor, now)
    refuse_if(why_not_in_room(meeting.state))
    if meeting.revision != seen:
        raise Stale
    facts = closing_facts(meeting)
    waived = set(Waiver.objects.filter(meeting=meeting).values_list("what", flat=True))
    refuse_if(why_not_close(meeting.state, unsettled=[one.what for one in unsettled(facts, waived)]))
    meeting.state, meeting.closed_at, meeting.current_item = Meeting.State.CLOSED, now, None
    if said(meeting).looking_back:
        meeting.members_until = look_back_ends(now, said(meeting))
    send_at_once(meeting, "meeting-closed", actor=actor, now=now)
    send_draft(meeting, actor=actor, now=now)
    touch(meeting, "state", "closed_at", "members_until", "current_item")
    written = _register(meeting)
    plan_ahead(forum=meeting.forum.slug, now=now)
    carried = _carry(meeting, actor, now)
    reconcile(meeting_ids={meeting.pk, *_asked_about(meeting.forum)}, now=now)
    register = said(meeting).register_
    about(clause=register.clause if register else None, register=written, carried=carried)
    return Closed(written, coming_back(meeting))


def _register(meeting: Meeting) -> int:
    register = said(meeting).register_
    return write_register(meeting) if register and register.written_by == "meeting-closed" else 0


def _carry(meeting: Meeting, actor: Viewer, now: datetime) -> int:
    """What returns stands on the next agenda, which is locked already unless it was only now planned."""
    following = next_sitting(meeting)
    if following is None:
        return 0
    following = lock_meeting(following.pk)
    carried = carry_over(following, actor, now)
    if carried:
        touch(following)
        reconcile_meeting(following, now=now)
    return carried


def _locked_with_those_around(meeting_id: int, actor: Viewer, now: datetime) -> Meeting:
    """The meeting, and those whose duties change with it: closing plans ahead, and fills the next agenda."""
    forum = lock_forum_of(meeting_id)
    day = Meeting.objects.values_list("date", flat=True).get(pk=meeting_id)
    return _to_run(lock_around(forum, day, london_day(now), also=_asked_about(forum))[meeting_id], actor)


def _asked_about(forum: Forum) -> list[int]:
    """The meetings that asked for what is still open: once the forum has met, their duties are others."""
    still_open = Action.objects.filter(meeting__forum=forum, state=Action.State.OPEN)
    return sorted(set(still_open.values_list("meeting_id", flat=True)))


def _locked(meeting_id: int, actor: Viewer) -> Meeting:
    return _to_run(lock_meeting(meeting_id), actor)


def _to_run(meeting: Meeting, actor: Viewer) -> Meeting:
    about(meeting=meeting.pk)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    return meeting
