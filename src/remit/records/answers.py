"""What was written: one row an answer, a new version for each change."""

from __future__ import annotations

from django.db import models

from remit.records.children import Subject
from remit.records.forums import TermsVersion
from remit.records.meetings import AgendaItem
from remit.records.people import Staff
from remit.records.periods import KNOWN_NOW


class Response(models.Model):
    """A form of the terms, being filled in about a subject for an agenda item."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="responses")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="responses")
    form = models.CharField(max_length=60)
    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "form"], name="one_response_a_form")]


class Answer(models.Model):
    """One answer to one question, in one of its versions."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    row_key = models.CharField(max_length=40, blank=True)
    value = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    source = models.CharField(max_length=60)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "row_key", "version"], name="one_answer_a_version"
            ),
            models.UniqueConstraint(
                fields=["response", "question", "row_key"], condition=KNOWN_NOW, name="one_known_answer"
            ),
        ]


class PartSaid(models.Model):
    """Somebody said that a part of a case's sheet is complete, or that nothing has changed in it."""

    class What(models.TextChoices):
        COMPLETE = "complete", "complete"
        UNCHANGED = "unchanged", "nothing has changed"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="parts_said")
    part = models.CharField(max_length=80)
    """Who fills it in: "worker:social_worker", "seat:brokerage"."""
    what = models.CharField(max_length=10, choices=What.choices)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "part"], name="said_once_of_a_part")]


class Decision(models.Model):
    """The outcome of an item. A change after issue is a new decision that supersedes, with its reason."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=60)
    why = models.CharField(max_length=500, blank=True)
    """The reason, where the outcome asks for one."""
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="one_decision_a_version"),
            models.UniqueConstraint(fields=["item"], condition=KNOWN_NOW, name="one_known_decision"),
        ]


class ReleasedWording(models.Model):
    """The wording in which a text may enter a child's extract, where a person changed or confirmed it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="released")
    question = models.CharField(max_length=60)
    answer_version = models.PositiveIntegerField()
    """The version of the answer that was read when releasing; a later version needs releasing again."""
    wording = models.TextField(blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "question"], condition=KNOWN_NOW, name="one_known_wording"
            )
        ]
