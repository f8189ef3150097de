"""On which days does a forum sit, what is due before and after each sitting, and what stands in its way?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from remit.rules.calendar import WorkCalendar, sittings
from remit.rules.clashes import Shared, Sitter, at_once, shared_in_words, shared_on, shared_services
from remit.rules.clock import due_date
from remit.rules.deadlines import MeetingTime, Occasion, WorkedOut, work_out
from remit.rules.text import shown_date
from remit.terms.model import ForumTerms
from remit.terms.promised import Promised, promised

AROUND = timedelta(days=200)
"""How far to look for the sittings that a first or last one of a month is chosen from."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to be done about a sitting, by when, and how that was worked out."""

    path: str
    clause: str
    what: str
    due: datetime
    because: tuple[str, ...]
    kept: bool
    """Whether the product holds somebody to it; otherwise no page of it does yet, and the terms alone say so."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about a sitting that somebody has to look at."""

    clause: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ForumSitting:
    """One sitting with what is due before it and what follows from it."""

    forum: str
    meeting: MeetingTime
    before: tuple[Due, ...]
    after: tuple[Due, ...]
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """The sittings of one forum in order, with what they were moved from or that they are cancelled."""

    terms: ForumTerms
    meetings: tuple[MeetingTime, ...]
    said: Mapping[date, str] = field(default_factory=dict)
    """What is to be said of a day: moved, cancelled, extraordinary."""
    sitters: tuple[Sitter, ...] | None = None
    """Who sits on it and on the other forums; None where the terms alone are known."""


def by_cadence(terms: ForumTerms, *, since: date, until: date) -> Held:
    """The sittings the cadence gives from a day to a day, both included, and those around them."""
    meets = terms.meets
    days = sittings(meets, since=since - AROUND, until=until + AROUND)
    return Held(terms, tuple(MeetingTime.on(day, meets.starts, meets.ends) for day in days))


def calendar_of(
    held: Held, *, since: date, until: date, calendar: WorkCalendar, others: Sequence[Held] = ()
) -> tuple[ForumSitting, ...]:
    """The sittings from a day to a day, both included, each with its deadlines and warnings."""
    days = [meeting.day for meeting in held.meetings]
    promises = promised(held.terms)
    beside = [clashing for other in others if (clashing := _Beside.of(held, other)) is not None]
    found: list[ForumSitting] = []
    for at in range(bisect_left(days, since), bisect_right(days, until)):
        occasion = _occasion(held.meetings, at)
        before, after = _dues(promises, occasion, calendar)
        warnings = (*_warnings(held, occasion, before, calendar), *_clashes(held, held.meetings[at], beside))
        found.append(ForumSitting(held.terms.id, held.meetings[at], before, after, warnings))
    return tuple(found)


def dues_of(terms: ForumTerms, occasion: Occasion, calendar: WorkCalendar) -> tuple[Due, ...]:
    """Everything that is due about one meeting, in order of time."""
    before, after = _dues(promised(terms), occasion, calendar)
    return (*before, *after)


def _occasion(meetings: Sequence[MeetingTime], at: int) -> Occasion:
    following = meetings[at + 1] if at + 1 < len(meetings) else None
    return Occasion(meetings[at], following, {}, tuple(meetings[max(0, at - 40) : at + 40]))


def _dues(
    promises: Sequence[Promised], occasion: Occasion, calendar: WorkCalendar
) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
    meeting = occasion.meeting
    assert meeting is not None
    worked = [
        Due(one.path, one.clause, one.what, found.due, _because(one, found, meeting, calendar), one.kept)
        for one in promises
        if (found := work_out(one.due, occasion, calendar)) is not None
        if one.due.kind != "sitting" or due_date(found.due) == meeting.day
    ]
    worked.sort(key=lambda due: due.due)
    before = tuple(due for due in worked if due.due <= meeting.starts_at)
    return before, tuple(due for due in worked if due.due > meeting.starts_at)


def _because(
    one: Promised, found: WorkedOut, meeting: MeetingTime, calendar: WorkCalendar
) -> tuple[str, ...]:
    """The arithmetic; where working days must be left, how many there are."""
    if one.due.leaving is None or one.due.leaving.unit != "working days" or one.due.before != "meeting":
        return found.because
    day = due_date(found.due)
    left = calendar.between(day, meeting.day)
    count = f"{left} working day{'' if left == 1 else 's'} lie between"
    rule = "the deadline's own day not counted, the meeting's day counted"
    return (*found.because, f"{count} {shown_date(day)} and {shown_date(meeting.day)}, {rule}")


def _warnings(
    held: Held, occasion: Occasion, before: Sequence[Due], calendar: WorkCalendar
) -> Iterator[Warned]:
    meeting = occasion.meeting
    assert meeting is not None
    clause = held.terms.meets.clause
    if meeting.day in held.said:
        yield Warned(clause, held.said[meeting.day])
    holiday = calendar.holiday(meeting.day)
    if holiday:
        text = f"{shown_date(meeting.day)} is a bank holiday ({holiday}). The chair moves or cancels the meeting."
        yield Warned(clause, text)
    for due in before:
        name = calendar.holiday(due_date(due.due))
        if name and due_date(due.due) != meeting.day:
            yield Warned(
                due.clause, f"{due.what}: {shown_date(due_date(due.due))} is a bank holiday ({name})."
            )


@dataclass(frozen=True, slots=True)
class _Beside:
    """Another forum, and its meetings by day. `always`: what it shares with ours where nobody is known who sits on them."""

    terms: ForumTerms
    always: Shared | None
    meetings: Mapping[date, MeetingTime]

    @classmethod
    def of(cls, held: Held, other: Held) -> _Beside | None:
        if other.terms.id == held.terms.id:
            return None
        always = shared_services(held.terms, other.terms) if held.sitters is None else None
        if always is not None and not always:
            return None
        return cls(other.terms, always, {meeting.day: meeting for meeting in other.meetings})


def _clashes(held: Held, meeting: MeetingTime, beside: Sequence[_Beside]) -> Iterator[Warned]:
    for other in beside:
        theirs = other.meetings.get(meeting.day)
        if theirs is None or not at_once(theirs, meeting):
            continue
        shared = other.always or shared_on(meeting.day, held.terms, other.terms, held.sitters or ())
        if shared:
            where = f"{other.terms.short} ({other.terms.meets.clause})"
            text = f"{where} sits at the same time, and {shared_in_words(shared)}."
            yield Warned(held.terms.meets.clause, text)
