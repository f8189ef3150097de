"""The forums an authority runs, the terms they run on, and who sits in them."""

from __future__ import annotations

from django.db import models

from remit.records.children import Subject
from remit.records.people import Staff
from remit.records.periods import KNOWN_NOW, Period, ends_after_it_began


class Forum(models.Model):
    """A forum that is switched on, from the day it is live."""

    subject = models.OneToOneField(Subject, primary_key=True, on_delete=models.PROTECT, related_name="forum")
    slug = models.SlugField(max_length=30, unique=True)
    live_from = models.DateField()
    join_link = models.URLField(max_length=500, blank=True)


class TermsVersion(models.Model):
    """A forum's terms as adopted: the merged whole (shared, forum, authority). What the product runs on."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="terms_versions")
    digest = models.CharField(max_length=64)
    effective_from = models.DateField()
    document: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "effective_from", "digest"], name="one_version_of_a_digest_a_day"
            )
        ]


class SeatHolding(Period):
    """Somebody holds or deputises for a seat of a forum for a time. Seats are named in the terms."""

    class Capacity(models.TextChoices):
        HOLDER = "holder", "holder"
        DEPUTY = "deputy", "deputy"

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="seat_holdings")
    seat = models.CharField(max_length=60)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="seat_holdings")
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.HOLDER)

    class Meta:
        constraints = [
            ends_after_it_began("seat"),
            models.UniqueConstraint(
                fields=["forum", "seat", "staff", "since"],
                condition=KNOWN_NOW,
                name="one_known_seat_holding_a_day",
            ),
        ]
