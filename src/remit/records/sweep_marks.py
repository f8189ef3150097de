"""How far has a sweep come that has not ended? One row while it goes on, and none once it is done.

The first filling of the cohorts has a row of its own: it stands until every child was gone through once.
"""

from __future__ import annotations

from datetime import date

from django.db import models

FILLING = "first filling"
"""The part that is only about the cohorts of facts from before they were kept."""
SWEEP_ROW, FILLING_ROW = 1, 2


class SweepMark(models.Model):
    """Up to which key a sweep is through which of its parts. Written with each chunk, in the chunk's transaction."""

    day = models.DateField()
    """The day it was begun: what is owed follows the clock, so that a sweep of another day begins anew."""
    part = models.CharField(max_length=20)
    upto = models.BigIntegerField()


def come_to(*, day: date) -> tuple[str, int] | None:
    """The part and the key a sweep of this day had come to when it was stopped; None where none was."""
    row = SweepMark.objects.filter(pk=SWEEP_ROW, day=day).first()
    return (row.part, row.upto) if row else None


def filling_stands() -> bool:
    """Whether the first filling of the cohorts was begun and is not through."""
    return SweepMark.objects.filter(pk=FILLING_ROW).exists()


def mark(part: str, upto: int, *, day: date) -> None:
    """Note how far it has come."""
    row = FILLING_ROW if part == FILLING else SWEEP_ROW
    SweepMark.objects.update_or_create(pk=row, defaults={"day": day, "part": part, "upto": upto})


def filled() -> None:
    """The first filling is through; a sweep that was stopped keeps its place."""
    SweepMark.objects.filter(pk=FILLING_ROW).delete()


def through() -> None:
    """Nothing is left to do, and every child was gone through."""
    SweepMark.objects.all().delete()
