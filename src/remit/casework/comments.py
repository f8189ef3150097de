"""Commenting on a case outside the discussion: one comment a member, child and meeting, a new version for each change."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.items import lock_item, said
from remit.records.comments import Comment
from remit.records.duty_facts import acts_of
from remit.records.meetings import Meeting
from remit.records.visibility import seated
from remit.rules.comments import why_not_comment, why_not_take_comments, why_not_that_comment
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.text import written_plainly
from remit.rules.viewers import Viewer


@audited("comment.written")
def write_comment(*, item_ref: str, text: str, seen: int, actor: Viewer, now: datetime) -> int:
    """Write one's own comment on a case, change it, or take it back with no words; answers with its version.

    `seen` is the version of one's own comment that was on the page, 0 where there was none.
    Refuses: no such case for the actor; not one of those the terms let comment (ROR-17); before or after the time for it;
    too long; changed since seen.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    section, happened = said(meeting).section(item.section), acts_of(meeting)
    if not item.is_case or section.comments is None:
        raise NotFound("case")
    allowed = section.comments
    present = seated().filter(meeting=meeting, staff=actor.staff_id).exists()
    refuse_if(why_not_comment(actor, meeting.forum.slug, allowed, said(meeting), present=present))
    refuse_if(why_not_take_comments(section, meeting.state, happened=happened))
    written = written_plainly(text)
    refuse_if(why_not_that_comment(written))
    mine = Comment.objects.filter(
        meeting=meeting, subject=item.subject_id, by=actor.staff_id, superseded_at__isnull=True
    ).first()
    about(clause=allowed.clause)
    if (mine.version if mine else 0) != seen:
        raise Stale
    if (mine.text if mine else "") == written:
        about(unchanged=True)
        return seen
    if mine is not None:
        mine.superseded_at = now
        mine.save(update_fields=["superseded_at"])
    Comment.objects.create(
        meeting=meeting,
        subject_id=item.subject_id,
        text=written,
        version=seen + 1,
        by_id=actor.staff_id,
        at=now,
    )
    # Before the meeting is open nothing that is being prepared depends on a comment.
    if meeting.state == Meeting.State.OPEN:
        touch(meeting)
    about(version=seen + 1, taken_back=not written)
    return seen + 1
