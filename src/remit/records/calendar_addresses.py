"""Under which secret address does a person's own calendar answer?"""

from __future__ import annotations

from hashlib import sha256

from django.db import models
from django.db.models import Q

from remit.records.people import Staff


class CalendarAddress(models.Model):
    """A person's calendar address, of which only the digest is kept: whoever reads the database cannot ask for a calendar."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="calendar_addresses")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret part, in hexadecimal. The secret is long and random, so a slow digest would add nothing."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(ended_at__isnull=True), name="one_calendar_address_in_use"
            )
        ]


def digest_of(secret: str) -> str:
    """What is kept of the secret part of an address."""
    return sha256(secret.encode()).hexdigest()


def whose(secret: str) -> int | None:
    """The account whose address in use this is; None where it is nobody's, or was replaced or stopped."""
    in_use = CalendarAddress.objects.filter(digest=digest_of(secret), ended_at__isnull=True)
    return in_use.values_list("staff_id", flat=True).first()
