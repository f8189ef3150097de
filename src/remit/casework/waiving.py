"""Saying that something owed need not be done: an exception that the chair makes, with a reason, and that is counted."""

from __future__ import annotations

from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.locks import lock_meeting
from remit.records.duties import Duty
from remit.records.duty_steps import DutyWaiver
from remit.records.lengths import why_not_fitting
from remit.rules.duties import DutyState
from remit.rules.duty_changes import why_not_waive
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_chair
from remit.rules.viewers import Viewer


@audited("duty.waived")
def waive_duty(*, duty_ref: str, reason: str, actor: Viewer, now: datetime) -> None:
    """Say that a duty need not be done; it counts as waived from now on, and nobody is reminded of it any more.

    Refuses: not theirs to chair; done, missed, waived or void already; no reason, or one that is too long.
    """
    known = Duty.objects.filter(ref=duty_ref).first()
    if known is None or known.meeting_id is None:
        raise NotFound("duty")
    meeting = lock_meeting(known.meeting_id)
    duty = Duty.objects.get(pk=known.pk)
    about(meeting=meeting.pk, subject=duty.subject_id, clause=duty.clause, term=duty.term)
    refuse_if(why_not_chair(actor, meeting.forum.slug))
    reason = reason.strip()
    refuse_if(why_not_waive(DutyState(duty.state), reason, clause=duty.clause))
    refuse_if(why_not_fitting(DutyWaiver, reason=reason))
    DutyWaiver.objects.create(duty=duty, reason=reason, by_id=actor.staff_id, at=now)
    duty.state, duty.discharged_at, duty.evidence = Duty.State.WAIVED, now, "waived by the chair"
    duty.save(update_fields=["state", "discharged_at", "evidence"])
    touch(meeting)
