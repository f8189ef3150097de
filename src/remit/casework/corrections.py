"""Correcting approved minutes: proposed with a reason, approved by whoever approves the minutes, kept as a version."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.answers import Conflict, current_answer, question_of, write_answer
from remit.casework.issuing import issue_correction
from remit.casework.items import lock_item, said
from remit.casework.locks import lock_children_of, lock_meeting
from remit.casework.minutes import named_in
from remit.casework.trajectories import begin_trajectories
from remit.records.answers import Answer, Decision, ReleasedWording
from remit.records.corrections import MinutesCorrection, MinutesVersion
from remit.records.lengths import why_not_fitting
from remit.records.meetings import AgendaItem, Meeting, RegisterEntry
from remit.records.visibility import hidden_from
from remit.rules.answer_kinds import shown_answer, tidied
from remit.rules.corrections import (
    why_not_approve_none,
    why_not_changed,
    why_not_noted,
    why_not_propose,
    why_not_reasoned,
    why_not_settle,
    why_not_worded,
)
from remit.rules.meeting_gates import why_not_record_outcome
from remit.rules.minutes import why_not_release
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.permissions import why_not_act_as, why_not_run
from remit.rules.text import written_plainly
from remit.rules.viewers import Viewer

OUTCOME, NOTE = MinutesCorrection.OUTCOME, MinutesCorrection.NOTE
WAITING = MinutesCorrection.State.WAITING


@audited("correction.proposed")
def propose_correction(
    *,
    item_ref: str,
    key: str,
    text: str,
    seen: int,
    why: str,
    reason: str = "",
    wording: str | None = None,
    actor: Viewer,
    now: datetime,
) -> str:
    """Propose how a text, or the outcome, of approved minutes should read; answers with the correction's reference.

    `key` is the question's id, or "outcome": then `text` is the id of the outcome and `reason` its reason. `wording` is
    that for the child's extract. The approved version stands until the correction is approved.
    Refuses: not theirs to run; the minutes a draft; one waits already; nothing said, nothing changed, no reason; an
    outcome without what it requires; a text that may name another child without a wording. Raises `Conflict` with both
    texts, or `Stale`, where it was corrected meanwhile.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    waiting = MinutesCorrection.objects.filter(item=item, key=key, state=WAITING).exists()
    refuse_if(why_not_propose(approved=meeting.minutes_approved_at is not None, waiting=waiting))
    why = " ".join(why.split())
    refuse_if(why_not_reasoned(why) or why_not_fitting(MinutesCorrection, why=why, reason=reason))
    row = MinutesCorrection(
        meeting=meeting, item=item, key=key, seen=seen, why=why, by_id=actor.staff_id, at=now
    )
    if key == OUTCOME:
        clause = _propose_outcome(row, meeting, item, text, reason)
    else:
        clause = _propose_text(row, meeting, item, text, wording)
    row.save()
    touch(meeting)
    about(clause=clause, key=key, correction=row.ref)
    return row.ref


@audited("correction.noted")
def note_correction(*, meeting_id: int, text: str, why: str, actor: Viewer, now: datetime) -> str:
    """Propose a correction that is about no one text, such as who was there; it stands with the minutes as it is written.

    Refuses: not theirs to run; the minutes a draft; nothing said, or too much; no reason; a child is named in it.
    """
    meeting = lock_meeting(meeting_id)
    about(meeting=meeting.pk)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_propose(approved=meeting.minutes_approved_at is not None))
    text, why = written_plainly(text), " ".join(why.split())
    refuse_if(why_not_changed("", text, name="the correction") or why_not_reasoned(why))
    refuse_if(why_not_fitting(MinutesCorrection, why=why))
    refuse_if(why_not_noted(text, named=[each.written for each in named_in(meeting, text)]))
    row = MinutesCorrection.objects.create(
        meeting=meeting, key=NOTE, seen=0, text=text, why=why, by_id=actor.staff_id, at=now
    )
    touch(meeting)
    about(correction=row.ref)
    return row.ref


