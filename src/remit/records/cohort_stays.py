"""Who was in which cohort from when to when, by the facts as they are known now: kept, so that no page works it out.

The rows follow from the facts by `rules.cohort_stays`. Whoever writes facts has them kept in the same transaction
(`keep_stays`); the sweep puts right what is not as it should be, for all children in turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from remit.records.bulk import insert
from remit.records.children import Person
from remit.records.facts import CarePeriod
from remit.records.held_facts import ROWS_AT_ONCE, among_keys, held_facts
from remit.records.key_lists import in_parts
from remit.records.sweep_marks import filling_stands
from remit.rules.cohort_stays import KINDS, Stay, stays
from remit.rules.cohorts import history
from remit.rules.facts import Held
from remit.terms.cohort_codes_file import cohort_codes


class CohortStay(models.Model):
    """A child is in a cohort from the first day until (and without) another, since when and because of what."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="stays")
    cohort = models.CharField(max_length=40)
    part = models.CharField(max_length=30, blank=True)
    first = models.DateField()
    until = models.DateField(null=True, blank=True)
    since = models.DateField()
    """Since when the child counts as being in it; never after the first day."""
    because = models.CharField(max_length=200)
    source = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "cohort", "first"], name="one_stay_a_day"),
        ]
        indexes = [
            models.Index(fields=["cohort", "person"], name="stay_by_person"),
            models.Index(fields=["cohort", "first"], name="stay_by_first"),
            models.Index(fields=["cohort", "until"], condition=Q(until__isnull=False), name="stay_by_until"),
        ]


Row = tuple[int, str, str, date, date | None, date, str, str]
_COLUMNS = ("person_id", "cohort", "part", "first", "until", "since", "because", "source")


def keep_stays(persons: Collection[int]) -> int:
    """Make what is kept of these children (their keys) what follows from their facts; answers with how many rows changed.

    Whoever calls it holds the lock under which facts are written, so that none is written meanwhile.
    """
    if not persons:
        return 0
    facts = held_facts(persons, kinds=sorted(KINDS))
    should, kept = _follow(_births(facts), facts), _kept(persons)
    if not kept:
        return insert(CohortStay, _COLUMNS, should)  # put down while the next are worked out
    told = set(should)
    gone = sorted(pk for row, pk in kept.items() if row not in told)
    for part in in_parts(gone):
        CohortStay.objects.filter(pk__in=part).delete()
    new = sorted(told - kept.keys(), key=lambda row: row[:4])
    return len(gone) + insert(CohortStay, _COLUMNS, new)


def keep_first_stays(born: Mapping[int, date | None], facts: Mapping[int, Sequence[Held]]) -> int:
    """Keep what follows for children (by key) put on record in the same act: these facts are all that is held of them."""
    return insert(CohortStay, _COLUMNS, _follow(born, facts))


def _follow(born: Mapping[int, date | None], facts: Mapping[int, Sequence[Held]]) -> Iterator[Row]:
    """What follows from these facts. It asks the database for nothing."""
    codes = cohort_codes()
    return (
        _row(person, stay)
        for person in sorted(facts)
        for stay in stays(history(born[person], facts[person]), codes)
    )


def _births(persons: Collection[int]) -> dict[int, date | None]:
    found: dict[int, date | None] = {}
    for part in among_keys(persons, "pk"):
        found.update(Person.objects.filter(part).order_by().values_list("pk", "date_of_birth"))
    return found


def _row(person: int, stay: Stay) -> Row:
    part, since, because, source = stay.found
    return (person, stay.cohort, part, stay.first, stay.until, since, because, source)


def _kept(persons: Collection[int]) -> dict[Row, int]:
    wanted = frozenset(persons)
    found: dict[Row, int] = {}
    for part in among_keys(wanted):
        rows = CohortStay.objects.filter(part).values_list("pk", *_COLUMNS)
        found.update((row[1:], row[0]) for row in rows.iterator(chunk_size=ROWS_AT_ONCE) if row[1] in wanted)
    return found


def stood(cohort: str, visible: Q, *, on: date, since: date | None = None) -> QuerySet[Person, Any]:
    """Who was in a cohort whose stays are kept on a day, by key: rows of `FOUND`. `since`: for no longer than that."""
    there = Q(stays__cohort=cohort, stays__first__lte=on)
    there &= Q(stays__until__isnull=True) | Q(stays__until__gt=on)
    if since is not None:
        there &= Q(stays__since__gte=since)
    return Person.objects.filter(there, visible).order_by("pk").values_list(*FOUND)


FOUND = ("pk", "stays__part", "stays__since", "stays__because", "stays__source")


def turned(cohort: str, first: date, last: date) -> Q:
    """A filter on `Person` that leaves whose stays in a cohort began or ended on one of these days."""
    within = Q(first__gte=first, first__lte=last) | Q(until__gte=first, until__lte=last)
    return Q(pk__in=CohortStay.objects.filter(within, cohort=cohort).values("person"))


def never_kept() -> bool:
    """Whether there are facts from before stays were kept, which the first sweep has yet to go through, or has not ended."""
    return filling_stands() or (CarePeriod.objects.exists() and not CohortStay.objects.exists())
