"""Which reminders of a duty were due, to whom an overdue one went, and what the chair waived."""

from __future__ import annotations

from django.db import models

from remit.records.duties import Duty
from remit.records.people import Staff


class DutyStep(models.Model):
    """One reminder or escalation of a duty, taken once for each due time the duty has had."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", "reminder"
        ESCALATION = "escalation", "escalation"

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=60)
    """As `rules.reminders` names it."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    due_at = models.DateTimeField()
    """What the duty was due at then: a duty that gets another due time is reminded of anew."""
    to = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Whom it went to; none where nobody owes it and nobody stands above."""
    at = models.DateTimeField()
    """From when on it stood."""
    taken_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    """When a mail said so; None until then."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "step", "due_at"], name="one_step_a_due_time")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(told_at__isnull=True), name="steps_not_told"),
            models.Index(fields=["to"], condition=models.Q(kind="escalation"), name="escalated_to_somebody"),
        ]


class DutyWaiver(models.Model):
    """A duty that need not be done any more: who said so, when, and why."""

    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="waiver")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
