"""Agreeing, at a meeting, the minutes of the meeting before."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.items import said
from remit.casework.locks import lock_meetings
from remit.records.corrections import MinutesAgreed, MinutesCorrection, MinutesVersion
from remit.records.meetings import Meeting
from remit.records.sittings import previous_sitting
from remit.rules.corrections import why_not_agree
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.permissions import why_not_run
from remit.rules.viewers import Viewer


@audited("minutes.agreed")
def agree_minutes(*, meeting_id: int, version: int, actor: Viewer, now: datetime) -> None:
    """Note that this meeting agreed the minutes of the one before, in the version that was read.

    Refuses: terms without it, or no meeting before; not theirs to run; this meeting not open; the minutes a draft, or a
    correction of them waiting; agreed already; corrected since read.
    """
    here = Meeting.objects.filter(pk=meeting_id).first()
    before = previous_sitting(here) if here is not None else None
    if before is None:
        raise NotFound("minutes")
    rows = lock_meetings([meeting_id, before.pk])
    meeting, last = rows[meeting_id], rows[before.pk]
    about(meeting=meeting.pk)
    refuse_if(why_not_run(actor, meeting.forum.slug))
    if not said(meeting).minutes.agreed_at_next:
        raise NotFound("minutes")
    waiting = MinutesCorrection.objects.filter(meeting=last, state=MinutesCorrection.State.WAITING)
    refuse_if(
        why_not_agree(
            is_open=meeting.state == Meeting.State.OPEN,
            approved=last.minutes_approved_at is not None,
            waiting=waiting.count(),
            agreed=MinutesAgreed.objects.filter(meeting=meeting).exists(),
        )
    )
    newest = MinutesVersion.objects.filter(meeting=last).order_by("number").last()
    if (newest.number if newest else 1) != version:
        raise Stale
    MinutesAgreed.objects.create(meeting=meeting, last=last, version=version, by_id=actor.staff_id, at=now)
    touch(meeting)
    about(clause=said(meeting).minutes.clause, last=last.pk, version=version)
