"""Taking the reminders and escalations that are due: each once for a due time of a duty, however often this is done.

The rows are the truth of what was reminded and escalated; `digests` sends word of those no mail has told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from remit.records.duties import Duty
from remit.records.duty_facts import chairs_of
from remit.records.duty_steps import DutyStep
from remit.records.holidays import working_calendar
from remit.records.staff_structure import staff_structure
from remit.records.terms_store import terms_by_id
from remit.records.workers import named_alone
from remit.rules.above import Structure, managers_above
from remit.rules.clock import MIDNIGHT, instant, london_day
from remit.rules.duties import DutyState
from remit.rules.reminders import OpenDuty, Step, steps_due

DUTIES_A_CHUNK = 1_000
LONGEST_AHEAD = timedelta(days=100)
"""No reminder goes longer before its duty is due."""


def take_steps(*, now: datetime, chunk: int = DUTIES_A_CHUNK) -> int:
    """Take every step that is due and was not taken; answers with how many. A fixed number of queries a chunk.

    What was due before its forum went live is nobody's to be reminded of.
    """
    taken, after = 0, 0
    while rows := _open(after, chunk, now):
        with transaction.atomic():
            taken += len(_take(rows, now))
        after = rows[-1].pk
    return taken


def _open(after: int, chunk: int, now: datetime) -> list[Duty]:
    rows = Duty.objects.filter(
        state=Duty.State.OPEN, meeting__isnull=False, due_at__lt=now + LONGEST_AHEAD, pk__gt=after
    )
    rows = rows.select_related("meeting__terms", "meeting__forum").defer("meeting__terms__document")
    return list(rows.order_by("pk")[:chunk])


def _take(duties: Sequence[Duty], now: datetime) -> list[int]:
    """The steps of these duties, put on record; answers with the keys of the new ones."""
    due = list(_due(duties, now))
    known = DutyStep.objects.filter(duty__in=[duty.pk for duty, _ in due])
    taken = {*known.values_list("duty_id", "step", "due_at")}
    new = [(duty, step) for duty, step in due if (duty.pk, step.id, duty.due_at) not in taken]
    if not new:
        return []
    whom = _Whom.of([duty for duty, _ in new], now)
    DutyStep.objects.bulk_create(
        [
            DutyStep(
                duty=duty,
                step=step.id,
                kind=step.kind,
                due_at=duty.due_at,
                to_id=whom.it_goes_to(duty, step),
                at=step.at,
                taken_at=now,
            )
            for duty, step in new
        ],
        # Another sweep may be taking the same step this minute: it is the same step.
        ignore_conflicts=True,
    )
    made = DutyStep.objects.filter(duty__in=[duty.pk for duty, _ in new], taken_at=now)
    return list(made.order_by("pk").values_list("pk", flat=True))


def _due(duties: Sequence[Duty], now: datetime) -> Iterator[tuple[Duty, Step]]:
    calendar = working_calendar()
    for duty in duties:
        assert duty.meeting is not None
        if duty.due_at < instant(duty.meeting.forum.live_from, MIDNIGHT):
            continue
        terms = terms_by_id(duty.meeting.terms_id, duty.meeting.terms.digest)
        times = OpenDuty(duty.due_at, duty.raised_at, DutyState(duty.state))
        for step in steps_due(times, terms, calendar=calendar, now=now):
            yield duty, step


@dataclass(frozen=True, slots=True)
class _Whom:
    """What it takes to say to whom a step goes."""

    structure: Structure
    chairs: Mapping[int, int]
    named: Mapping[int, frozenset[int]]

    @classmethod
    def of(cls, duties: Sequence[Duty], now: datetime) -> _Whom:
        today = london_day(now)
        meetings = {duty.meeting_id: duty.meeting for duty in duties if duty.meeting is not None}
        chairs = chairs_of(list(meetings.values()), today)
        return cls(staff_structure(today), chairs, named_alone({duty.subject_id for duty in duties}, today))

    def it_goes_to(self, duty: Duty, step: Step) -> int | None:
        """Its owner; or the nearest manager above, else the forum's chair. Nobody who may not see a restricted record."""
        assert duty.meeting is not None
        owner, chair = duty.owner_id, self.chairs.get(duty.meeting.forum_id)
        if step.to == "owner":
            return owner
        above = managers_above(owner, self.structure) if owner and step.to == "manager" else ()
        named = self.named.get(duty.subject_id)
        return next(
            (
                one
                for one in (*above, chair)
                if one is not None and one != owner and (named is None or one in named)
            ),
            None,
        )
