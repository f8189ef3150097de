"""Making minutes final: wording released for a child's extract, and the chair's approval."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.issuing import issue_minutes
from remit.casework.items import lock_item, said
from remit.casework.letters import send_at_once
from remit.casework.locks import lock_children_of, lock_meeting
from remit.casework.trajectories import begin_trajectories
from remit.documents.names import Mention, NamedChild, index_of, mentions
from remit.records.answers import ReleasedWording
from remit.records.item_texts import ItemText, texts_of
from remit.records.known_children import children_known
from remit.records.lengths import why_not_fitting
from remit.records.meetings import AgendaItem, Meeting
from remit.records.register import write_register
from remit.records.visibility import hidden_from
from remit.rules.meeting_gates import why_not_approve_minutes
from remit.rules.minutes import why_not_issue_texts, why_not_leave_out, why_not_release
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.permissions import why_not_act_as, why_not_run
from remit.rules.viewers import Viewer


@audited("wording.released")
def release_wording(
    *, item_ref: str, key: str, wording: str, seen: int, actor: Viewer, now: datetime
) -> None:
    """Release the wording in which a text enters the child's extract: as it is, changed, or left out (empty).

    `key` is the question's id, or that of another text of the item; `seen` the version of the text that was read.
    Refuses: not theirs to run; not closed yet, or the minutes approved; no such text; written anew since seen; the
    wording still names another child in full or by number.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    refuse_if(why_not_approve_minutes(meeting.state, approved=meeting.minutes_approved_at is not None))
    text = next((text for text in texts_of(meeting)[item.pk] if text.key == key), None)
    if text is None:
        raise NotFound("text")
    if text.version != seen:
        raise Stale
    wording = wording.replace("\r\n", "\n").strip()
    refuse_if(why_not_fitting(ReleasedWording, wording=wording))
    refuse_if(why_not_release([each.written for each in named_in(meeting, wording, item) if each.certain]))
    ReleasedWording.objects.filter(item=item, question=key, superseded_at__isnull=True).update(
        superseded_at=now
    )
    ReleasedWording.objects.create(
        item=item, question=key, answer_version=seen, wording=wording, by_id=actor.staff_id, at=now
    )
    touch(meeting)
    about(key=key, version=seen, changed=wording != text.text)


@audited("minutes.approved")
def approve_minutes(
    *, meeting_id: int, seen: int, leave_out: bool = False, actor: Viewer, now: datetime
) -> None:
    """Approve the minutes of a closed meeting: from now on minutes and extracts can be handed out, and go to whom the terms name.

    `leave_out`: texts about a record closed to the actor that wait for a wording stay out of that child's extract; the
    actor learns nothing of them. Refuses: not of the role that approves (the chair); not closed; approved already;
    changed since seen; a text that names another child and whose wording nobody released.
    """
    lock_children_of(meeting_id)  # of whom trajectories begin, while somebody may change one by hand
    meeting = lock_meeting(meeting_id)
    about(meeting=meeting.pk)
    minutes = said(meeting).minutes
    refuse_if(why_not_act_as(actor, meeting.forum.slug, minutes.approved_by, clause=minutes.clause))
    refuse_if(why_not_approve_minutes(meeting.state, approved=meeting.minutes_approved_at is not None))
    if meeting.revision != seen:
        raise Stale
    closed, waiting = _open_texts(meeting, actor, now)
    refuse_if(why_not_issue_texts([text.name for text in waiting]))
    refuse_if(None if leave_out else why_not_leave_out(len(closed)))
    _leave_out(closed, actor, now)
    meeting.minutes_approved_at, meeting.minutes_approved_by_id = now, actor.staff_id
    register = said(meeting).register_
    written = write_register(meeting) if register and register.written_by == "minutes-approved" else 0
    send_at_once(meeting, "minutes-approved", actor=actor, now=now)
    issued = issue_minutes(meeting, actor=actor, now=now)
    begun = begin_trajectories(meeting, actor=actor, now=now)
    touch(meeting, "minutes_approved_at", "minutes_approved_by")
    reconcile_meeting(meeting, now=now)
    about(clause=minutes.clause, register=written, left_out=len(closed), trajectories=begun, issued=issued)


def _open_texts(meeting: Meeting, actor: Viewer, now: datetime) -> tuple[list[ItemText], list[ItemText]]:
    """The texts that seem to name another child, and whose wording nobody released: of records closed to the actor, and of others."""
    items = dict(AgendaItem.objects.filter(meeting=meeting, title="").values_list("pk", "subject_id"))
    texts = texts_of(meeting)
    index = index_of(_children(set(items.values())))
    closed: list[ItemText] = []
    others: list[ItemText] = []
    for item, subject in items.items():
        waiting = [
            text for text in texts[item] if text.released is None and mentions(text.text, index, of=[subject])
        ]
        if waiting:
            (closed if hidden_from(actor, subject, now=now) else others).extend(waiting)
    return closed, others


def _leave_out(texts: list[ItemText], actor: Viewer, now: datetime) -> None:
    """Release these texts with no words, so that they stay out of the extract."""
    for text in texts:
        same = ReleasedWording.objects.filter(item=text.item, question=text.key, superseded_at__isnull=True)
        same.update(superseded_at=now)
        ReleasedWording.objects.create(
            item_id=text.item,
            question=text.key,
            answer_version=text.version,
            wording="",
            by_id=actor.staff_id,
            at=now,
        )


def named_in(meeting: Meeting, words: str, item: AgendaItem | None = None) -> tuple[Mention, ...]:
    """Which children these words may name, but for that of the case they are about."""
    subjects = AgendaItem.objects.filter(meeting=meeting, title="").values_list("subject_id", flat=True)
    about_whom = [item.subject_id] if item is not None else []
    return mentions(words, index_of(_children(set(subjects))), of=about_whom)


def _children(near: set[int]) -> list[NamedChild]:
    return [
        NamedChild(child.subject, child.given_name, child.family_name, child.ids, child.near)
        for child in children_known(near=near)
    ]
