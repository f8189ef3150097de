"""The way out of residential care that is planned for a child: one record, a version each time it changes."""

from __future__ import annotations

from django.db import models

from remit.records.children import Person
from remit.records.forums import Forum
from remit.records.people import Staff
from remit.records.periods import KNOWN_NOW


class Trajectory(models.Model):
    """A version of a child's trajectory (exit strategy, step-down plan). The one that holds is not superseded."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trajectories")
    version = models.PositiveIntegerField()
    on = models.DateField()
    """The day it was written."""
    until_then = models.TextField(blank=True)
    """Who cares for the child meanwhile, and what eases the move."""
    step_down = models.TextField(blank=True)
    """What would let the child move on."""
    target_on = models.DateField(null=True, blank=True)
    """The day by which the child is to have moved on; none while nobody has said."""
    why = models.CharField(max_length=500)
    """What began it, or why it was changed."""
    forum = models.ForeignKey(Forum, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The forum whose decision began it; none for a version a person wrote."""
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="one_trajectory_a_version"),
            models.UniqueConstraint(fields=["person"], condition=KNOWN_NOW, name="one_known_trajectory"),
        ]


def trajectory_of(person: int) -> Trajectory | None:
    """The version that holds."""
    return Trajectory.objects.filter(person=person, superseded_at__isnull=True).first()
