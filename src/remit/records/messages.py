"""What is to be sent, to whom, and what became of it. The row is the truth; whoever delivers only reads and marks it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet

from remit.records.children import Subject
from remit.records.meetings import Meeting
from remit.records.people import Staff
from remit.records.periods import ref_field


class Message(models.Model):
    """One message to one person, written in the transaction of the act that calls for it.

    Handed to the mail server is all Remit can know; that it was delivered, or read, it never says.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        HANDED_OVER = "handed-over", "handed to the mail server"
        FAILED = "failed", "failed"
        WITHDRAWN = "withdrawn", "withdrawn"
        RETURNED = "returned", "came back"

    ref = ref_field()
    key = models.CharField(max_length=200, unique=True)
    """What makes it this message: the same act done twice, or by two people at once, makes it once."""
    kind = models.CharField(max_length=60)
    """"letter", "digest", "invitation" and the like."""
    clause = models.CharField(max_length=20, blank=True)
    term = models.CharField(max_length=60, blank=True)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    """The child it is about, to decide who may see the line; neither the heading nor the text names a child."""
    recipient = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    """None for somebody outside, who has an address only."""
    address = models.EmailField(blank=True)
    """As it was when the message was made, and after that as it was when it was last tried."""
    copied = models.BooleanField(default=False)
    """They are sent it to know, and not to do something."""
    heading = models.CharField(max_length=200)
    """The subject line of the mail."""
    text = models.TextField()
    message_id = models.CharField(max_length=120, unique=True)
    """The Message-ID of the mail: the same however often it is tried, so that a repeat can be told from another message."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """None where nobody's act called for it but the day."""
    not_before = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True, blank=True)
    """Until when a worker has it. A worker that was killed never gives it back, so after that it is anybody's."""
    unwanted = models.BooleanField(default=False)
    """It is not to go any more, though a worker may have it: unless the server takes it from them, it is withdrawn."""
    last_error = models.CharField(max_length=500, blank=True)
    """Why it was not taken, why it is not to go out any more, or why it came back."""
    handed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When it came to be handed over, failed or withdrawn, or came back."""

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="waiting"), name="messages_waiting"),
            models.Index(fields=["meeting", "kind"], name="messages_of_a_meeting"),
        ]


class MessagePart(models.Model):
    """Something that goes along with a message: a file, or what a calendar reads."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=120)
    """With its parameters, e.g. `text/calendar; method=REQUEST; charset=utf-8`."""
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "name"], name="one_part_of_a_name"),
        ]


class LetterSent(models.Model):
    """Somebody looked a letter of the terms over and sent it for a meeting: once, with the words as they were sent."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="letters_sent")
    letter = models.CharField(max_length=60)
    """Id of a letter in the meeting's terms."""
    heading = models.CharField(max_length=200)
    text = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "letter"], name="a_letter_is_sent_once")]


def waiting_for(at: datetime) -> QuerySet[Message, Message]:
    """The messages that are to be tried at that time and that no worker has, the longest waiting first."""
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=at)
    due = Message.objects.filter(free, state=Message.State.WAITING, next_try_at__lte=at)
    return due.order_by("next_try_at", "pk")
