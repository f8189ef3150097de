"""What was found wrong in approved minutes: once corrected, once waiting for the chair; and the minutes agreed at the next."""

from __future__ import annotations

from datetime import datetime, timedelta

from remit.casework.agreeing import agree_minutes
from remit.casework.corrections import approve_corrections, note_correction, propose_correction
from remit.commands.seeding import words
from remit.records.answers import Answer, ReleasedWording
from remit.records.corrections import MinutesCorrection
from remit.records.meetings import Meeting
from remit.records.sittings import previous_sitting
from remit.records.visibility import hidden_from
from remit.rules.viewers import Viewer

CORRECTED, WAITING = 1, 2
"""The weeks whose minutes were corrected, and of which a correction waits."""


def correct(meeting: Meeting, number: int, *, coordinator: Viewer, chair: Viewer, at: datetime) -> None:
    """The coordinator proposes what was left out; of the first of these weeks the chair approves it two hours later."""
    if number not in (CORRECTED, WAITING):
        return
    found = _discussion(meeting, coordinator, at)
    if found is not None:
        propose_correction(
            item_ref=found.response.item.ref,
            key=found.question,
            text=f"{found.value} {words.LEFT_OUT}",
            seen=found.version,
            why=words.WHY_CORRECTED,
            actor=coordinator,
            now=at,
        )
    if number == CORRECTED:
        note_correction(
            meeting_id=meeting.pk,
            text=words.CORRECTED_NOTE,
            why=words.WHY_CORRECTED,
            actor=coordinator,
            now=at + timedelta(minutes=3),
        )
        meeting.refresh_from_db()
        approve_corrections(
            meeting_id=meeting.pk, seen=meeting.revision, actor=chair, now=at + timedelta(hours=2)
        )


def agree_the_last(meeting: Meeting, chair: Viewer, at: datetime) -> None:
    """The meeting agrees the minutes of the one before, but where a correction of them waits."""
    last = previous_sitting(meeting)
    if last is None or last.minutes_approved_at is None:
        return
    if not last.corrections.filter(state=MinutesCorrection.State.WAITING).exists():
        version = 1 + last.minutes_versions.count()
        agree_minutes(meeting_id=meeting.pk, version=version, actor=chair, now=at)


def _discussion(meeting: Meeting, coordinator: Viewer, at: datetime) -> Answer | None:
    """What was said about a case, where it names nobody else."""
    rows = Answer.objects.filter(
        response__item__meeting=meeting, question="discussion", superseded_at__isnull=True
    ).exclude(response__item__in=ReleasedWording.objects.filter(question="discussion").values("item"))
    for row in rows.exclude(value="").select_related("response__item").order_by("pk"):
        if not hidden_from(coordinator, row.response.subject_id, now=at):
            return row
    return None
