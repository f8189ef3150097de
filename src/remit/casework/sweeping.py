"""Working out again, in turn for everything on record, what follows from it: every duty, and who is in which cohort.

It goes by range of keys, each chunk in a transaction of its own with a note of how far that is. A sweep that was stopped
or killed is gone on with by the next one of that day; one that changes nothing leaves nothing behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from remit.casework.duties import reconcile
from remit.casework.leaving import let_leavers_go
from remit.casework.locks import lock_action_list
from remit.records.children import Person
from remit.records.cohort_stays import keep_stays
from remit.records.meetings import Meeting
from remit.records.sweep_marks import come_to, mark, through
from remit.rules.clock import london_day
from remit.rules.duty_changes import Kind

DUTIES, COHORTS = "duties", "cohorts"
MEETINGS_A_CHUNK, CHILDREN_A_CHUNK = 100, 1_000

Told = Callable[[str, int, int], None]
"""Is told how many are done of how many of a part."""


@dataclass
class SweptAll:
    """What a sweep did: accounts out of use, meetings and children gone through, and what changed."""

    leavers: int = 0
    meetings: int = 0
    children: int = 0
    last: int = 0
    """The key of the last meeting."""
    duties: Counter[Kind] = field(default_factory=Counter)
    stays: int = 0
    """Rows that say who is in which cohort, changed."""


def sweep_all(
    *,
    now: datetime,
    after: int = 0,
    meetings: int = MEETINGS_A_CHUNK,
    children: int = CHILDREN_A_CHUNK,
    told: Told = lambda part, done, whole: None,
) -> SweptAll:
    """Take leavers' accounts out of use; make every duty and every cohort what they should be.

    `after`: go on behind this meeting, whatever was noted. `meetings`, `children`: how many of them to a chunk.
    """
    day = london_day(now)
    part, upto = (DUTIES, after) if after else come_to(day=day) or (DUTIES, 0)
    swept = SweptAll(leavers=let_leavers_go(now=now), last=upto if part == DUTIES else 0)
    if part == DUTIES:
        _sweep_duties(swept, upto, day, meetings, now, told)
        upto = 0
    _sweep_cohorts(swept, upto, day, children, told)
    through()
    return swept


def _sweep_duties(swept: SweptAll, after: int, day: date, chunk: int, now: datetime, told: Told) -> None:
    whole, done = Meeting.objects.count(), Meeting.objects.filter(pk__lte=after).count()
    for keys in _chunks(Meeting, after, chunk):
        with transaction.atomic():
            swept.duties += reconcile(meeting_ids=keys, now=now)
            mark(DUTIES, keys[-1], day=day)
        swept.meetings, swept.last = swept.meetings + len(keys), keys[-1]
        told("meetings", done + swept.meetings, whole)


def sweep_cohorts(*, now: datetime) -> SweptAll:
    """Only the cohorts, from the first child on."""
    swept = SweptAll()
    _sweep_cohorts(swept, 0, london_day(now), CHILDREN_A_CHUNK, lambda *_: None)
    through()
    return swept


def _sweep_cohorts(swept: SweptAll, after: int, day: date, chunk: int, told: Told) -> None:
    whole, done = Person.objects.count(), Person.objects.filter(pk__lte=after).count()
    for keys in _chunks(Person, after, chunk):
        with transaction.atomic():
            lock_action_list()  # under which facts are written
            swept.stays += keep_stays(keys)
            mark(COHORTS, keys[-1], day=day)
        swept.children += len(keys)
        told("children", done + swept.children, whole)


def _chunks(table: type[Model], after: int, size: int) -> Iterator[list[int]]:
    rows = table._default_manager.order_by("pk")
    while keys := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:size]):
        yield keys
        after = keys[-1]