@audited("correction.turned_down")
def turn_down_correction(*, correction_ref: str, why: str, actor: Viewer, now: datetime) -> None:
    """Turn a correction down, as whoever approves the minutes; or take one's own back. The minutes stand as they are.

    Refuses: no such correction for the actor; neither their own nor theirs to approve; settled already; no reason.
    """
    meeting_id = (
        MinutesCorrection.objects.filter(ref=correction_ref).values_list("meeting", flat=True).first()
    )
    if meeting_id is None:
        raise NotFound("correction")
    meeting = lock_meeting(meeting_id)
    row = MinutesCorrection.objects.select_related("item").get(ref=correction_ref)
    if row.item is not None and hidden_from(actor, row.item.subject_id, now=now):
        raise NotFound("correction")
    about(meeting=meeting.pk, subject=row.item.subject_id if row.item else None, correction=row.ref)
    approver = said(meeting).minutes.approved_by
    if row.by_id != actor.staff_id or why_not_run(actor, meeting.forum.slug) is not None:
        refuse_if(why_not_act_as(actor, meeting.forum.slug, approver))
    refuse_if(why_not_settle(row.state))
    why = " ".join(why.split())
    refuse_if(why_not_reasoned(why) or why_not_fitting(MinutesCorrection, settled_why=why))
    row.state, row.settled_why = MinutesCorrection.State.TURNED_DOWN, why
    row.settled_by_id, row.settled_at = actor.staff_id, now
    row.save(update_fields=["state", "settled_why", "settled_by", "settled_at"])
    touch(meeting)


@audited("minutes.corrected")
def approve_corrections(*, meeting_id: int, seen: int, actor: Viewer, now: datetime) -> int:
    """Approve the corrections that wait, which makes the next version of the minutes; answers with its number.

    Those about a record closed to the actor wait on, for somebody who is named for it. What was decided or written
    before is kept; actions, the next agenda and a trajectory that was begun stay as they are.
    Refuses: not of the role that approves; changed since seen; none waits; an outcome lacks by now what it requires.
    """
    # A corrected outcome may begin a trajectory, while somebody changes one by hand.
    lock_children_of(meeting_id)
    meeting = lock_meeting(meeting_id)
    about(meeting=meeting.pk)
    minutes = said(meeting).minutes
    refuse_if(why_not_act_as(actor, meeting.forum.slug, minutes.approved_by, clause=minutes.clause))
    if meeting.revision != seen:
        raise Stale
    rows = _waiting(meeting, actor, now)
    refuse_if(why_not_approve_none(len(rows)))
    version = _next_version(meeting, actor, now)
    # Outcomes last: one may require a text that is corrected with it.
    for row in sorted(rows, key=lambda row: row.key == OUTCOME):
        _carry_out(row, meeting, actor, now)
    MinutesCorrection.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=MinutesCorrection.State.APPROVED, settled_by=actor.staff_id, settled_at=now, version=version
    )
    decided = {row.item_id for row in rows if row.key == OUTCOME and row.item_id and row.was != row.text}
    begun = begin_trajectories(meeting, of_items=decided, actor=actor, now=now)
    items = {row.item_id for row in rows if row.item_id}
    issued = issue_correction(meeting, version=version.number, items=items, actor=actor, now=now)
    touch(meeting)
    about(
        clause=minutes.clause,
        version=version.number,
        corrections=len(rows),
        trajectories=begun,
        issued=issued,
    )
    return version.number


def _waiting(meeting: Meeting, actor: Viewer, now: datetime) -> list[MinutesCorrection]:
    """The corrections that wait, but for those about a record closed to the actor."""
    rows = MinutesCorrection.objects.filter(meeting=meeting, state=WAITING).select_related("item__snapshot")
    return [
        row
        for row in rows.order_by("pk")
        if row.item is None or not hidden_from(actor, row.item.subject_id, now=now)
    ]


def _next_version(meeting: Meeting, actor: Viewer, now: datetime) -> MinutesVersion:
    """The version that corrections make; what was approved at first is the first."""
    last = MinutesVersion.objects.filter(meeting=meeting).order_by("number").last()
    return MinutesVersion.objects.create(
        meeting=meeting, number=last.number + 1 if last else 2, by_id=actor.staff_id, at=now
    )


