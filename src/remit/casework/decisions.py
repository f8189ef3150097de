"""How a case is left: its outcome with all that it requires. Putting it off is one of them."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import lock_item, said
from remit.casework.locks import lock_meeting
from remit.casework.quorate import refuse_unquorate
from remit.casework.slots import close_up
from remit.casework.standing import carry_over, says_no_longer_it_comes_back
from remit.records.answers import Answer, Decision
from remit.records.meetings import AgendaItem, Meeting
from remit.records.sittings import next_sitting
from remit.rules.endings import putting_off
from remit.rules.meeting_gates import why_not_in_room, why_not_record_outcome
from remit.rules.outcomes import Refused, Stale, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.reasons import why_not_that_long
from remit.rules.room import asked_here, why_not_defer, why_not_undecided
from remit.rules.viewers import Viewer
from remit.terms.model import Outcome


@audited("outcome.recorded")
def record_outcome(
    *, item_ref: str, outcome: str, seen: int, actor: Viewer, now: datetime, why: str = ""
) -> int:
    """Record how a case is left, or change it while the meeting is open; answers with the decision's version.

    `seen` is the version the actor saw, 0 where there was none. A case that is put off stands on the
    next agenda at once, and no longer where that is changed; one that was heard and returns joins it at closing.
    Refuses: not theirs to run; the meeting is not open; changed since seen; no such outcome; what it requires is not
    answered, or no reason where it asks for one (ROR-2); not quorate, where the terms stop that; put off with no later
    meeting planned.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now, with_next=True)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_in_room(meeting.state))
    current = _current(item)
    if (current.version if current else 0) != seen:
        raise Stale
    refuse_if(why_not_that_long(why))
    terms, rating = said(meeting), item.snapshot.risk if item.snapshot else ""
    answered = _answered(item) & {
        question.id for question in asked_here(terms, item.section, outcome=outcome, rating=rating)
    }
    refuse_if(why_not_record_outcome(terms, outcome, answered=answered, why=why))
    refuse_if(why_not_undecided(terms, item.section, outcome, rating=rating, answered=answered))
    if terms.outcome(outcome).heard:
        refuse_unquorate(meeting, now=now)
    return _settle(meeting, item, terms.outcome(outcome), current, actor, now, why=why)


@audited("item.deferred")
def defer_item(
    *,
    item_ref: str,
    why: str,
    actor: Viewer,
    now: datetime,
    seen: int | None = None,
    shift_later: bool = False,
) -> None:
    """Put an item off to the forum's next meeting, where it stands on the agenda at once; before or at the meeting.

    At the meeting a case is left with the outcome of the terms that says so. `seen` is the meeting's revision, where
    the page shows the whole agenda; with `shift_later` the items after it close the gap it leaves.
    Refuses: not theirs to run; changed since seen; the meeting is closed; settled already; no later meeting; no reason.
    """
    meeting, item = lock_item(item_ref, seen=seen, actor=actor, now=now, with_next=True)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    following = next_sitting(meeting)
    refuse_if(
        why_not_defer(
            meeting.state, item_state=item.state, next_meeting=following.date if following else None, why=why
        )
    )
    if shift_later:
        about(moved=close_up(meeting, item))
    outcome = putting_off(said(meeting))
    if meeting.state == Meeting.State.OPEN and item.is_case and outcome:
        _settle(meeting, item, outcome, _current(item), actor, now, why=why)
        return
    item.state, item.left_why = AgendaItem.State.DEFERRED, " ".join(why.split())
    item.settled_at = now if meeting.state == Meeting.State.OPEN else None
    item.save(update_fields=["state", "left_why", "settled_at"])
    _put_off(meeting, item, actor, now)
    if meeting.current_item_id == item.pk:
        meeting.current_item = None
    touch(meeting, "current_item")
    reconcile_meeting(meeting, now=now)


def _settle(
    meeting: Meeting,
    item: AgendaItem,
    outcome: Outcome,
    current: Decision | None,
    actor: Viewer,
    now: datetime,
    *,
    why: str,
) -> int:
    """Write the decision, and let the item stand on the next agenda, or no longer."""
    if current is not None:
        _take_back(item, current, now)
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    version = current.version + 1 if current else 1
    reason = " ".join(why.split()) if outcome.asks_why else ""
    Decision.objects.create(
        item=item, outcome=outcome.id, why=reason, version=version, by_id=actor.staff_id, at=now
    )
    item.state = AgendaItem.State.DISCUSSED if outcome.heard else AgendaItem.State.DEFERRED
    item.left_why = reason if not outcome.heard else ""
    item.deferred_to, item.settled_at = None, now
    if outcome.returns and not outcome.heard:
        _put_off(meeting, item, actor, now)
    item.save(update_fields=["state", "left_why", "deferred_to", "settled_at"])
    touch(meeting)
    reconcile_meeting(meeting, now=now)
    about(clause=outcome.clause, outcome=outcome.id, version=version)
    return version


def _current(item: AgendaItem) -> Decision | None:
    return Decision.objects.filter(item=item, superseded_at__isnull=True).first()


def _answered(item: AgendaItem) -> frozenset[str]:
    """Questions about this item that are answered in words."""
    known = Answer.objects.filter(response__item=item, superseded_at__isnull=True).exclude(value="")
    return frozenset(known.values_list("question", flat=True))


def _put_off(meeting: Meeting, item: AgendaItem, actor: Viewer, now: datetime) -> None:
    """Let the item stand on the next agenda at once. That meeting is locked already (`lock_with_next`).

    A case of the rest of a cohort comes back with the cohort, so nothing is put there for it.
    """
    if said(meeting).section(item.section).takes == "rest_of_cohort":
        return
    following = next_sitting(meeting)
    if following is None:
        raise Refused(
            "There is no next meeting to put the case off to.",
            remedy="Plan the forum's meetings further ahead.",
        )
    following = lock_meeting(following.pk)
    item.deferred_to = following
    item.save(update_fields=["state", "left_why", "deferred_to"])
    carry_over(following, actor, now)
    touch(following)
    reconcile_meeting(following, now=now)


def _take_back(item: AgendaItem, current: Decision, now: datetime) -> None:
    """Take off the next agenda what this decision had put there, unless it was settled there by now."""
    if item.deferred_to_id is None:
        return
    following = lock_meeting(item.deferred_to_id)
    there = AgendaItem.objects.filter(
        meeting=following, subject=item.subject_id, title="", state=AgendaItem.State.PLANNED
    )
    put_there = there.filter(added_at=current.at).first()
    if put_there is None:
        says_no_longer_it_comes_back(there, item.meeting.date)
        return
    put_there.state = AgendaItem.State.WITHDRAWN
    put_there.left_why = "The outcome of the meeting before was changed."
    put_there.save(update_fields=["state", "left_why"])
    touch(following)
    reconcile_meeting(following, now=now)
