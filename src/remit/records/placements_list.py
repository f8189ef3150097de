"""The placements action list: who needs a placement, how soon, and how close to residential care."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from remit.records.children import Person
from remit.records.people import Staff
from remit.records.periods import KNOWN_NOW, Period, ends_after_it_began, ref_field


class ActionList(models.Model):
    """The one list. Its revision moves with every change, so that a preview knows whether it is stale."""

    revision = models.PositiveBigIntegerField(default=0)


class ListEntry(models.Model):
    """One stay of a child on the action list, from the day it was put on it until its ending."""

    ref = ref_field()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="list_entries")


class Risk(models.TextChoices):
    """How the action list rates the risk that a child comes to residential care."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"
    UNRATED = "unrated", "Unrated"


class Urgency(models.TextChoices):
    """By when the action list says that a placement is needed."""

    TODAY = "today", "Today"
    WITHIN_5_DAYS = "within_5_days", "Within 5 days"
    PLANNED = "planned", "Planned"
    NOT_KNOWN = "not_known", "Not known"


class EntryDetail(Period):
    """What the list says of an entry, for as long as it says so. A change ends this row and begins another."""

    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="details")
    risk = models.CharField(max_length=10, choices=Risk.choices)
    risk_order = models.PositiveSmallIntegerField()
    """0 high, 1 medium, 2 low, 3 unrated."""
    risk_written = models.CharField(max_length=60, blank=True)
    urgency = models.CharField(max_length=15, choices=Urgency.choices)
    urgency_order = models.PositiveSmallIntegerField()
    """0 today, 1 within 5 days, 2 planned, 3 not known."""
    urgency_written = models.CharField(max_length=60, blank=True)
    days_to_place = models.PositiveSmallIntegerField(null=True, blank=True)
    days_written = models.CharField(max_length=60, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    listed_on = models.DateField(null=True, blank=True)
    last_action_on = models.DateField(null=True, blank=True)
    team = models.CharField(max_length=120, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    manager = models.CharField(max_length=120, blank=True)
    duty_worker = models.CharField(max_length=120, blank=True)
    referrer = models.CharField(max_length=120, blank=True)
    legal_status = models.CharField(max_length=120, blank=True)
    current_placement = models.CharField(max_length=200, blank=True)
    placement_required = models.CharField(max_length=200, blank=True)
    search_update = models.TextField(blank=True)
    comments = models.TextField(blank=True)
    reference = models.CharField(max_length=60, blank=True)
    extra: models.JSONField[object, object] = models.JSONField(default=list)
    """Columns Remit has no name for, as [[header, text], ...]: kept and shown, never searched."""

    class Meta:
        constraints = [
            ends_after_it_began("detail"),
            models.UniqueConstraint(
                fields=["entry"], condition=KNOWN_NOW & models.Q(until__isnull=True), name="one_open_detail"
            ),
            models.UniqueConstraint(
                fields=["entry", "since"], condition=KNOWN_NOW, name="one_known_detail_a_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["risk_order", "urgency_order", "id"],
                condition=KNOWN_NOW & models.Q(until__isnull=True),
                name="open_list_by_risk",
            )
        ]


class EntryEnding(models.Model):
    """Why a child left the action list, and on which day. Superseded when the ending is taken back."""

    class Reason(models.TextChoices):
        RESIDENTIAL_START = "residential_start", "Residential start"
        FOSTERING_FOUND = "fostering_found", "Fostering found"
        HOME = "home", "Home"
        OTHER = "other", "Other"
        ERROR = "error", "Should not have been on the list"

    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="endings")
    on = models.DateField()
    reason = models.CharField(max_length=20, choices=Reason.choices)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=KNOWN_NOW, name="one_known_ending")
        ]


class Import(models.Model):
    """A file offered for loading: held with its preview until applied, then what it did, so that it can be undone."""

    class State(models.TextChoices):
        HELD = "held", "held"
        APPLIED = "applied", "applied"
        UNDONE = "undone", "undone"
        DROPPED = "dropped", "dropped"

    ref = ref_field()
    kind = models.CharField(max_length=30)
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    mapping: models.JSONField[object, object] = models.JSONField(default=dict)
    content = models.BinaryField(null=True)
    """The file while it is held; taken out when applied or dropped."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    basis = models.PositiveBigIntegerField()
    """Revision of the action list the preview was made against: when held, then as applied."""
    version = models.PositiveIntegerField(default=1)
    """Moves whenever the mapping, the sheet, an ending asked for or a choice between two texts changes."""
    endings: models.JSONField[object, object] = models.JSONField(default=dict)
    """Entry ref -> {reason, on} given for vanished rows while held."""
    choices: models.JSONField[object, object] = models.JSONField(default=dict)
    """Entry ref -> {cell: [which side stands, what the file said, what Remit said]} given while held."""
    counts: models.JSONField[object, object] = models.JSONField(default=dict)
    did: models.JSONField[object, object] = models.JSONField(default=dict)
    """What undoing it needs: keys of the rows it superseded, and which blank details of children it filled."""
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]


class RememberedMapping(models.Model):
    """How a council's own headers and words were matched last time, by the signature of the headers."""

    kind = models.CharField(max_length=30)
    signature = models.CharField(max_length=64)
    mapping: models.JSONField[object, object] = models.JSONField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="one_mapping_a_signature")]
