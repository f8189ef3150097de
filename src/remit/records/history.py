"""Meetings held before Remit, as a workbook told of them: shown with their source, and nothing is owed because of them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import QuerySet

from remit.records.children import Subject
from remit.records.forums import Forum
from remit.records.periods import KNOWN_NOW, ref_field
from remit.records.placements_list import Import
from remit.records.prepared import Given, prepared


class PastMeeting(models.Model):
    """One sitting before Remit, in one of the versions it was loaded in. It is no meeting of the calendar and has no duties."""

    ref = ref_field()
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="past_meetings")
    date = models.DateField()
    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="past_meetings")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "date"], condition=KNOWN_NOW, name="one_known_past_meeting_a_day"
            )
        ]


class PastDiscussion(models.Model):
    """What the workbook said of one child."""

    meeting = models.ForeignKey(PastMeeting, on_delete=models.PROTECT, related_name="discussions")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="past_discussions")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=100, blank=True)
    """What the sheet was called that it stood on; empty where only actions are about the child."""
    own_sheet = models.BooleanField(default=False)
    risk = models.CharField(max_length=60, blank=True)
    team = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=500, blank=True)
    lines: models.JSONField[object, object] = models.JSONField(default=list)
    """What was written, as [[label, text], ...]: kept and shown, never searched."""
    actions: models.JSONField[object, object] = models.JSONField(default=list)
    """Actions about the child in words, [[what, said of it], ...]: nobody here is held to them."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "subject"], name="one_past_discussion_a_child")
        ]


@prepared
def past_of() -> QuerySet[Any, Any]:
    """What is known of a child's discussions before Remit, the latest first."""
    known = PastDiscussion.objects.filter(subject=Given("person"), meeting__superseded_at__isnull=True)
    return known.select_related("meeting__forum", "meeting__imported__by").order_by("-meeting__date", "pk")
