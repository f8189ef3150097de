"""Whom the forums talk about: subjects, persons, their identifiers, and who works with them."""

from __future__ import annotations

from django.db import models

from remit.records.people import Staff, Unit
from remit.records.periods import KNOWN_NOW, Period, ends_after_it_began, ref_field


class Subject(models.Model):
    """What an item, action, duty, answer or look can be about. Each kind shares this key."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        FORUM = "forum", "forum"

    ref = ref_field()
    kind = models.CharField(max_length=10, choices=Kind.choices)


class Person(models.Model):
    """A child or young person. A care leaver is the same person."""

    subject = models.OneToOneField(Subject, primary_key=True, on_delete=models.PROTECT, related_name="person")
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    initials = models.CharField(max_length=10, blank=True)
    name_folded = models.CharField(max_length=220, blank=True, db_index=True)
    """Given and family name folded, so that "Órla" is found by "orla"."""
    date_of_birth = models.DateField(null=True, blank=True)
    protected_address = models.CharField(max_length=300, blank=True)
    """Of a carer or the child; shown on the case page to those who work with the child, never in a list, letter or extract."""
    restricted = models.BooleanField(default=False)
    """Seen by the people named in `Restriction` only."""

    class Meta:
        ordering = ("name_folded", "subject_id")


class Identifier(Period):
    """A number the child is known by: exact text, leading zeros kept."""

    PERSON_ID = "person_id"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=20, default=PERSON_ID)
    value = models.CharField(max_length=40)
    stem = models.CharField(max_length=40, db_index=True)
    """The value without leading zeros: a number in a workbook matches only where exactly one known id fits."""

    class Meta:
        constraints = [
            ends_after_it_began("identifier"),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=KNOWN_NOW & models.Q(until__isnull=True),
                name="one_person_an_id",
            ),
        ]


class Allocation(Period):
    """A child is allocated to a worker in a team, or to a team that has yet to name the worker."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="allocations")
    worker = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    team = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="allocations")
    provisional = models.BooleanField(default=False, db_default=False)
    """A person typed it, and no file of allocations has said the same yet."""
    told = models.CharField(max_length=200, blank=True, db_default="")
    """Of what a person typed: where they have it from."""

    class Meta:
        constraints = [
            ends_after_it_began("allocation"),
            models.UniqueConstraint(
                fields=["person"],
                condition=KNOWN_NOW & models.Q(until__isnull=True),
                name="one_open_allocation",
            ),
        ]


class Restriction(Period):
    """Somebody is named as allowed to see a restricted record."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="restrictions")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500, blank=True)
    """Why this person was named; empty where the case system says who is."""
    ended_why = models.CharField(max_length=500, blank=True)
    """Why this person no longer is."""

    class Meta:
        constraints = [
            ends_after_it_began("restriction"),
            models.UniqueConstraint(
                fields=["person", "staff"],
                condition=KNOWN_NOW & models.Q(until__isnull=True),
                name="named_once_at_a_time",
            ),
        ]

    @classmethod
    def version_of(cls, person_id: int) -> int:
        """Moves with every change of who may see this record: rows are added, never taken away."""
        return int(cls.objects.filter(person=person_id).aggregate(last=models.Max("pk", default=0))["last"])
