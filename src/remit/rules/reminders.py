"""When is somebody reminded of what they owe, and when does it go to somebody above them because it was not done?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from remit.rules.calendar import WorkCalendar, less, plus
from remit.rules.clock import MIDNIGHT, due_date, end_of_day, ends_a_day, instant, is_past, local
from remit.rules.duties import DutyState
from remit.terms.model import Escalation, ForumTerms, Span

Kind = Literal["reminder", "escalation"]
To = Literal["owner", "manager", "chair"]
BY_THE_CLOCK = ("hours", "minutes")


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A duty as far as reminders depend on it."""

    due: datetime
    raised_at: datetime
    state: DutyState = DutyState.OPEN


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder or escalation of a duty: which, from when, and to whom it goes."""

    id: str
    """With the duty and its due time what makes this step this one: "reminder:1 working day"."""
    kind: Kind
    at: datetime
    to: To


def steps_due(
    duty: OpenDuty, terms: ForumTerms, *, calendar: WorkCalendar, now: datetime
) -> tuple[Step, ...]:
    """The steps that should have been taken by now, the earliest first; none once it is done, waived or void.

    A reminder is of no use once the duty is overdue, nor to somebody who was told of the duty later than that.
    """
    if duty.state is not DutyState.OPEN or terms.reminders is None:
        return ()
    found = [
        *_reminders(duty, terms.reminders.before, calendar, now),
        *_escalations(duty, terms.reminders.escalates, calendar, now),
    ]
    return tuple(sorted(found, key=lambda step: (step.at, step.id)))


def _reminders(
    duty: OpenDuty, before: Sequence[Span], calendar: WorkCalendar, now: datetime
) -> Iterator[Step]:
    if is_past(duty.due, now=now):
        return
    for span in before:
        at = reminded_at(duty.due, span, calendar)
        if duty.raised_at < at <= now:
            yield Step(f"reminder:{span}", "reminder", at, "owner")


def _escalations(
    duty: OpenDuty, said: Escalation | None, calendar: WorkCalendar, now: datetime
) -> Iterator[Step]:
    if said is None:
        return
    at = escalated_at(duty.due, said.after, calendar)
    if is_past(at, now=now):
        yield Step(f"escalation:{said.after}", "escalation", at, said.to)


def reminded_at(due: datetime, before: Span, calendar: WorkCalendar) -> datetime:
    """From when on a reminder stands: hours to the minute, anything longer from the beginning of that day."""
    if before.unit in BY_THE_CLOCK:
        return due - before.fixed
    day = less(due_date(due), before, calendar)
    return instant(day, MIDNIGHT)


def escalated_at(due: datetime, after: Span, calendar: WorkCalendar) -> datetime:
    """From when on it is so long overdue: at the time of day at which it was due."""
    if after.unit in BY_THE_CLOCK:
        return due + after.fixed
    day = plus(due_date(due), after, calendar)
    return end_of_day(day) if ends_a_day(due) else instant(day, local(due).time())
