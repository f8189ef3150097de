"""What came in by mail, and what became of it: each mail once, however often it is met. Never its words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from remit.records.meetings import Meeting
from remit.records.messages import Message
from remit.records.people import Staff
from remit.records.periods import ref_field
from remit.records.placements_list import Import


class MailLookedAt(models.Model):
    """A mailbox Remit reads: when it was last looked at, and what was wrong with its server."""

    mailbox = models.CharField(max_length=300, unique=True)
    """Its user, host and folder; no secret."""
    next_look_at = models.DateTimeField()
    """Whoever moves this on looks next, so that of several workers one does."""
    looked_at = models.DateTimeField(null=True, blank=True)
    """When it was last looked through to its end."""
    trouble = models.CharField(max_length=500, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)


class CameIn(models.Model):
    """One mail that was read. It is written in the transaction of what the mail did, so both are there or neither."""

    class Kind(models.TextChoices):
        BOUNCE = "bounce", "a mail that came back"
        REPLY = "reply", "an answer to an invitation"
        WORKBOOK = "workbook", "a workbook"
        OTHER = "other", "anything else"

    class Became(models.TextChoices):
        RETURNED = "returned", "the message is marked as returned"
        NOTED = "noted", "there is nothing to do"
        ANSWERED = "answered", "the answer was taken"
        HELD = "held", "kept, to be looked over"
        SET_ASIDE = "set-aside", "set aside for a person"
        NOT_OURS = "not-ours", "not for Remit"

    ref = ref_field()
    identity = models.CharField(max_length=64, unique=True)
    """Digest of its Message-ID, its sender and its body: the same mail met in another place is the same mail."""
    mailbox = models.CharField(max_length=300)
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    """Where it lay: UIDVALIDITY and UID of the server (RFC 3501)."""
    at = models.DateTimeField()
    """When it was read."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    became = models.CharField(max_length=10, choices=Became.choices)
    why = models.CharField(max_length=500, blank=True)
    """What it was about and what to do, in plain words. No child stands in it."""
    sender = models.CharField(max_length=254, blank=True)
    """Empty where it was not for Remit: whoever writes by mistake is nobody's concern."""
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="came_in"
    )
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="came_in")
    """Whose address the sender's is; no more than that is known of who wrote it."""
    imported = models.OneToOneField(
        Import, null=True, blank=True, on_delete=models.PROTECT, related_name="came_in"
    )
    """The workbook that is kept."""
    dealt_with_at = models.DateTimeField(null=True, blank=True)
    dealt_with_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="mails_dealt_with"
    )
    """Who said of a mail that was set aside that it is dealt with."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes = [
            models.Index(fields=["mailbox", "validity", "uid"], name="where_a_mail_lay"),
            models.Index(fields=["meeting", "-id"], name="came_in_for_a_meeting"),
        ]
