"""How a case is left: its outcome with all that it requires, or put off to the next meeting."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import lock_item, said
from remit.casework.returning import stand_again, take_back
from remit.records.answers import Answer, Decision
from remit.records.meetings import AgendaItem, Meeting
from remit.records.sittings import next_sitting
from remit.rules.meeting_gates import why_not_defer, why_not_in_room, why_not_record_outcome
from remit.rules.outcomes import Stale, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.preparing import why_not_reason
from remit.rules.room import asked_here, why_not_undecided
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms, Outcome


@audited("outcome.recorded")
def record_outcome(
    *, item_ref: str, outcome: str, seen: int, actor: Viewer, now: datetime, why: str = ""
) -> int:
    """Record how a case is left, or change it while the meeting is open; answers with the decision's version.

    `seen` is the version the actor saw, 0 where there was none. A case whose outcome returns stands on the next
    agenda, and no longer where that outcome is changed.
    Refuses: not theirs to run; the meeting is not open; changed since seen; no such outcome; what it requires is not
    answered, or no reason where it asks for one (ROR-2).
    """
    meeting, item = lock_item(item_ref)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_in_room(meeting.state))
    current = _current(item)
    if (current.version if current else 0) != seen:
        raise Stale
    refuse_if(why_not_reason(why, asked=False))
    terms, rating = said(meeting), item.snapshot.risk if item.snapshot else ""
    answered = _answered(item) & {
        question.id for question in asked_here(terms, item.section, outcome=outcome, rating=rating)
    }
    refuse_if(why_not_record_outcome(terms, outcome, answered=answered, why=why))
    refuse_if(why_not_undecided(terms, item.section, outcome, rating=rating, answered=answered))
    return _settle(meeting, item, terms.outcome(outcome), current, actor, now, why=why)


@audited("item.deferred")
def defer_item(*, item_ref: str, why: str, actor: Viewer, now: datetime, seen: int | None = None) -> None:
    """Put an item off to the forum's next meeting, where it stands on the agenda by itself.

    In the room this is the outcome of the terms that says so; before it, the item just moves on. `seen` is the
    meeting's revision, where the page shows the whole agenda.
    Refuses: not theirs to run; changed since seen; the meeting is closed; settled already; no later meeting; no reason.
    """
    meeting, item = lock_item(item_ref, seen=seen)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    following = next_sitting(meeting)
    refuse_if(
        why_not_defer(
            meeting.state, item_state=item.state, next_meeting=following.date if following else None, why=why
        )
    )
    refuse_if(why_not_reason(why))
    putting_off = _putting_off(said(meeting))
    if meeting.state == Meeting.State.OPEN and item.entry_id and putting_off:
        _settle(meeting, item, putting_off, _current(item), actor, now, why=why)
        return
    item.state, item.left_why = AgendaItem.State.DEFERRED, " ".join(why.split())
    stand_again(meeting, item, actor, now)
    item.save(update_fields=["state", "left_why", "deferred_to"])
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
        take_back(item, since=current.at, now=now)
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    version = current.version + 1 if current else 1
    reason = " ".join(why.split()) if outcome.asks_why else ""
    Decision.objects.create(
        item=item, outcome=outcome.id, why=reason, version=version, by_id=actor.staff_id, at=now
    )
    item.state = AgendaItem.State.DISCUSSED if outcome.heard else AgendaItem.State.DEFERRED
    item.left_why = reason if not outcome.heard else ""
    item.deferred_to = None
    if outcome.returns:
        stand_again(meeting, item, actor, now)
    item.save(update_fields=["state", "left_why", "deferred_to"])
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


def _putting_off(terms: ForumTerms) -> Outcome | None:
    """The outcome that leaves a case for the next meeting without its having been heard."""
    return next((outcome for outcome in terms.outcomes if outcome.returns and not outcome.heard), None)
