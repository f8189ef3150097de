"""What a forum told others of its work: the narrative in its versions, and the figures as they were when it was shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import models
from django.db.models import Q, QuerySet

from remit.records.forums import Forum
from remit.records.meetings import Meeting
from remit.records.people import Staff
from remit.records.periods import KNOWN_NOW
from remit.rules.calendar import month_later


class ReportText(models.Model):
    """A part of a report's narrative, in one of its versions; an empty one was taken back."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="report_texts")
    report = models.CharField(max_length=60)
    """Id of a report in the forum's terms."""
    occasion = models.CharField(max_length=10)
    """The nominal date of the meeting it is shared at (2026-10-29), or the month it ends with (2026-10)."""
    part = models.CharField(max_length=60)
    text = models.CharField(max_length=5000, blank=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "report", "occasion", "part", "version"], name="one_report_text_a_version"
            ),
            models.UniqueConstraint(
                fields=["forum", "report", "occasion", "part"],
                condition=KNOWN_NOW,
                name="one_known_report_text",
            ),
        ]


class SharedReport(models.Model):
    """A report was shared: by whom, and with which figures and words. Shared again, it is another row."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="shared_reports")
    report = models.CharField(max_length=60)
    occasion = models.CharField(max_length=10)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="shared_reports")
    """The meeting with which it stands: for a month, the first that was planned in it."""
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    document: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    """What was shared, whole."""

    class Meta:
        indexes = [models.Index(fields=["meeting", "report"], name="shared_with_a_meeting")]


def texts_as_they_stand(forum: int, report: str, occasion: str) -> dict[str, ReportText]:
    """The narrative as it stands, by its parts."""
    rows = texts_of_report(forum, report, occasion).filter(superseded_at__isnull=True)
    return {row.part: row for row in rows}


def texts_of_report(forum: int, report: str, occasion: str) -> QuerySet[ReportText, ReportText]:
    """Every version of every part, the latest first."""
    rows = ReportText.objects.filter(forum=forum, report=report, occasion=occasion)
    return rows.select_related("by").order_by("part", "-version")


def shared_for(meetings: Iterable[Meeting]) -> Mapping[int, Mapping[str, datetime]]:
    """When each report that stands with these meetings was first shared, by meeting and report."""
    keys = [meeting.pk for meeting in meetings]
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    if keys:
        rows = SharedReport.objects.filter(meeting__in=keys).order_by("at", "pk")
        for meeting, report, at in rows.values_list("meeting_id", "report", "at"):
            found[meeting].setdefault(report, at)
    return found


def months_standing_with(meetings: Collection[Meeting]) -> Mapping[int, date]:
    """Which of these meetings what is owed for a whole month stands with: the first that was planned in it.

    A meeting keeps its nominal date and its key whatever becomes of it, so this never changes.
    """
    if not meetings:
        return {}
    days = [meeting.nominal_date for meeting in meetings]
    within = Q(
        nominal_date__gte=min(days).replace(day=1), nominal_date__lt=month_later(max(days).replace(day=1), 1)
    )
    rows = Meeting.objects.filter(within, forum__in={meeting.forum_id for meeting in meetings})
    first: dict[tuple[int, date], int] = {}
    for key, forum, day in rows.order_by("pk").values_list("pk", "forum_id", "nominal_date"):
        first.setdefault((forum, day.replace(day=1)), key)
    stands = {key: month for (_, month), key in first.items()}
    return {meeting.pk: stands[meeting.pk] for meeting in meetings if meeting.pk in stands}


def meeting_of_month(forum: int, month: date) -> int | None:
    """The meeting with which what is owed for a month stands; None where none was planned in it."""
    within = Q(nominal_date__gte=month, nominal_date__lt=month_later(month, 1))
    rows = Meeting.objects.filter(within, forum=forum).order_by("pk")
    return rows.values_list("pk", flat=True).first()
