"""By when? A deadline of the terms, worked out for one occasion, with its arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import groupby

from remit.rules.calendar import DAY, WorkCalendar, less, month_later, plus
from remit.rules.clock import due_date, end_of_day, instant, local, london_day, shown_due_time
from remit.rules.text import shown_date
from remit.terms.model import Act, Deadline, HolidayRule, Month, Span


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """When a meeting is: its day in England, and the instants at which it starts and ends."""

    day: date
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def on(cls, day: date, start: time, end: time) -> MeetingTime:
        """The meeting of that day between these local times."""
        return cls(day, instant(day, start), instant(day, end))


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a deadline can be counted from, as far as it is known."""

    meeting: MeetingTime | None = None
    next_meeting: MeetingTime | None = None
    acts: Mapping[Act, datetime] = field(default_factory=dict)
    sittings: tuple[MeetingTime, ...] = ()
    """The forum's meetings around this one, cancelled ones left out, in order."""
    action_due: datetime | None = None
    month: date | None = None
    """Any day of the month a thing is about."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic: by which rule, and the day that gives."""

    rule: str
    gives: date
    at: str = ""

    def __str__(self) -> str:
        shown = f"{self.rule} is {shown_date(self.gives)}"
        return f"{shown}, {self.at}" if self.at else shown


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A due time, and how it was arrived at."""

    due: datetime
    steps: tuple[Step, ...]
    latest: datetime | None = None
    """What it must come before, where it must; it is never due after that."""

    @property
    def because(self) -> tuple[str, ...]:
        """The arithmetic in words, a sentence a step."""
        return tuple(str(step) for step in self.steps)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What is counted from: a day, and where on it the thing itself lies."""

    day: date
    moment: datetime
    meeting: MeetingTime | None = None


def work_out(deadline: Deadline, occasion: Occasion, calendar: WorkCalendar) -> WorkedOut | None:
    """When that is on this occasion; None while what it is counted from is not there yet.

    What is due before a meeting or an act is never due after it, whatever a bank holiday or an early start does.
    """
    if deadline.kind == "action":
        return _as_the_action(occasion)
    anchor = _sitting(deadline, occasion) if deadline.kind == "sitting" else _anchor(deadline, occasion)
    if anchor is None:
        return None
    steps = _moved(_steps(deadline, anchor, calendar), deadline.holiday, calendar)
    due = _at(deadline, anchor, steps[-1].gives)
    latest = anchor.moment if deadline.before is not None else None
    if latest is not None and due > latest:
        steps = (*steps, Step("That would be too late: what it must come before", anchor.day))
        due = latest
    return WorkedOut(due, (*steps[:-1], replace(steps[-1], at=shown_due_time(due))), latest)


def stands_at(only: Deadline | None, occasion: Occasion) -> bool:
    """Whether a part of the agenda is taken at this meeting: always, or at the first or last of some months only."""
    if only is None:
        return True
    assert occasion.meeting is not None
    chosen = _sitting(only, occasion)
    return chosen is not None and chosen.day == occasion.meeting.day


def _as_the_action(occasion: Occasion) -> WorkedOut | None:
    if occasion.action_due is None:
        return None
    due = occasion.action_due
    return WorkedOut(due, (Step("The day the action is due", due_date(due), shown_due_time(due)),))


def _anchor(deadline: Deadline, occasion: Occasion) -> _Anchor | None:
    name = deadline.anchor
    if name in ("meeting", "next_meeting"):
        meeting = occasion.meeting if name == "meeting" else occasion.next_meeting
        return _anchor_at(meeting, early=deadline.before is not None) if meeting else None
    if name == "month":
        return _end_of_month(occasion.month)
    at = next((at for act, at in occasion.acts.items() if act == name), None)
    return _Anchor(london_day(at), at, occasion.meeting) if at else None


def _end_of_month(month: date | None) -> _Anchor | None:
    if month is None:
        return None
    last = month_later(month.replace(day=1), 1) - DAY
    return _Anchor(last, end_of_day(last))


def _anchor_at(meeting: MeetingTime, *, early: bool = True) -> _Anchor:
    return _Anchor(meeting.day, meeting.starts_at if early else meeting.ends_at, meeting)


def _sitting(deadline: Deadline, occasion: Occasion) -> _Anchor | None:
    """The first or last sitting of the first month from the meeting's that is one of those named and has one."""
    if occasion.meeting is None:
        return None
    here = occasion.meeting.day
    months = {month.number for month in deadline.in_months} or set(range(1, len(Month) + 1))
    for (year, month), group in groupby(occasion.sittings, key=lambda sat: (sat.day.year, sat.day.month)):
        if month in months and (year, month) >= (here.year, here.month):
            sat = list(group)
            return _anchor_at(sat[-1] if deadline.sitting == "last" else sat[0])
    return None


