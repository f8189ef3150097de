"""What members wrote about a child for a meeting, each under their own name, outside what the meeting itself wrote down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import QuerySet

from remit.records.children import Subject
from remit.records.meetings import Meeting
from remit.records.people import Staff
from remit.records.periods import KNOWN_NOW
from remit.records.prepared import Given, prepared


class Comment(models.Model):
    """One member's comment on one child for one meeting, in one of its versions; an empty one was taken back.

    It belongs to the child and not to an item, so that it comes along when the case is chosen, or leaves and comes back.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="comments")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="comments")
    text = models.CharField(max_length=2000, blank=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "subject", "by", "version"], name="one_comment_a_version"
            ),
            models.UniqueConstraint(
                fields=["meeting", "subject", "by"], condition=KNOWN_NOW, name="one_known_comment"
            ),
        ]


def comments_at(meeting_id: int) -> Mapping[int, list[Comment]]:
    """The comments as they stand for a meeting, by child and by name, those taken back as empty ones; one query."""
    found: dict[int, list[Comment]] = defaultdict(list)
    for row in _standing(meeting=meeting_id):
        found[row.subject_id].append(row)
    return found


def comments_on(meeting_id: int, subject_id: int) -> list[Comment]:
    """The same of one child."""
    return list(_standing_on(meeting=meeting_id, subject=subject_id))


@prepared
def _standing() -> QuerySet[Any, Any]:
    return _known().filter(meeting=Given("meeting"))


@prepared
def _standing_on() -> QuerySet[Any, Any]:
    return _known().filter(meeting=Given("meeting"), subject=Given("subject"))


def _known() -> QuerySet[Any, Any]:
    known = Comment.objects.filter(superseded_at__isnull=True)
    return known.select_related("by").order_by("subject", "by__name", "pk")
