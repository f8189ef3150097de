"""Who did what, and who looked at whom. Append-only by trigger on both databases."""

from __future__ import annotations

from django.db import models

from remit.records.children import Subject
from remit.records.people import Staff


class AuditEvent(models.Model):
    """One act of a verb, written in the same transaction; or an attempt to sign in."""

    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Nobody where somebody could not sign in."""
    at = models.DateTimeField(db_index=True)
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    meeting_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    clause = models.CharField(max_length=20, blank=True)
    detail: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict)
    """What changed, by ids and codes; no name and no free text about a child."""


class Look(models.Model):
    """One response that showed children to somebody, or refused to."""

    class Kind(models.TextChoices):
        LISTED = "listed", "listed"
        OPENED = "opened", "opened"
        EXPORTED = "exported", "exported"
        DENIED = "denied", "denied"

    viewer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(db_index=True)
    visit = models.CharField(max_length=36, blank=True, db_index=True)
    """A stay on one page: its refreshes add only persons newly shown."""
    reason = models.CharField(max_length=500, blank=True)
    """Why an identity was opened, where a reason was asked."""


class LookPerson(models.Model):
    """A person shown in a look, by the opaque key that stays when the identity is erased."""

    look = models.ForeignKey(Look, on_delete=models.PROTECT, related_name="persons")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="looks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["look", "subject"], name="shown_once_a_look")]
