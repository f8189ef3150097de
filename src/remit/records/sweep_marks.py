"""How far has a sweep come that has not ended? One row while it goes on, and none once it is done."""

from __future__ import annotations

from datetime import date

from django.db import models


class SweepMark(models.Model):
    """Up to which key a sweep is through which of its parts. Written with each chunk, in the chunk's transaction."""

    day = models.DateField()
    """The day it was begun: what is owed follows the clock, so that a sweep of another day begins anew."""
    part = models.CharField(max_length=20)
    upto = models.BigIntegerField()


def come_to(*, day: date) -> tuple[str, int] | None:
    """The part and the key a sweep of this day had come to when it was stopped; None where none was."""
    row = SweepMark.objects.filter(pk=1, day=day).first()
    return (row.part, row.upto) if row else None


def mark(part: str, upto: int, *, day: date) -> None:
    """Note how far it has come."""
    SweepMark.objects.update_or_create(pk=1, defaults={"day": day, "part": part, "upto": upto})


def through() -> None:
    """Nothing is left to do."""
    SweepMark.objects.filter(pk=1).delete()
