"""What is known of a child besides names and numbers: care, placements, legal statuses, reviews and the like.

Each table is a kind of fact of `rules.facts`; its columns are that kind's fields. Rows are superseded, never overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from remit.records.children import Person
from remit.records.people import Staff
from remit.records.periods import KNOWN_NOW, Period, ends_after_it_began, ref_field
from remit.records.placements_list import Import

OPEN_NOW = KNOWN_NOW & Q(until__isnull=True)


class ChildFact(Period):
    """A fact of a child. Typed by a named role it is provisional until an import says the same."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    provisional = models.BooleanField(default=False)
    told = models.CharField(max_length=200, blank=True, db_default="")
    """Of what a person typed: where they have it from."""

    class Meta:
        abstract = True


def once_a_day(name: str, *also: str) -> list[models.BaseConstraint]:
    """A child has one such fact that begins on a day, as known now."""
    return [
        ends_after_it_began(name),
        models.UniqueConstraint(
            fields=["person", "since", *also], condition=KNOWN_NOW, name=f"one_known_{name}_a_day"
        ),
    ]


def open_by(name: str, *fields: str) -> models.Index:
    """An index of the facts that hold until further notice, for asking about today."""
    return models.Index(fields=[*fields, "person"], condition=OPEN_NOW, name=f"open_{name}")


class CarePeriod(ChildFact):
    """The child was looked after, from the first episode to the last without a gap."""

    need = models.CharField(max_length=10, blank=True)
    why_ended = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = once_a_day("care")
        indexes = [open_by("care", "since")]


class Placement(ChildFact):
    """Where the child lived. Temporary absences do not end it: they are `TemporaryMove`."""

    place = models.CharField(max_length=10)
    provider = models.CharField(max_length=10, blank=True)
    urn = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    location = models.CharField(max_length=10, blank=True)
    """ "in" or "out" of the authority; empty where nobody has said."""
    authority = models.CharField(max_length=100, blank=True)
    why_changed = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = once_a_day("placement")
        indexes = [
            open_by("placement_by_place", "place"),
            models.Index(fields=["place", "since"], condition=KNOWN_NOW, name="placement_by_place"),
        ]


class TemporaryMove(ChildFact):
    """The child was away from the placement for a while, and expected back."""

    place = models.CharField(max_length=10)
    provider = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = once_a_day("temporary")


class LegalStatus(ChildFact):
    """By which order or agreement the child was looked after."""

    status = models.CharField(max_length=10)

    class Meta:
        constraints = once_a_day("legal")


class Review(ChildFact):
    """A statutory review was held on that day."""

    code = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = once_a_day("review")


class MissingSpell(ChildFact):
    """The child was missing ("M"), or away without leave ("A")."""

    sort = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = once_a_day("missing")


class Order(ChildFact):
    """An order of a court about the child, such as one that authorises depriving the child of liberty ("dol")."""

    sort = models.CharField(max_length=20)

    class Meta:
        constraints = once_a_day("order", "sort")


class WorkerEpisode(ChildFact):
    """A social worker, by the number they are registered under, worked with the child. Allocations say who that is here."""

    number = models.CharField(max_length=40, blank=True)
    why_changed = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = once_a_day("worker")


class Unaccompanied(ChildFact):
    """The child came seeking asylum, with nobody responsible for them."""

    why = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = once_a_day("unaccompanied")


class LeaverStatus(ChildFact):
    """What the council says of a young person who leaves or left care."""

    category = models.CharField(max_length=30, blank=True)
    in_touch = models.CharField(max_length=10, blank=True)
    activity = models.CharField(max_length=10, blank=True)
    accommodation = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = once_a_day("leaver")


class ChildDetails(ChildFact):
    """What a return says of the child besides names: from the day of birth on."""

    sex = models.CharField(max_length=10, blank=True)
    ethnicity = models.CharField(max_length=20, blank=True)
    upn = models.CharField(max_length=20, blank=True, db_index=True)
    disability = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = once_a_day("details")


class WeeklyCost(ChildFact):
    """What the placement costs the council a week."""

    weekly_pence = models.PositiveIntegerField()

    class Meta:
        constraints = once_a_day("cost")
        indexes = [open_by("cost", "weekly_pence")]


TABLES: Mapping[str, type[ChildFact]] = {
    "care": CarePeriod,
    "placement": Placement,
    "temporary": TemporaryMove,
    "legal": LegalStatus,
    "review": Review,
    "missing": MissingSpell,
    "order": Order,
    "worker": WorkerEpisode,
    "unaccompanied": Unaccompanied,
    "leaver": LeaverStatus,
    "details": ChildDetails,
    "cost": WeeklyCost,
}
"""The table of each kind of fact."""


class FactTakenBack(models.Model):
    """A person took back what somebody had typed, because it was a mistake. The fact itself is superseded, and stays."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    since = models.DateField()
    """The day from which the fact was said to hold."""
    held_id = models.BigIntegerField()
    """Its key in the table of its kind."""
    at = models.DateTimeField()
    on = models.DateField()
    """The day it was taken back, as London has it."""
    source = models.CharField(max_length=60)
    """By whom, as facts say it: "staff:<username>"."""
    why = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "held_id"], name="taken_back_once")]


class Contradiction(models.Model):
    """An import said otherwise than a person had: somebody has to say which is so. Until then the person's version stands."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        KEPT = "kept", "what was typed stands"
        TAKEN = "taken", "what the import said stands"
        OVERTAKEN = "overtaken", "a later import said something else again"
        UNDONE = "undone", "the import was undone"

    ref = ref_field()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    held_id = models.BigIntegerField()
    """Key of the typed fact in the table of its kind."""
    offered: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    """The other version: {"since", "until", "said"}."""
    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "held_id"], condition=Q(state="open"), name="one_open_contradiction"
            )
        ]
