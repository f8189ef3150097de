"""What was so on a day, and what had Remit been told by a time?

A fact is a period: it holds from its first day until (and without) its last, was recorded at one time
and perhaps superseded at another. A correction supersedes; nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable

from remit.records.refs import new_ref

KNOWN_NOW = Q(superseded_at__isnull=True)


OF_THE_ROW = frozenset({"id", "recorded_at", "superseded_at"})
"""What two rows that say the same may differ in."""


def said_by(row: Mapping[str, Any]) -> tuple[object, ...]:
    """What a row says, given as values by field: two that say the same are the same fact, told twice."""
    return tuple(value for name, value in row.items() if name not in OF_THE_ROW)


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows that hold from a day until another, as Remit knew them at some time."""

    def known(self, at: datetime | None = None) -> Self:
        """Rows as Remit knew them at that time (default now)."""
        if at is None:
            return self.filter(KNOWN_NOW)
        return self.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=at), recorded_at__lte=at)

    def on(self, day: date | Combinable, *, known_at: datetime | None = None) -> Self:
        """Rows that held on that day, as known at that time (default now)."""
        return self.known(known_at).filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def between(self, first: date, last: date, *, known_at: datetime | None = None) -> Self:
        """Rows that held on a day from the first to the last, as known at that time (default now)."""
        rows = self.known(known_at).filter(since__lte=last)
        return rows.filter(Q(until__isnull=True) | Q(until__gt=first))

    def open(self) -> Self:
        """Rows known now that have no end."""
        return self.filter(KNOWN_NOW, until__isnull=True)

    def no_longer_told(self) -> Iterator[dict[str, Any]]:
        """Of these rows, those superseded of which none says the same now, as values by field.

        What was superseded by something that was undone stands again, in a row of its own.
        """
        rows = list(self.values())
        stands = {said_by(row) for row in rows if row["superseded_at"] is None}
        return (row for row in rows if row["superseded_at"] is not None and said_by(row) not in stands)


class Period(models.Model):
    """A fact with the days it held for and the times Remit was told of it and told otherwise."""

    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=60)
    """Where it comes from: "import:<ref>", "staff:<username>" or "seed"."""

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the period has begun on that day and not ended."""
        return self.since <= day and (self.until is None or day < self.until)

    def again(self, *, now: datetime, **otherwise: Any) -> Self:
        """This made into a row of its own that says the same, but for what is given, known from now on. It is not saved yet."""
        self.pk, self.recorded_at, self.superseded_at = None, now, None
        self._state.adding = True
        for name, value in otherwise.items():
            setattr(self, name, value)
        return self


def ends_after_it_began(name: str) -> models.CheckConstraint:
    """A period may be empty (begun and ended on one day) but never ends before it began."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name=f"{name}_ends_after_it_began"
    )


def ref_field() -> models.CharField[str, str]:
    """A column for the opaque reference by which an address names a row."""
    return models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