def _propose_text(
    row: MinutesCorrection, meeting: Meeting, item: AgendaItem, text: str, wording: str | None
) -> str:
    _, asked = question_of(meeting, item, row.key)
    current = current_answer(item, row.key)
    written = tidied(asked, text)
    if (current.version if current else 0) != row.seen:
        if current is None:
            raise Stale
        raise Conflict(
            question=row.key,
            mine=shown_answer(asked.kind, written),
            theirs=shown_answer(asked.kind, current.value),
            version=current.version,
            by=current.by.name,
            at=current.at,
        )
    row.was, row.text = current.value if current else "", written
    refuse_if(why_not_changed(row.was, row.text, name=asked.name))
    refuse_if(why_not_worded([each.written for each in named_in(meeting, written, item)], wording=wording))
    if wording is not None:
        wording = written_plainly(wording)
        refuse_if(why_not_fitting(ReleasedWording, wording=wording))
        refuse_if(why_not_release([one.written for one in named_in(meeting, wording, item) if one.certain]))
        row.wording = wording
    return asked.clause


def _propose_outcome(
    row: MinutesCorrection, meeting: Meeting, item: AgendaItem, outcome: str, reason: str
) -> str:
    current = Decision.objects.filter(item=item, superseded_at__isnull=True).first()
    if (current.version if current else 0) != row.seen:
        raise Stale
    row.was, row.text = (current.outcome if current else ""), outcome
    row.reason_was, row.reason = (current.why if current else ""), " ".join(reason.split())
    answered = _answered(item) | {
        *MinutesCorrection.objects.filter(item=item, state=WAITING).values_list("key", flat=True)
    }
    refuse_if(why_not_record_outcome(said(meeting), outcome, answered=answered, why=row.reason))
    known = said(meeting).outcome(outcome)
    row.reason = row.reason if known.asks_why else ""
    if (row.was, row.reason_was) == (row.text, row.reason):
        refuse_if(why_not_changed(row.was, row.text, name="the outcome"))
    named = why_not_release([one.written for one in named_in(meeting, row.reason, item)])
    if named is not None:
        named.field = "reason"
    refuse_if(named)
    return known.clause


def _carry_out(row: MinutesCorrection, meeting: Meeting, actor: Viewer, now: datetime) -> None:
    """Let the record say what the correction says, as its next version."""
    if row.item is None:
        return
    if row.key == OUTCOME:
        _decide(row, meeting, row.item, actor, now)
        return
    form, _ = question_of(meeting, row.item, row.key)
    current = current_answer(row.item, row.key)
    if (current.version if current else 0) != row.seen:
        raise Stale
    source = f"correction:{row.ref}"
    saved = write_answer(meeting, row.item, form, row.key, row.text, current, actor, now, source=source)
    if row.wording is not None:
        _release(row.item, row.key, saved, row.wording, actor, now)


def _decide(row: MinutesCorrection, meeting: Meeting, item: AgendaItem, actor: Viewer, now: datetime) -> None:
    """A decision that supersedes, with its reason; the register's line says the same."""
    current = Decision.objects.filter(item=item, superseded_at__isnull=True).first()
    if (current.version if current else 0) != row.seen:
        raise Stale
    refuse_if(why_not_record_outcome(said(meeting), row.text, answered=_answered(item), why=row.reason))
    if current is not None:
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    Decision.objects.create(
        item=item,
        outcome=row.text,
        why=row.reason,
        version=current.version + 1 if current else 1,
        by_id=actor.staff_id,
        at=now,
    )
    heard = said(meeting).outcome(row.text).heard
    item.state = AgendaItem.State.DISCUSSED if heard else AgendaItem.State.DEFERRED
    item.save(update_fields=["state"])
    RegisterEntry.objects.filter(item=item).update(outcome=row.text)


def _release(item: AgendaItem, key: str, saved: Answer, wording: str, actor: Viewer, now: datetime) -> None:
    ReleasedWording.objects.filter(item=item, question=key, superseded_at__isnull=True).update(
        superseded_at=now
    )
    ReleasedWording.objects.create(
        item=item, question=key, answer_version=saved.version, wording=wording, by_id=actor.staff_id, at=now
    )


def _answered(item: AgendaItem) -> set[str]:
    known = Answer.objects.filter(response__item=item, superseded_at__isnull=True).exclude(value="")
    return set(known.values_list("question", flat=True))
