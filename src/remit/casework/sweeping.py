"""Working out again, in turn for everything on record, what follows from it: every duty, and who is in which cohort.

It goes by range of keys, each chunk in a transaction of its own with a note of how far that is. A sweep that was stopped
or killed is gone on with by the next one of that day; one that changes nothing leaves nothing behind. What is owed follows
the clock, so that whoever goes on looks at the meetings before that place too, after the others; who is in which cohort
does not. The first filling of the cohorts and a sweep that was told where to begin leave no place for another to go on from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from remit.casework.duties import reconcile
from remit.casework.imports import drop_old_files, let_old_files_go, old_files_wait
from remit.casework.inviting import invite_ahead
from remit.casework.leaving import let_leavers_go
from remit.casework.locks import lock_action_list
from remit.casework.reminding import take_steps
from remit.records.children import Person
from remit.records.cohort_stays import keep_stays
from remit.records.meetings import Meeting
from remit.records.sweep_marks import FILLING, come_to, filled, mark, through
from remit.records.viewers import load_viewer, staff_id_of
from remit.rules.clock import london_day
from remit.rules.duty_changes import Kind
from remit.rules.viewers import SERVICE_ACCOUNT

DUTIES, COHORTS = "duties", "cohorts"
MEETINGS_A_CHUNK, CHILDREN_A_CHUNK = 100, 1_000

Told = Callable[[str, int, int], None]
"""Is told how many are done of how many of a part."""
Noted = Callable[[str, int], None]
"""Writes down how far a part has come, in the transaction of the chunk."""


@dataclass
class SweptAll:
    """What a sweep did: accounts out of use, held files dropped, meetings and children gone through, and what changed."""

    leavers: int = 0
    files: int = 0
    meetings: int = 0
    children: int = 0
    last: int = 0
    """The key of the last meeting."""
    duties: Counter[Kind] = field(default_factory=Counter)
    steps: int = 0
    """Reminders and escalations taken."""
    invitations: int = 0
    """Invitations, updates and cancellations posted because their day has come."""
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
    """Take leavers' accounts out of use, drop files held too long; make every duty and cohort what they should be.

    `after`: go on behind this meeting, whatever was noted, and note nothing. `meetings`, `children`: how many of them to a chunk.
    """
    day = london_day(now)
    part, upto = (DUTIES, after) if after else come_to(day=day) or (DUTIES, 0)
    swept = SweptAll(leavers=let_leavers_go(now=now), files=_drop_old_files(now))
    note = _nowhere if after else partial(mark, day=day)
    if part == DUTIES:
        _sweep_duties(swept, (upto, None), note, meetings, now, told)
    if not after:
        _sweep_duties(swept, (0, None if part == COHORTS else upto), _nowhere, meetings, now, told)
    swept.invitations = invite_ahead(now=now)
    swept.steps = take_steps(now=now)
    upto = upto if part == COHORTS else 0
    _sweep_cohorts(swept, upto, partial(note, COHORTS), children, told)
    through()
    return swept


def _nowhere(part: str, upto: int) -> None:
    """The meetings before were left out, so nobody may go on from here."""


def _drop_old_files(now: datetime) -> int:
    """By the service account, since nobody else asked for it; nothing is written where there is none."""
    staff_id = staff_id_of(SERVICE_ACCOUNT) if old_files_wait(now=now) else None
    service = load_viewer(staff_id, on=london_day(now)) if staff_id is not None else None
    return drop_old_files(actor=service, now=now) if service else let_old_files_go(now=now)


def _sweep_duties(
    swept: SweptAll, between: tuple[int, int | None], note: Noted, chunk: int, now: datetime, told: Told
) -> None:
    """The meetings behind a key, up to another where one is given."""
    after, upto = between
    wanted = Meeting.objects.filter(pk__gt=after)
    if upto is not None:
        wanted = wanted.filter(pk__lte=upto)
    whole = swept.meetings + wanted.count()
    for keys in _chunks(wanted, after, chunk):
        with transaction.atomic():
            swept.duties += reconcile(meeting_ids=keys, now=now)
            note(DUTIES, keys[-1])
        swept.meetings, swept.last = swept.meetings + len(keys), max(swept.last, keys[-1])
        told("meetings", swept.meetings, whole)


def sweep_cohorts(
    *, now: datetime, children: int = CHILDREN_A_CHUNK, told: Told = lambda part, done, whole: None
) -> SweptAll:
    """Only the cohorts, from the first child on: the first filling. Noted before it begins, so that a killed one is begun anew."""
    swept, note = SweptAll(), partial(mark, FILLING, day=london_day(now))
    note(0)
    _sweep_cohorts(swept, 0, note, children, told)
    filled()
    return swept


def _sweep_cohorts(swept: SweptAll, after: int, note: Callable[[int], None], chunk: int, told: Told) -> None:
    whole, done = Person.objects.count(), Person.objects.filter(pk__lte=after).count()
    for keys in _chunks(Person.objects.all(), after, chunk):
        with transaction.atomic():
            lock_action_list()  # under which facts are written
            swept.stays += keep_stays(keys)
            note(keys[-1])
        swept.children += len(keys)
        told("children", done + swept.children, whole)


def _chunks(rows: QuerySet[Any], after: int, size: int) -> Iterator[list[int]]:
    rows = rows.order_by("pk")
    while keys := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:size]):
        yield keys
        after = keys[-1]
