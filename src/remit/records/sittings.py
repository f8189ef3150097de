"""Which sitting of a forum comes before or after another?"""

from __future__ import annotations

from datetime import date, timedelta

from remit.records.meetings import Meeting

NEIGHBOURS = timedelta(days=100)
"""Duties of meetings so long before may be counted from one that is planned, moved or cancelled."""


def next_sitting(meeting: Meeting) -> Meeting | None:
    """The forum's next meeting that is still to be held; None where none is planned."""
    return (
        Meeting.objects.filter(forum=meeting.forum_id, starts_at__gt=meeting.starts_at)
        .exclude(state__in=(Meeting.State.CANCELLED, Meeting.State.CLOSED))
        .order_by("starts_at", "pk")
        .first()
    )


def previous_sitting(meeting: Meeting) -> Meeting | None:
    """The forum's last meeting before this one that was held, with forum and terms."""
    return (
        Meeting.objects.filter(
            forum=meeting.forum_id, starts_at__lt=meeting.starts_at, opened_at__isnull=False
        )
        .select_related("forum", "terms", "minutes_approved_by")
        .defer("terms__document")
        .order_by("-starts_at", "-pk")
        .first()
    )


def around(forum_id: int, *days: date) -> list[int]:
    """The keys of the forum's meetings whose duties may be counted from one on these days."""
    near = Meeting.objects.filter(forum=forum_id, date__gte=min(days) - NEIGHBOURS)
    return list(near.order_by("pk").values_list("pk", flat=True))
