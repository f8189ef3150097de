"""What is owed, by whom, by when, because of which clause, and what discharged it."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet

from remit.records.actions import Action
from remit.records.children import Subject
from remit.records.meetings import Meeting
from remit.records.people import Staff
from remit.records.periods import ref_field


class Duty(models.Model):
    """A duty. Its identity is (clause, term, subject, occasion); owner and due time are not."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        MET = "met", "met"
        LATE = "late", "late"
        MISSED = "missed", "missed"
        WAIVED = "waived", "waived"
        VOID = "void", "void"

    ref = ref_field()
    clause = models.CharField(max_length=20)
    term = models.CharField(max_length=60)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="duties")
    occasion = models.CharField(max_length=80)
    """"meeting:<id>" or "action:<id>"."""
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    owed_by = models.CharField(max_length=80)
    """The seat or role that owes it, as the terms name it; the owner is whoever holds that today."""
    raised_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    """When a mail first told its owner of it; None until then. A clock cannot say: an act may begin before a mail is
    made and be kept after it.
    """
    due_at = models.DateTimeField()
    because: models.JSONField[object, object] = models.JSONField(default=list)
    """The arithmetic of the due time."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    """Open and past its time is overdue; that is read off the clock, never stored."""
    discharged_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    """What discharged, waived or voided it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "term", "subject", "occasion"], name="one_duty_an_occasion"
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_at"], condition=models.Q(state="open"), name="open_duties_of_an_owner"
            ),
            models.Index(fields=["due_at"], name="duties_by_due_time"),
        ]


def owed_by(staff_id: int) -> QuerySet[Duty, Duty]:
    """What this person owes and has not done yet."""
    return Duty.objects.filter(owner=staff_id, state=Duty.State.OPEN)
