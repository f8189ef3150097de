"""What was to be done, by whom, by when, and what has been said of it since."""

from __future__ import annotations

from django.db import models

from remit.records.children import Subject
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from remit.records.periods import ref_field


class Action(models.Model):
    """Something a meeting asked of somebody."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        DONE = "done", "done"
        CANCELLED = "cancelled", "cancelled"

    ref = ref_field()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    what = models.TextField()
    lead = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="actions")
    due_on = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    raised_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["lead", "due_at"], condition=models.Q(state="open"), name="open_actions_of_a_lead"
            ),
            models.Index(fields=["subject", "raised_at"], name="actions_of_a_subject"),
        ]


class ActionUpdate(models.Model):
    """What somebody reported of an action, and the state it left it in."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=Action.State.choices)
    due_on = models.DateField(null=True, blank=True)
    """The new date, where the update moved it."""
    was_due_at = models.DateTimeField(null=True, blank=True)
    """When it was due until then, where the update moved that."""
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
