"""Who was invited to what, and what did they answer?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256

from django.db import models
from django.db.models import Q, QuerySet

from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from remit.records.periods import KNOWN_NOW, ref_field


class Invitation(models.Model):
    """Somebody is asked to a meeting, or to the time of a case at it. One a person: what changes is sent as an update of it.

    It says what was sent last: when, where and as what. Its `uid` stays for ever, and its `sequence` only rises.
    """

    class State(models.TextChoices):
        INVITED = "invited", "invited"
        CANCELLED = "cancelled", "cancelled"

    ref = ref_field()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    """The case whose time it is for; None where it is for the whole meeting."""
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="invitations")
    in_place_of = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who named them as their substitute, where that alone is why they are asked."""
    term = models.CharField(max_length=60)
    """Id of an invitation in the meeting's terms."""
    clause = models.CharField(max_length=20)
    uid = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    time_sequence = models.PositiveIntegerField(default=0)
    """The sequence with which the present time was first sent: an answer to an earlier one is to another time."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)
    role = models.CharField(max_length=500)
    """As what they are asked, in words that name no child."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "staff"], condition=Q(item__isnull=True), name="invited_once_to_a_meeting"
            ),
            models.UniqueConstraint(
                fields=["item", "staff"], condition=Q(item__isnull=False), name="invited_once_to_a_case"
            ),
        ]


class InvitationLink(models.Model):
    """An address under which an invitation is answered, of which only the digest is kept: one for each mail that went."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret part, in hexadecimal. The secret is long and random, so a slow digest would add nothing."""
    made_at = models.DateTimeField()


class InvitationAnswer(models.Model):
    """What an invited person answered. The last one stands; the earlier ones are kept."""

    class Reply(models.TextChoices):
        ATTENDING = "attending", "attending"
        SUBSTITUTE = "substitute", "sends somebody"
        APOLOGIES = "apologies", "apologies"
        ANOTHER_TIME = "another_time", "another time"
        UNSURE = "unsure", "unsure"

    class How(models.TextChoices):
        LINK = "link", "by the link in the message"
        PAGE = "page", "signed in"
        MAIL = "mail", "by mail"

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="replies")
    reply = models.CharField(max_length=12, choices=Reply.choices)
    substitute = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    can_from = models.TimeField(null=True, blank=True)
    can_until = models.TimeField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=How.choices)
    sequence = models.PositiveIntegerField()
    """Of the invitation, when it was answered."""
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation"], condition=KNOWN_NOW, name="one_answer_stands")
        ]


def digest_of(secret: str) -> str:
    """What is kept of the secret part of an invitation's address."""
    return sha256(secret.encode()).hexdigest()


def invitation_of(secret: str) -> Invitation | None:
    """The invitation that is answered under the address with this secret part; None where it is nobody's."""
    rows = Invitation.objects.filter(links__digest=digest_of(secret))
    rows = rows.select_related("staff", "item", "meeting__forum", "meeting__terms")
    return rows.defer("meeting__terms__document").first()


def standing_replies(meetings: Collection[int]) -> Mapping[int, InvitationAnswer]:
    """The answer that stands to each invitation to these meetings, by the invitation's key. One query.

    An answer to a time that has moved since does not stand.
    """
    rows = InvitationAnswer.objects.filter(
        invitation__meeting__in=meetings,
        invitation__state=Invitation.State.INVITED,
        superseded_at__isnull=True,
        sequence__gte=models.F("invitation__time_sequence"),
    )
    return {
        row.invitation_id: row for row in rows.select_related("invitation", "invitation__staff", "substitute")
    }


def not_answered(*, now: datetime) -> QuerySet[Invitation, Invitation]:
    """Invitations of accounts in use that still take an answer, to the time they are for now, and have none."""
    answers = InvitationAnswer.objects.filter(
        invitation=models.OuterRef("pk"),
        superseded_at__isnull=True,
        sequence__gte=models.OuterRef("time_sequence"),
    )
    rows = Invitation.objects.filter(
        ~models.Exists(answers),
        state=Invitation.State.INVITED,
        staff__is_active=True,
        starts_at__gt=now,
        meeting__state__in=(Meeting.State.PLANNED, Meeting.State.ISSUED),
    )
    return rows.select_related("meeting__terms").defer("meeting__terms__document").order_by("starts_at", "pk")


def substitutes_announced(meeting: int) -> Mapping[int, Staff]:
    """Who was announced for whom at the meeting as a whole: by key of the person who cannot come. One query."""
    found: dict[int, Staff] = {}
    for row in standing_replies([meeting]).values():
        if row.substitute is not None and row.invitation.item_id is None:
            found[row.invitation.staff_id] = row.substitute
    return found
