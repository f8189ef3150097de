"""Corrections of approved minutes: what is proposed, what became of it, and which version of the minutes it made."""

from __future__ import annotations

from django.db import models

from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from remit.records.periods import ref_field


class MinutesVersion(models.Model):
    """A version of a meeting's minutes after the first, which is the one that was approved."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes_versions")
    number = models.PositiveSmallIntegerField()
    """From 2 on."""
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_minutes_version_a_number")
        ]


class MinutesCorrection(models.Model):
    """A correction of one text or outcome of approved minutes, or one in words of its own, with its reason."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting for approval"
        APPROVED = "approved", "approved"
        TURNED_DOWN = "turned-down", "turned down"

    OUTCOME, NOTE = "outcome", "note"
    """Stand for the question where the outcome is corrected, or where it is about no text."""

    ref = ref_field()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="corrections")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    """None for a note about the minutes as a whole."""
    key = models.CharField(max_length=60)
    """The question's id, or one of the words above."""
    seen = models.PositiveIntegerField()
    """The version of the answer, or of the decision, that it corrects; 0 where nothing was written."""
    was = models.TextField(blank=True)
    text = models.TextField(blank=True)
    """Of an outcome its id, as of `was`."""
    reason_was = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why the outcome is so, where it asks for a reason."""
    wording = models.TextField(null=True, blank=True)
    """The wording for the child's extract, where the text may name another child."""
    why = models.CharField(max_length=500)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    settled_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.CharField(max_length=500, blank=True)
    """Why it was turned down, or taken back."""
    version = models.ForeignKey(
        MinutesVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    """The version it is part of, once approved."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "key"],
                condition=models.Q(state="waiting", item__isnull=False),
                name="one_correction_waits_a_text",
            )
        ]


class MinutesAgreed(models.Model):
    """A meeting agreed the minutes of the one before: in which version, and when."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="agreed_minutes")
    last = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes_agreed_at")
    version = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