def _steps(deadline: Deadline, anchor: _Anchor, calendar: WorkCalendar) -> tuple[Step, ...]:
    if deadline.kind == "weekday":
        return _weekday(deadline, anchor.day, calendar)
    if deadline.kind == "distance":
        return (_distance(deadline, anchor.day, calendar),)
    if deadline.kind == "month":
        return (_month(deadline, anchor.day, calendar),)
    which = deadline.sitting or "last"
    return (Step(f"The {which} meeting of {anchor.day:%B %Y}", anchor.day),)


def _weekday(deadline: Deadline, anchor: date, calendar: WorkCalendar) -> tuple[Step, ...]:
    assert deadline.on is not None
    back = deadline.before is not None
    step = -DAY if back else DAY
    side = "before" if back else "after"
    day = anchor + step
    while day.weekday() != deadline.on.number:
        day += step
    nearest = Step(f"{deadline.on} {side} {shown_date(anchor)}", day)
    if deadline.leaving is None:
        return (nearest,)
    while not _leaves(deadline.leaving, min(day, anchor), max(day, anchor), calendar):
        day += 7 * step
    if day == nearest.gives:
        return (nearest,)
    whole = f"{'Last' if back else 'First'} {deadline.on} {side} {shown_date(anchor)} that leaves {deadline.leaving}"
    return (nearest, Step(whole, day))


def _leaves(leaving: Span, earlier: date, later: date, calendar: WorkCalendar) -> bool:
    if leaving.unit == "working days":
        return calendar.between(earlier, later) >= leaving.count
    return plus(earlier, leaving, calendar) <= later


def _distance(deadline: Deadline, anchor: date, calendar: WorkCalendar) -> Step:
    span = deadline.distance
    assert span is not None
    if span.count == 0:
        return Step("The same day", anchor)
    if deadline.before is not None:
        return Step(f"{span} before {shown_date(anchor)}", less(anchor, span, calendar))
    day = plus(anchor, span, calendar)
    if span == Span(count=1, unit="working days"):
        return Step(f"The next working day after {shown_date(anchor)}", day)
    return Step(f"{span} after {shown_date(anchor)}", day)


def _month(deadline: Deadline, anchor: date, calendar: WorkCalendar) -> Step:
    """The nearest such day of a month on its side of the anchor, the anchor's own day included."""
    back = deadline.before is not None
    first = anchor.replace(day=1)
    day = _day_of_month(deadline, first, calendar)
    if (day > anchor) if back else (day < anchor):
        first = month_later(first, -1 if back else 1)
        day = _day_of_month(deadline, first, calendar)
    if deadline.last_day_of_month:
        return Step(f"The last day of {first:%B %Y}", day)
    return Step(f"Working day {deadline.working_day_of_month} of {first:%B %Y}", day)


def _day_of_month(deadline: Deadline, first: date, calendar: WorkCalendar) -> date:
    if deadline.last_day_of_month:
        return month_later(first, 1) - DAY
    assert deadline.working_day_of_month is not None
    return calendar.after(first - DAY, deadline.working_day_of_month)


def _moved(steps: tuple[Step, ...], rule: HolidayRule, calendar: WorkCalendar) -> tuple[Step, ...]:
    """The steps, with one more where the day is not worked and the terms move it."""
    day = steps[-1].gives
    if rule == "none" or calendar.is_working(day):
        return steps
    name = calendar.holiday(day)
    why = f"is a bank holiday ({name})" if name else "is not a working day"
    if rule == "next_working_day":
        return (*steps, Step(f"{shown_date(day)} {why}; the next working day", calendar.on_or_after(day)))
    return (*steps, Step(f"{shown_date(day)} {why}; the working day before", calendar.on_or_before(day)))


def _at(deadline: Deadline, anchor: _Anchor, day: date) -> datetime:
    """The instant on that day which the terms name."""
    if deadline.at == "end_of_day":
        return end_of_day(day)
    if isinstance(deadline.at, time):
        return instant(day, deadline.at)
    if deadline.at == "moment" or anchor.meeting is None:
        return anchor.moment if day == anchor.day else instant(day, local(anchor.moment).time())
    meeting = anchor.meeting
    return instant(
        day, local(meeting.starts_at if deadline.at == "meeting_starts" else meeting.ends_at).time()
    )
