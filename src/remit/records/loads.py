"""Loading a file that takes long: the work that was asked for, how far it is, and the preview it came to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from remit.records.people import Staff
from remit.records.periods import ref_field
from remit.records.placements_list import Import


class LoadRun(models.Model):
    """One piece of work on a held file: working its preview out, loading it, or undoing it.

    The row is the truth. Whatever process carries it out may die: the work is in one transaction with the row's last
    state, so it was done whole or not at all, and is done again by whoever finds it left behind.
    """

    class Task(models.TextChoices):
        PREVIEW = "preview", "preview"
        APPLY = "apply", "load"
        UNDO = "undo", "undo"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "running"
        DONE = "done", "done"
        REFUSED = "refused", "refused"
        STOPPED = "stopped", "stopped"
        BROKEN = "broken", "broken"

    ref = ref_field()
    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="runs")
    task = models.CharField(max_length=10, choices=Task.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    seen = models.PositiveIntegerField()
    basis = models.PositiveBigIntegerField(default=0)
    partial = models.BooleanField(default=False)
    large = models.BooleanField(default=False)
    """Too much for the request that asked: a process of its own carries it out."""
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    """When the process carrying it out last showed that it lives."""
    ended_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    """Which of its task's steps it is in, from 1; 0 before the first."""
    revision = models.PositiveIntegerField(default=0)
    """Moves with every change of what the page of it shows."""
    problem = models.CharField(max_length=500, blank=True)
    remedy = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["imported"],
                condition=models.Q(state__in=("waiting", "running")),
                name="one_run_at_a_time",
            )
        ]


class KeptPreview(models.Model):
    """What loading a held file would have done, as worked out for one person. Thrown away when it is loaded or dropped."""

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="previews")
    viewer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    basis = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    said: models.JSONField[object, object] = models.JSONField(default=dict)
    """Its counts, how many lines each part has, the cohorts, and the persons its looks are about."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["imported", "viewer"], name="one_preview_a_person")
        ]


class PreviewPage(models.Model):
    """So many lines of one part of a preview, as they are shown together."""

    preview = models.ForeignKey(KeptPreview, on_delete=models.CASCADE, related_name="pages")
    part = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    lines: models.JSONField[object, object] = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["preview", "part", "number"], name="one_page_of_a_number")
        ]
