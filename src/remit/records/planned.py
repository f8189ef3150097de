"""When does a forum sit, as planned and changed since?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from remit.records.meetings import Meeting
from remit.rules.deadlines import MeetingTime
from remit.rules.text import shown_date


@dataclass(frozen=True, slots=True)
class PlannedSitting:
    """A meeting that takes place, and what is to be said of its day: moved from another, or extraordinary."""

    held_on: MeetingTime
    said: str = ""


def planned_sittings(forum: str, since: date, until: date) -> tuple[PlannedSitting, ...]:
    """The forum's meetings between two days, both included, in order; cancelled ones are left out."""
    rows = Meeting.objects.filter(forum__slug=forum, date__gte=since, date__lte=until)
    kept = rows.exclude(state=Meeting.State.CANCELLED).order_by("starts_at", "pk")
    return tuple(
        PlannedSitting(MeetingTime(row.date, row.starts_at, row.ends_at), _said(row))
        for row in kept.only("date", "nominal_date", "starts_at", "ends_at", "extraordinary")
    )


def planned_until(forum: str) -> date | None:
    """The last nominal date there is a meeting for, cancelled ones too; beyond it nothing is planned yet."""
    found = Meeting.objects.filter(forum__slug=forum).aggregate(last=Max("nominal_date"))
    last: date | None = found["last"]
    return last


def _said(meeting: Meeting) -> str:
    if meeting.extraordinary:
        return "An extraordinary meeting."
    if meeting.date != meeting.nominal_date:
        return f"Moved from {shown_date(meeting.nominal_date)}."
    return ""
